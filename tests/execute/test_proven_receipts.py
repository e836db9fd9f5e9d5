"""Received is not entered: a reply proven to have come in time, before and after silence took effect, and one that came too late."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.audit.replay import replay
from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.service.add_document import AddDocument
from app.service.complete_task import CompleteTask
from app.service.file_late_remark import FileLateRemark
from app.service.issue_paper import IssuePaper
from app.service.record_receipt import RecordReceipt
from app.service.resolve_incident import ResolveIncident
from tests.builders.city import MONDAY, City
from tests.builders.review import case_at_review
from tests.domain.city_time import at
from tests.service.rows import ROWS
from tests.service.rows.row import DOCUMENT

DUE = at("2026-11-23 17:30")
"""Five working days after Monday 16 November, close of business."""

AFTER = at("2026-11-24 09:00")


def case_with_proof(city: City) -> tuple[int, int, int]:
    """Return a case at the bureau, the key of the bureau's task and that of a scan."""
    case = case_at_review(city)
    return case, city.task(case, "answer"), int(city.do(AddDocument(case, **DOCUMENT), "hotline")["key"])


def prove(city: City, case: int, task: int | None, proof: int, received: datetime, who: str = "hotline") -> None:
    city.do(RecordReceipt(case, received, "it lay at the gate", proof, task), who)


def last(city: City, case: int) -> dict[str, Any]:
    return city.events(case)[-1]


def facts(event: dict[str, Any]) -> list[dict[str, Any]]:
    return json.loads(event["body"])["facts"]


def is_computed_again(city: City, case: int) -> bool:
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert found.verdict == "verified", found
    return True


def test_a_reply_proven_before_the_silence_undoes_it_by_an_event_of_its_own(city: City) -> None:
    case, task, proof = case_with_proof(city)
    city.at(AFTER)
    city.door.fire_due(case)
    assert city.open(case) == ["deemed"]
    received = at("2026-11-23 17:29")
    prove(city, case, task, proof, received)
    event = last(city, case)
    assert (event["kind"], event["command"], event["actor"]) == ("receipt_recorded", "record_receipt", "hotline")
    assert (event["effective_at"], event["recorded_at"]) == (instant_text(received), instant_text(AFTER))
    kinds = [fact["fact"] for fact in facts(event)]
    assert kinds == ["receipt_recorded", "deadline_met", "incident_opened", "notice_given", "notice_given"]
    assert facts(event)[1]["undoesLapseAt"] == instant_text(DUE)
    assert city.value("SELECT state FROM deadline WHERE key = :key", key=task) == "met"
    assert city.open(case) == ["deemed"]  # where the case goes from here, the operator says
    assert is_computed_again(city, case)


def test_both_sides_are_told_of_the_silence_and_of_its_undoing(city: City) -> None:
    case, task, proof = case_with_proof(city)
    city.at(AFTER)
    city.door.fire_due(case)
    prove(city, case, task, proof, at("2026-11-23 16:00"))
    told = city.rows("SELECT notice, kind, recipient FROM notice WHERE case_key = :case ORDER BY key", case=case)
    both = [("group", "handler@health-bureau"), ("group", "hotline"), ("public", "")]
    assert [(one["kind"], one["recipient"]) for one in told if one["notice"] == "silence"] == both
    assert [(one["kind"], one["recipient"]) for one in told if one["notice"] == "undone"] == both
    assert [(one["kind"], one["recipient"]) for one in told if one["notice"] == "incident"] == [("group", "operator")]


def test_the_operator_closes_the_incident_and_the_case_is_still_computed_again(city: City) -> None:
    case, task, proof = case_with_proof(city)
    city.at(AFTER)
    city.door.fire_due(case)
    prove(city, case, None, proof, at("2026-11-23 16:00"))
    row = city.rows("SELECT key, kind, element_id, state FROM incident WHERE case_key = :case", case=case)[0]
    assert (row["kind"], row["element_id"], row["state"]) == ("reply_proven", "answer", "ACTIVE")
    city.do(ResolveIncident(row["key"], "the case was moved", unchanged=True), "operator")
    assert city.value("SELECT state FROM incident WHERE key = :key", key=row["key"]) == "RESOLVED"
    assert is_computed_again(city, case)
    with pytest.raises(Rejection) as refused:
        city.do(CompleteTask(task), "handler-health")
    assert refused.value.code == "task_cancelled"  # no longer "silence took effect"


def test_a_reply_entered_before_the_deadline_meets_it_and_silence_never_comes(city: City) -> None:
    case, task, proof = case_with_proof(city)
    city.at(at("2026-11-20 10:00"))
    prove(city, case, task, proof, at("2026-11-19 15:00"))
    assert city.value("SELECT state FROM deadline WHERE key = :key", key=task) == "met"
    city.at(AFTER)
    assert city.door.fire_due(case) == 0
    city.do(CompleteTask(task), "handler-health")
    assert city.open(case) == ["told"]
    assert is_computed_again(city, case)


def test_a_missed_deadline_without_silence_becomes_met_and_its_red_void(city: City) -> None:
    case = case_at_review(city, deadline__silence="")
    task, proof = city.task(case, "answer"), int(city.do(AddDocument(case, **DOCUMENT), "hotline")["key"])
    city.at(AFTER)
    city.door.fire_due(case)
    assert city.value("SELECT state FROM deadline WHERE key = :key", key=task) == "missed"
    prove(city, case, task, proof, at("2026-11-23 17:29"))
    assert facts(last(city, case))[1]["undoesMissAt"] == instant_text(DUE)
    assert city.value("SELECT state FROM deadline WHERE key = :key", key=task) == "met"
    assert is_computed_again(city, case)


@pytest.mark.parametrize(
    ("received", "who", "code"),
    [
        ("2026-11-23 17:30", "hotline", "too_late"),  # the very instant is late
        ("2026-11-24 08:59", "hotline", "too_late"),
        ("2026-11-24 09:01", "hotline", "bad_request"),  # has not come
        ("2026-11-16 17:00", "hotline", "bad_request"),  # the 6th working day before: the 5th is Tuesday the 17th
        ("2026-11-23 16:00", "handler-health", "forbidden"),
        ("2026-11-23 16:00", "party", "not_found"),
    ],
)
def test_a_receipt_that_cannot_count_is_refused_and_nothing_changes(sqlite_city: City, received: str, who: str, code: str) -> None:
    city = sqlite_city
    case, task, proof = case_with_proof(city)
    city.at(AFTER)
    city.door.fire_due(case)
    city.actor(who)
    before = city.dump()
    with pytest.raises(Rejection) as refused:
        prove(city, case, task, proof, at(received), who)
    assert refused.value.code == code
    assert city.dump() == before


def test_the_first_of_the_five_working_days_still_counts(sqlite_city: City) -> None:
    case, task, proof = case_with_proof(sqlite_city)
    sqlite_city.at(AFTER)
    sqlite_city.door.fire_due(case)
    prove(sqlite_city, case, task, proof, at("2026-11-17 00:00"))
    assert last(sqlite_city, case)["effective_at"] == instant_text(at("2026-11-17 00:00"))


def test_a_receipt_needs_a_reason_and_a_document_of_this_case(sqlite_city: City) -> None:
    city = sqlite_city
    case, task, proof = case_with_proof(city)
    other = case_at_review(city)
    now = MONDAY + timedelta(hours=1)
    city.at(now)
    for command in (
        RecordReceipt(case, now, " ", proof, task),
        RecordReceipt(case, now, "by post", proof + 1, task),
        RecordReceipt(other, now, "by post", proof, city.task(other, "answer")),
    ):
        with pytest.raises(Rejection) as refused:
            city.do(command, "hotline")
        assert refused.value.code == "bad_request"


def test_what_comes_late_is_filed_as_a_remark_without_effect(city: City) -> None:
    case, task, _ = case_with_proof(city)
    city.at(DUE)  # no worker has run
    with pytest.raises(Rejection) as refused:
        city.do(CompleteTask(task), "handler-health")
    assert (refused.value.code, refused.value.facts["article"]) == ("deadline_lapsed", "34")
    snapshot = city.value("SELECT snapshot FROM case_state WHERE case_key = :case", case=case)
    city.do(FileLateRemark(task, "we would have objected", {"said": "no"}), "handler-health-b")
    assert last(city, case)["kind"] == "late_remark_filed"
    assert bytes(city.value("SELECT snapshot FROM case_state WHERE case_key = :case", case=case)) == bytes(snapshot)
    assert "objected" not in last(city, case)["body"]
    assert city.open(case) == ["deemed"]
    assert is_computed_again(city, case)


def test_a_remark_on_a_task_that_did_not_lapse_is_refused(sqlite_city: City) -> None:
    case, task, _ = case_with_proof(sqlite_city)
    with pytest.raises(Rejection) as refused:
        sqlite_city.do(FileLateRemark(task, "too early"), "handler-health")
    assert refused.value.code == "state_forbids"
    assert sqlite_city.open(case) == ["answer"]


def test_no_paper_goes_out_while_the_case_may_say_that_an_undone_silence_counts(sqlite_city: City) -> None:
    city = sqlite_city
    issue = ROWS[IssuePaper].make(city)
    case = issue.case_key
    row = city.rows("SELECT key, process_id, definition_key FROM process_instance WHERE key = :case", case=case)[0]
    said = {"k": case + 9, "case": case, "process": row["process_id"], "definition": row["definition_key"]}
    with city.database.write() as store:
        store.run(
            "INSERT INTO incident (key, case_key, process_instance_key, process_id, definition_key, element_id, element_instance_key, kind,"
            " cause, detail, state, created_at) VALUES (:k, :case, :case, :process, :definition, 'answer', :k, 'reply_proven', '', '{}',"
            " 'ACTIVE', '2026-11-24T01:00:00.000000Z')",
            **said,
        )
    before = city.dump()
    with pytest.raises(Rejection) as refused:
        city.do(issue, ROWS[IssuePaper].who)
    assert refused.value.code == "state_forbids"
    assert "answer" in str(refused.value)
    assert city.dump() == before
    with city.database.write() as store:
        store.run("UPDATE incident SET state = 'RESOLVED' WHERE key = :k", k=said["k"])
    city.do(issue, ROWS[IssuePaper].who)
