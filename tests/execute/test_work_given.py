"""Work that comes to somebody by another's hand is told: where it is given to somebody, and where it is sent back to be done again."""

from app.queries.history import history
from app.service.assign_task import AssignTask
from app.service.disable_account import DisableAccount
from app.service.send_back_task import SendBackTask
from app.web.pages.given_words import given_words
from tests.audit.test_replay import recomputed
from tests.builders.city import City
from tests.execute.test_work_taken_away import told
from tests.service.rows import case_at_handle

A, B, HEAD = "handler-health", "handler-health-b", "head-health"


def lines(city: City, case: int) -> list[str]:
    """Return what the history says of who was told, in the order of its events."""
    found = [given_words(event.facts, lambda fact: str(fact["elementId"]), ", ".join) for event in city.door.ask(history, case)]
    return [str(one.template % dict(one.facts)) for line in found for one in line]


def test_who_is_given_a_task_by_somebody_else_is_told_and_who_takes_one_is_not(city: City) -> None:
    case = case_at_handle(city)
    task = city.task(case, "handle")
    city.do(AssignTask(task, A), A)
    assert told(city, case, "given") == []
    city.do(AssignTask(task, B, True, "调离"), HEAD)
    assert told(city, case, "given") == [("handle", [f"account:{B}"])]
    assert lines(city, case) == [f"told to whom handle was given: {B}"]
    recomputed(city, case)


def test_who_gets_a_step_back_is_told_by_name_and_the_group_where_that_one_is_gone(city: City) -> None:
    case = case_at_handle(city)
    city.do(SendBackTask(city.task(case, "handle"), "take", "门牌号不对"), A)
    assert told(city, case, "sent-back") == [("take", ["account:hotline"])]
    assert lines(city, case) == ["told to whom take comes back: hotline"]
    other = case_at_handle(city)
    city.do(DisableAccount("hotline"), "security")
    city.do(SendBackTask(city.task(other, "handle"), "take", "门牌号不对"), A)
    assert told(city, other, "sent-back") == [("take", ["group:hotline"])]
    recomputed(city, other)
