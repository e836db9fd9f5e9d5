"""A deployed file as it was recorded: auditors reach it from the replay and by its name in a bundle, and read who deployed it and when."""

import re

import pytest

from tests.builders.bundles import opened
from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import bundle, letter
from tests.web.pages.desk import desk, words


@pytest.fixture(scope="module")
def number(either_api: ApiCity) -> str:
    return letter(either_api)[1]


def of_the_letter(api: ApiCity, number: str) -> str:
    return str(api.rows("SELECT digest FROM process_instance WHERE receipt_number = :number", number=number)[0]["digest"])


def test_the_replay_leads_to_the_version_that_ran_and_its_page_says_who_deployed_it_and_which_cases_ran(
    either_api: ApiCity, number: str
) -> None:
    auditor, digest = desk(either_api, "auditor"), of_the_letter(either_api, number)
    replay = auditor.get(f"/cases/{number}/replay?event=2")
    assert f'href="/definitions/{digest}"' in replay
    assert "/definitions/" not in desk(either_api, "hotline").get(f"/cases/{number}/replay")
    text = auditor.get(f"/definitions/{digest}")
    said = words(text)
    assert "文件与部署时一致" in said
    assert digest in said
    event = either_api.rows("SELECT seq FROM audit_event WHERE kind = 'deployment_made' AND body LIKE :named", named=f"%{digest}%")[0]
    assert f"本市记录事件 {event['seq']}" in said
    assert f'href="/cases/{number}/replay"' in text
    assert f'data-diagram="/definitions/{digest}/diagram.bpmn"' in text
    assert auditor.client.get(f"/definitions/{digest}/diagram.bpmn").mimetype == "application/xml"
    assert "没有案件" not in said


def test_every_file_of_a_bundle_has_its_page_and_is_sent_byte_by_byte(either_api: ApiCity, number: str) -> None:
    files = {name: raw for name, raw in opened(bundle(either_api, number)).items() if name.startswith("definitions/")}
    auditor, seen = desk(either_api, "auditor"), set()
    for name, raw in files.items():
        digest = re.sub(r"\..*", "", name.removeprefix("definitions/"))
        page = words(auditor.get(f"/definitions/{digest}"))
        assert "文件与部署时一致" in page
        assert auditor.client.get(f"/definitions/{digest}/file").get_data() == raw
        seen |= {word for word in ("流程图", "表单", "决策表") if word in page}
    assert {"流程图", "表单", "决策表"} <= seen


def test_a_table_is_shown_rule_by_rule_and_a_form_field_by_field(either_api: ApiCity, number: str) -> None:
    auditor = desk(either_api, "auditor")
    found = {row["kind"]: row["digest"] for row in either_api.rows("SELECT kind, digest FROM definition ORDER BY key")}
    table = auditor.get(f"/definitions/{found['decision']}")
    assert re.search(r'<th class="number" scope="row">1</th>', table)
    assert "表单字段" in words(auditor.get(f"/definitions/{found['form']}"))


def test_a_file_that_was_changed_or_that_no_event_deployed_says_so(either_api: ApiCity, number: str) -> None:
    digest, auditor = of_the_letter(either_api, number), desk(either_api, "auditor")
    genuine = either_api.rows("SELECT content FROM resource WHERE digest = :digest", digest=digest)[0]["content"]
    with either_api.duban.database.write() as store:
        store.run("UPDATE resource SET content = :new WHERE digest = :digest", new=b"<other/>", digest=digest)
    assert "文件与部署时不一致" in words(auditor.get(f"/definitions/{digest}"))
    with either_api.duban.database.write() as store:
        store.run("DELETE FROM resource WHERE digest = :digest", digest=digest)
    assert "文件已不在库中" in words(auditor.get(f"/definitions/{digest}"))
    with either_api.duban.database.write() as store:
        store.run("INSERT INTO resource (digest, content) VALUES (:digest, :content)", digest=digest, content=bytes(genuine))
        store.run("INSERT INTO resource (digest, content) VALUES (:digest, :content)", digest="0" * 64, content=b"put in")
    assert "没有事件说明" in words(auditor.get(f"/definitions/{'0' * 64}"))
    with either_api.duban.database.write() as store:
        store.run("DELETE FROM resource WHERE digest = :digest", digest="0" * 64)


@pytest.mark.parametrize("who", ["hotline", "designer", "operator", "security"])
def test_nobody_but_an_auditor_reads_it(either_api: ApiCity, number: str, who: str) -> None:
    digest, client = of_the_letter(either_api, number), desk(either_api, who).client
    assert [client.get(f"/definitions/{digest}{end}").status_code for end in ("", "/file", "/diagram.bpmn")] == [403] * 3


def test_a_digest_of_nothing_is_not_found(either_api: ApiCity, number: str) -> None:
    auditor = desk(either_api, "auditor")
    assert [auditor.client.get(f"/definitions/{text}").status_code for text in ("f" * 64, "x", "F" * 64)] == [404] * 3
