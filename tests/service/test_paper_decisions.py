"""A decision that a leader made on paper, entered by a secretary: marked so everywhere, checked against both, and refused in words."""

import json
from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.audit.paper_decision import OnPaper
from app.audit.paper_notes import with_entered_decisions
from app.audit.replay import replay
from app.domain.actor import Holding
from app.domain.paper import LOCKED
from app.domain.rejection import Rejection
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.register_account import RegisterAccount
from tests.builders.city import MONDAY, PASSWORD_HASH, ZONE, City
from tests.builders.ruling import files, put_before, scanned
from tests.service.rows.row import DOCUMENT

HOUR = timedelta(hours=1)


@pytest.fixture
def ruled(city: City) -> City:
    city.deploy(files())
    return city


def entry(city: City, case: int, leader: str = "mayor-deputy", **answers: str) -> CompleteTask:
    """Return what a secretary enters an hour after the leader decided."""
    city.at(2 * HOUR)
    said = OnPaper(leader, MONDAY + HOUR, scanned(city, case))
    return CompleteTask(city.task(case, "approve"), answers or {"ruling": "yes"}, on_paper=said)


def test_the_record_names_who_entered_it_for_whom_and_the_scan(ruled: City) -> None:
    case = put_before(ruled)
    command = entry(ruled, case)
    ruled.do(command, "secretary")
    event = ruled.events(case)[-1]
    assert (event["kind"], event["actor"], event["acting_for"]) == ("task_completed", "secretary", "mayor-deputy")
    facts = json.loads(event["body"])["facts"]
    assert [fact["fact"] for fact in facts[:3]] == ["paper_decision_entered", "task_assigned", "task_completed"]
    assert command.on_paper is not None
    assert facts[0]["leader"] == "mayor-deputy"
    assert facts[0]["decidedAt"] == "2026-11-16T02:00:00.000000Z"
    assert int(facts[0]["documentKey"]) == command.on_paper.document_key
    (row,) = ruled.rows("SELECT * FROM user_task WHERE key = :key", key=command.task_key)
    assert (row["completed_by"], row["acting_for"], row["assignee"]) == ("secretary", "mayor-deputy", "mayor-deputy")
    assert (row["decided_on_paper_at"], row["scan_key"]) == (facts[0]["decidedAt"], command.on_paper.document_key)


def test_it_counts_from_its_entry_and_replays(ruled: City) -> None:
    case = put_before(ruled)
    ruled.do(entry(ruled, case), "secretary")
    event = ruled.events(case)[-1]
    assert event["effective_at"] == event["recorded_at"] == "2026-11-16T03:00:00.000000Z"
    with ruled.database.read() as store:
        assert replay(store, ruled.surroundings, case).verdict == "verified"


@pytest.mark.parametrize("proposer", ["secretary", "mayor-deputy"])
def test_four_eyes_are_asked_of_both(ruled: City, proposer: str) -> None:
    second = ((Holding("deputy-mayor"), "B"),)  # without whom the leader could not propose
    ruled.do(RegisterAccount("second", "何平", PASSWORD_HASH, second), "system")
    case = put_before(ruled, proposer)
    with pytest.raises(Rejection) as refused:
        ruled.do(entry(ruled, case), "secretary")
    assert refused.value.code == "four_eyes"


def test_what_the_leader_has_in_hand_already_is_not_assigned_again(ruled: City) -> None:
    case = put_before(ruled)
    ruled.do(AssignTask(ruled.task(case, "approve"), "mayor-deputy"), "mayor-deputy")
    ruled.do(entry(ruled, case), "secretary")
    facts = json.loads(ruled.events(case)[-1]["body"])["facts"]
    assert "task_assigned" not in {fact["fact"] for fact in facts}


@pytest.mark.parametrize(
    ("who", "code"),
    [("handler-health", "forbidden"), ("mayor-deputy", "forbidden"), ("director", "not_found"), ("auditor", "forbidden")],
)
def test_nobody_but_a_secretary_enters_decisions(ruled: City, who: str, code: str) -> None:
    case = put_before(ruled)
    command = entry(ruled, case)
    before = ruled.dump()
    with pytest.raises(Rejection) as refused:
        ruled.do(command, who)
    assert refused.value.code == code
    assert ruled.dump() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"leader": "party"}, "leader"),
        ({"leader": "nobody"}, "leader"),
        ({"leader": "handler-health"}, "leader"),
        ({"decided_at": MONDAY + 3 * HOUR}, "decidedAt"),
        ({"decided_at": MONDAY - HOUR}, "decidedAt"),
        ({"document_key": 1}, "documentId"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(ruled: City, changes: dict[str, object], field: str) -> None:
    case = put_before(ruled)
    command = entry(ruled, case)
    assert command.on_paper is not None
    before = ruled.dump()
    with pytest.raises(Rejection) as refused:
        ruled.do(replace(command, on_paper=replace(command.on_paper, **changes)), "secretary")  # type: ignore[arg-type]
    assert refused.value.code == "bad_request"
    assert list(refused.value.field_errors) == [field]
    assert ruled.dump() == before


def test_a_scan_of_another_case_is_no_scan_of_this_one(ruled: City) -> None:
    case, other = put_before(ruled), put_before(ruled)
    command = entry(ruled, case)
    assert command.on_paper is not None
    with pytest.raises(Rejection) as refused:
        ruled.do(replace(command, on_paper=replace(command.on_paper, document_key=scanned(ruled, other))), "secretary")
    assert list(refused.value.field_errors) == ["documentId"]


def test_the_answers_are_checked_as_the_leaders_own(ruled: City) -> None:
    case = put_before(ruled)
    with pytest.raises(Rejection) as refused:
        ruled.do(entry(ruled, case, ruling="no"), "secretary")
    assert list(refused.value.field_errors) == ["why"]


def test_a_decision_is_entered_once(ruled: City) -> None:
    case = put_before(ruled)
    command = entry(ruled, case)
    ruled.do(command, "secretary")
    with pytest.raises(Rejection) as refused:
        ruled.do(command, "secretary")
    assert refused.value.code == "task_completed"


def test_a_secret_case_is_not_shown_to_a_secretary_whom_it_does_not_name(ruled: City) -> None:
    case = put_before(ruled)
    command = entry(ruled, case)
    with ruled.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :case", case=case)
        store.run("DELETE FROM case_party WHERE case_key = :case AND name = 'secretary'", case=case)
    with pytest.raises(Rejection) as refused:
        ruled.do(command, "secretary")
    assert refused.value.code == "not_found"


def test_papers_by_which_others_learn_of_it_say_so_and_nobody_edits_that_away(ruled: City) -> None:
    case = put_before(ruled)
    ruled.do(entry(ruled, case), "secretary")
    with ruled.database.read() as store:
        made = {kind: with_entered_decisions(store, case, {"kind": kind, "blocks": []}, [], ZONE) for kind in ("decision", "receipt")}
    assert made["receipt"]["blocks"] == []
    (note,) = made["decision"]["blocks"]
    assert note["type"] in LOCKED
    assert "“领导审批”" in note["text"][0]
    assert "2026年11月16日" in note["text"][0]
    names = {row["name"]: row["display_name"] for row in ruled.rows("SELECT name, display_name FROM account")}
    assert f"{names['mayor-deputy']}于" in note["text"][0]
    assert names["secretary"] not in note["text"][0]
    assert DOCUMENT["digest"][:16] not in note["text"][0]
