"""Work that is taken away: whoever had it is told, and so is who had asked for more time; what was typed stays readable to who typed it."""

import json

import pytest

from app.domain.actor import Holding
from app.queries.draft import draft
from app.service.assign_task import AssignTask
from app.service.cancel_instance import CancelInstance
from app.service.change_roles import ChangeRoles
from app.service.correlate_message import CorrelateMessage
from app.service.disable_account import DisableAccount
from app.service.keep_draft import keep_draft
from app.service.release_task import ReleaseTask
from app.service.start_instance import StartInstance
from app.service.urge_tasks import UrgeTasks
from app.worker.return_tasks import return_tasks
from tests.audit.test_replay import recomputed
from tests.builders.city import City
from tests.execute.test_corrections import matter_files
from tests.service.test_taking_over import LETTER, deploy, looked_at, paper, taken


def at_handling(city: City) -> int:
    """Return a letter that a bureau handles, whose handler has the task and has typed something."""
    deploy(city, "citizen-letter")
    rows = paper("citizen-letter", "信 1", "handle", "2026-11-12", "2026-11-13", "handler-health", **LETTER)
    (case,) = taken(city, looked_at(city, rows))
    city.door.keep(keep_draft, city.task(case, "handle"), "handler-health", {"findings": "已派人查看"}, None)
    return case


def told(city: City, case: int, notice: str) -> list[tuple[str, list[str]]]:
    facts = [fact for event in city.events(case) for fact in json.loads(event["body"])["facts"]]
    return [(fact["elementId"], fact["to"]) for fact in facts if fact["fact"] == "notice_given" and fact["notice"] == notice]


@pytest.mark.parametrize("how", ["letter-withdrawn", "letter-recalled", "cancelled"])
def test_who_had_the_work_is_told_and_finds_what_he_had_typed(city: City, how: str) -> None:
    case = at_handling(city)
    task = city.task(case, "handle")
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=case)
    said = {"withdrawReason": "来信人撤回", "recallReason": "分错单位"}
    if how == "cancelled":
        city.do(CancelInstance(case, "登错了"), "operator")
    else:
        city.do(CorrelateMessage(case, how, number, said), "hotline")
    assert told(city, case, "taken-away") == [("handle", ["account:handler-health"])]
    kept = city.door.ask(draft, task, "handler-health")
    assert kept is not None
    assert kept.answers == {"findings": "已派人查看"}
    recomputed(city, case)


def test_a_reason_sent_by_a_program_is_the_reason_of_the_event(city: City) -> None:
    case = at_handling(city)
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=case)
    city.do(CorrelateMessage(case, "letter-withdrawn", number, {"withdrawReason": "来信人撤回"}), "hotline")
    content = city.value("SELECT content FROM event_content WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=str(case))
    assert json.loads(content)["input"]["reason"] == "来信人撤回"


def test_where_nobody_had_the_work_those_are_told_to_whom_it_was_offered(city: City) -> None:
    case = at_handling(city)
    city.do(ReleaseTask(city.task(case, "handle")), "handler-health")
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=case)
    city.do(CorrelateMessage(case, "letter-withdrawn", number, {"withdrawReason": "来信人撤回"}), "hotline")
    assert told(city, case, "taken-away") == []
    assert told(city, case, "offer-ended") == [("handle", ["group:handler@health-bureau"])]
    recomputed(city, case)


@pytest.mark.parametrize("alone", [True, False])
def test_who_ends_work_that_was_offered_to_the_own_group_is_not_told_of_it(city: City, alone: bool) -> None:
    city.do(ChangeRoles("operator", ((Holding("hotline"), "A"),)), "security")
    city.deploy(matter_files())
    case = int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 9}, by_form=True), "hotline")["key"])
    (element,) = city.open(case)
    if alone:
        city.do(DisableAccount("hotline"), "security")
    city.do(CancelInstance(case, "登错了"), "operator")
    assert told(city, case, "offer-ended") == ([] if alone else [(element, ["account:hotline"])])
    recomputed(city, case)


def test_work_of_somebody_disabled_in_a_secret_case_is_told_to_who_registered_it_and_to_nobody_beyond(city: City) -> None:
    city.deploy(matter_files(secret="=worth > 5"))
    case = int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 9}, by_form=True), "hotline")["key"])
    (element,) = city.open(case)
    task = city.task(case, element)
    city.do(AssignTask(task, "inspection"), "hotline")
    city.do(AssignTask(task, "handler-health", True, "归口办理"), "hotline")
    city.do(DisableAccount("handler-health"), "security")
    city.do(UrgeTasks(case, "请尽快", task), "inspection")
    assert told(city, case, "urged") == [(element, ["account:hotline", "account:inspection"])]
    assert return_tasks(city.door) == 1
    assert told(city, case, "with-nobody") == [(element, ["account:hotline"])]
    assert told(city, case, "given") == [(element, ["account:inspection"]), (element, ["account:handler-health"])]
    rows = city.rows(
        "SELECT DISTINCT kind, recipient FROM notice WHERE case_key = :case AND notice <> 'given' ORDER BY recipient", case=case
    )
    assert [(row["kind"], row["recipient"]) for row in rows] == [("account", "hotline"), ("account", "inspection")]
    recomputed(city, case)
