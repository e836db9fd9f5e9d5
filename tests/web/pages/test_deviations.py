"""Deviations from the diagram: each sort is found, leads to the replay at its event, and goes along as a file."""

import csv
import io
import re
from datetime import timedelta

import pytest

from app.queries.account import actor_of
from app.queries.deviations import BACKDATED, DEVIATIONS, IN_COURSE, SAID, sort_of
from app.service.start_instance import StartInstance
from app.web.pages.event_words import KINDS
from app.web.presentation.statistics_words import SORTS
from tests.audit.test_facts_document import section
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words

HREF = re.compile(r'href="([^"]+)" data-row-link')
ADDRESS = "/statistics/deviations"


@pytest.fixture(scope="module")
def letter(either_api: ApiCity) -> str:
    """Number of a letter that was assigned, and whose assignment was then withdrawn."""
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    task = either_api.task(key)
    either_api.post(f"/v2/user-tasks/{task}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    answer = desk(either_api, "hotline").send(f"/tasks/{task}/withdrawal", reason="单位选错了")
    assert answer.status_code == 303
    return either_api.number(key)


@pytest.fixture
def supervisor(either_api: ApiCity) -> Desk:
    return desk(either_api, "inspection")


def test_each_kind_of_event_of_a_case_is_judged() -> None:
    listed = {kind for kinds in DEVIATIONS.values() for kind in kinds}
    city = {kind for kind in section("Kinds of event") - listed - IN_COURSE if kind in KINDS}
    assert city == {
        "account_disabled", "account_enabled", "account_registered", "account_unlocked", "calendar_year_entered", "deadlines_released",
        "definition_retired",
        "deployment_made",
        "filter_dropped", "filter_saved", "leave_ended", "leave_entered", "mail_address_set", "office_registered", "paper_sheet_added",
        "password_changed", "people_imported", "post_changed", "post_registered", "roles_changed", "sample_drawn", "sessions_ended",
        "token_created",
        "token_revoked", "unit_registered", "word_template_replaced",
    }  # fmt: skip
    assert listed - SAID - {BACKDATED} <= set(KINDS)
    assert not listed & IN_COURSE
    assert set(SORTS) == set(DEVIATIONS)


def test_a_withdrawal_leads_to_the_replay_at_its_event(letter: str, supervisor: Desk) -> None:
    text = supervisor.get(ADDRESS)
    assert HREF.findall(text) == [f"/cases/{letter}/replay?event=3"]
    assert re.search(r"撤回提交[^ ]* 1 1 ", words(text))
    assert "单位选错了" not in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("sort=withdrawn", True),
        ("sort=moved", False),
        ("sort=paper", False),
        ("process=citizen-letter", True),
        ("process=nothing", False),
        ("unit=fire-brigade", False),
        ("from=2026-11-24&to=2026-11-24", True),
        ("from=2026-11-25", False),
        ("to=2026-11-23", False),
    ],
)
def test_deviations_are_found_by_each_condition(letter: str, supervisor: Desk, asked: str, found: bool) -> None:
    text = supervisor.get(f"{ADDRESS}?{asked}")
    assert (f"/cases/{letter}/replay" in text) is found
    assert ("没有偏离流程图的事项" in text) is not found


@pytest.mark.parametrize("asked", ["sort=none", "from=yesterday", "after=x", "unit=a&unit=b"])
def test_what_is_no_condition_is_refused(supervisor: Desk, asked: str) -> None:
    supervisor.get(f"{ADDRESS}?{asked}", 400)


def test_a_look_is_noted(either_api: ApiCity, letter: str, supervisor: Desk) -> None:
    for address in (ADDRESS, f"{ADDRESS}.csv"):
        supervisor.get(address)
        last = either_api.rows("SELECT actor, body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
        assert (last["actor"], '"what":"deviations"' in last["body"]) == ("inspection", True)


@pytest.mark.parametrize("account", ["hotline", "operator", "designer", "security"])
def test_nobody_else_sees_them(either_api: ApiCity, account: str) -> None:
    for address in (ADDRESS, f"{ADDRESS}.csv", f"{ADDRESS}.xlsx"):
        desk(either_api, account).get(address, 403)


def test_a_file_says_the_same(letter: str, supervisor: Desk) -> None:
    rows = list(csv.reader(io.StringIO(supervisor.get(f"{ADDRESS}.csv").lstrip("\ufeff"))))
    assert [row[:4] for row in rows[1:]] == [[letter, "3", "2026-11-24 10:42:00", "2026-11-24 10:42:00"]]
    assert rows[1][7] == "hotline"


def test_those_of_a_secret_case_are_seen_by_the_auditor_alone_and_in_no_file(either_api: ApiCity, supervisor: Desk) -> None:
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    either_api.post(f"/v2/process-instances/{key}/cancellation", None, 204, who="operator")
    number, auditor = either_api.number(key), desk(either_api, "auditor")
    assert number in supervisor.get(f"{ADDRESS}?sort=cancelled")
    with either_api.duban.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :key", key=int(key))
    assert number in auditor.get(f"{ADDRESS}?sort=cancelled")
    assert number not in auditor.get(f"{ADDRESS}.csv?sort=cancelled")
    text = supervisor.get(ADDRESS)
    assert number not in text
    assert "sort=cancelled" not in text


def test_what_has_no_kind_of_its_own_is_told_by_what_its_event_says() -> None:
    assert sort_of("task_completed", '{"facts":[{"elementId":"x","fact":"deadline_moved"}]}') == "moved"
    assert sort_of("task_completed", '{"facts":[{"fact":"paper_decision_entered"}]}') == "paper"
    assert sort_of("task_completed", '{"facts":[{"fact":"task_completed"}]}') == ""
    assert sort_of("task_returned", '{"facts":[]}') == "sent-back"


@pytest.mark.parametrize("fact", sorted(SAID))
def test_it_is_found_by_its_own_index(either_api: ApiCity, fact: str) -> None:
    store_is_sqlite = either_api.duban.door.ask(lambda store: store.is_sqlite)
    looks = "instr" if store_is_sqlite else "strpos"
    explain = "EXPLAIN QUERY PLAN" if store_is_sqlite else "EXPLAIN"
    sql = f'{explain} SELECT seq FROM audit_event e WHERE {looks}(e.body, \'"fact":"{fact}"\') > 0 ORDER BY effective_at DESC LIMIT 9'
    with either_api.duban.database.write() as store:
        if not store.is_sqlite:
            store.run("SET LOCAL enable_seqscan = off")
        assert "audit_event_off_course" in str([dict(row) for row in store.all(sql)])


def test_a_case_entered_with_an_earlier_receipt_is_one_and_the_replay_says_so(either_api: ApiCity, supervisor: Desk) -> None:
    """Its deadlines began before anybody of the city had it on the record: issue 5, "back-dated receipt"."""
    door = either_api.duban.door
    hotline = door.ask(actor_of, "hotline")
    assert hotline is not None
    entered = StartInstance("citizen-letter", variables=LETTER, received_at=door.now() - timedelta(hours=3))
    number = either_api.number(str(door.execute(entered, hotline).answer["key"]))
    same_day = either_api.number(either_api.start("citizen-letter", who="hotline", **LETTER))
    text = supervisor.get(f"{ADDRESS}?sort=receipt")
    assert HREF.findall(text) == [f"/cases/{number}/replay?event=1"]
    assert "人工干预" in words(desk(either_api, "auditor").get(f"/cases/{number}/replay?event=1"))
    assert "人工干预" not in words(desk(either_api, "auditor").get(f"/cases/{same_day}/replay?event=1"))
