"""An operator takes cases to another version from a page: first what would become of each, then one command a case."""

import re

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.api.test_migration import FIRST, LOOK, OTHER_ID, OTHER_KIND, SECOND, deployed
from tests.web.pages.desk import desk, words


@pytest.fixture
def versions(api: ApiCity) -> tuple[str, str, list[str]]:
    """Keys of a version with two running cases, and of a newer one."""
    first = deployed(api, FIRST)
    cases = [api.start("permit") for _ in range(2)]
    return first, deployed(api, SECOND), cases


def test_the_list_shows_the_versions_by_which_cases_run(api: ApiCity, versions: tuple[str, str, list[str]]) -> None:
    first, _, _ = versions
    page = desk(api, "operator").get("/migrations")
    assert f'href="/migrations?from={first}"' in page
    assert "旧版本" in words(page)


def test_only_operators_see_it(api: ApiCity, versions: tuple[str, str, list[str]]) -> None:
    number = api.number(versions[2][0])
    for who, path in (("hotline", "/migrations"), ("hotline", f"/cases/{number}/migration"), ("auditor", "/migrations")):
        desk(api, who).get(path, 403)
    desk(api, "legal").get(f"/cases/{number}/migration", 404)
    assert desk(api, "hotline").send(f"/cases/{number}/migration", to=versions[1], reason="不许").status_code == 403


def test_all_cases_of_a_version_are_previewed_and_taken_one_command_each(api: ApiCity, versions: tuple[str, str, list[str]]) -> None:
    first, second, cases = versions
    operator = desk(api, "operator")
    page = operator.get(f"/migrations?from={first}&to={second}")
    assert {api.number(case) for case in cases} <= set(re.findall(r'case-number link" href="/cases/([^"]+)"', page))
    assert "原样保留" in words(page)
    kept = f"/words/0/migration%20{first}"
    assert f'data-draft="{kept}"' in page
    operator.send(kept, reason="写到一半的理由", key="7")
    assert "写到一半的理由" in operator.get(f"/migrations?from={first}&to={second}")
    asked = operator.follow(operator.send("/migrations", **{"from": first, "to": second, "key": cases[:1]}), 422)
    assert 'id="reason-error"' in asked
    assert "还没有案件迁移" in words(asked)
    assert re.findall(r'name="key" value="(\d+)" checked', asked) == cases[:1], "what was chosen stands"
    answer = operator.send("/migrations", **{"from": first, "to": second, "key": cases, "reason": "补上告知一步"})
    assert answer.status_code == 303
    after = operator.get(answer.headers["Location"])
    assert "2 件已按新版本继续" in words(after)
    (left,) = api.rows("SELECT content FROM draft WHERE account LIKE 'operator migration %'")
    assert left["content"] == "{}", "what was sent is forgotten"
    rows = api.rows(f"SELECT DISTINCT definition_key FROM process_instance WHERE key IN ({', '.join(cases)})")
    assert [row["definition_key"] for row in rows] == [int(second)]
    history = words(operator.get(f"/cases/{api.number(cases[0])}?tab=history"))
    assert "补上告知一步" in history
    assert re.search(r"从流程第 \d+ 版迁移到第 \d+ 版", history)


def test_a_case_that_is_refused_stays_and_is_told_with_its_reason_kept(api: ApiCity, versions: tuple[str, str, list[str]]) -> None:
    first, _, cases = versions
    other = deployed(api, OTHER_KIND)
    operator, number = desk(api, "operator"), api.number(cases[0])
    page = operator.get(f"/cases/{number}/migration?to={other}")
    assert "不能迁移" in words(page)
    assert 'name="reason"' not in page
    answer = operator.send("/migrations", **{"from": first, "to": other, "key": cases[:1], "reason": "试一试"})
    for _ in range(2):  # the page can be loaded again: nothing is sent by that
        page = operator.follow(answer, 409)
        assert "1 件未迁移" in words(page)
        assert "手工任务" in words(page)
    answer = operator.send(f"/cases/{number}/migration", to=other, reason="试一试")
    assert "手工任务" in words(operator.follow(answer, 409))
    assert events(api, cases[0]) == 0


def events(api: ApiCity, case: str) -> int:
    (row,) = api.rows("SELECT COUNT(*) AS n FROM audit_event WHERE case_key = :key AND kind = 'instance_migrated'", key=case)
    return int(row["n"])


def test_a_form_that_is_sent_again_takes_no_case_twice(api: ApiCity, versions: tuple[str, str, list[str]]) -> None:
    first, second, cases = versions
    operator = desk(api, "operator")
    said = {"from": first, "to": second, "key": cases, "reason": "补上告知一步"}
    for _ in range(2):
        assert "2 件已按新版本继续" in words(operator.follow(operator.send("/migrations", **said)))
    assert [events(api, case) for case in cases] == [1, 1]
    number = api.number(cases[0])
    assert "补上告知一步" in words(operator.follow(operator.send(f"/cases/{number}/migration", to=second, reason="又按了一次")))
    assert events(api, cases[0]) == 1
    page = operator.get(f"/migrations?from={second}&to={first}&taken={cases[0]}")
    assert "件已按新版本继续" not in words(page), "an address says nothing that did not happen"


def test_of_several_the_refused_one_stays_ticked_with_the_reason_and_the_others_are_done(
    api: ApiCity, versions: tuple[str, str, list[str]]
) -> None:
    first, second, cases = versions
    operator = desk(api, "operator")
    api.post(f"/v2/process-instances/{cases[1]}/cancellation", {}, 204)
    said = {"from": first, "to": second, "key": cases, "reason": "补上告知一步"}
    page = words(operator.follow(operator.send("/migrations", **said), 409))
    assert "1 件已按新版本继续" in page
    assert "1 件未迁移" in page
    assert [events(api, case) for case in cases] == [1, 0]


def test_an_element_with_another_id_is_chosen_in_the_form(api: ApiCity, versions: tuple[str, str, list[str]]) -> None:
    _, _, cases = versions
    other = deployed(api, OTHER_ID)
    operator, number = desk(api, "operator"), api.number(cases[1])
    page = operator.get(f"/cases/{number}/migration?to={other}")
    assert "不能迁移" in words(page)
    assert '<option value="view">' in page
    page = operator.get(f"/cases/{number}/migration?to={other}&as-look=view&as-silent=silent")
    assert "可以迁移" in words(page)
    answer = operator.send(f"/cases/{number}/migration", **{"to": other, "as-look": "view", "reason": "改了编号"})
    assert answer.status_code == 303, words(answer.text)
    assert api.get(f"/v2/user-tasks/{api.task(cases[1])}")["elementId"] == "view"


def test_a_version_that_is_none_is_refused_in_words(api: ApiCity, versions: tuple[str, str, list[str]]) -> None:
    first, _, cases = versions
    operator = desk(api, "operator")
    operator.get(f"/migrations?from={first}&to=77", 400)
    operator.get("/migrations?from=77", 404)
    assert operator.send("/migrations", **{"from": "x", "to": first, "reason": "x"}).status_code == 400
    api.post(f"/v2/process-instances/{cases[0]}/cancellation", {}, 204)
    assert "已办结的案件不再迁移" in words(operator.get(f"/cases/{api.number(cases[0])}/migration"))
    assert LOOK


def test_the_replay_draws_each_event_by_the_version_of_its_time(api: ApiCity, versions: tuple[str, str, list[str]]) -> None:
    first, second, cases = versions
    said = {"targetProcessDefinitionKey": second, "mappingInstructions": LOOK, "reason": "补上一步"}
    api.post(f"/v2/process-instances/{cases[0]}/migration", said, 204, who="operator")
    number = api.number(cases[0])
    digests = {str(row["key"]): row["digest"] for row in api.rows("SELECT key, digest FROM definition WHERE kind = 'process'")}
    auditor = desk(api, "auditor")
    before, after = auditor.get(f"/cases/{number}/replay?event=1"), auditor.get(f"/cases/{number}/replay?event=2")
    assert f"of={digests[first]}" in before
    assert f"of={digests[second]}" in after
    for digest in (digests[first], digests[second]):
        auditor.get(f"/cases/{number}/diagram.bpmn?of={digest}", 200)
    assert "版本迁移" in words(auditor.get("/statistics/deviations?process=permit&sort=migrated"))
