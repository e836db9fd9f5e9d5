"""Rows of the commands that stop, restart and confirm deadlines, and of those about papers that came late or were entered late."""

from datetime import timedelta

from app.service.confirm_deadline import ConfirmDeadline
from app.service.resume_clock import ResumeClock
from app.service.suspend_clock import SuspendClock
from app.service.work import Command
from tests.builders.city import City
from tests.builders.review import case_at_review
from tests.service.rows.row import IN_UNIT, SEE_ALL, Row, row

CLOCK = {"handler-health", "handler-health-b", "hotline", "demo"}
"""Who stops a clock: who may complete the step, and the procedure's owner."""


def _stop(city: City) -> SuspendClock:
    case = case_at_review(city)
    return SuspendClock(case, city.task(case, "answer"), "an expert review")


def _restart(city: City) -> ResumeClock:
    stop = _stop(city)
    city.do(stop, "handler-health")
    city.at(timedelta(days=2))
    return ResumeClock(stop.case_key, stop.deadline_key, "the review is over")


def _provisional(city: City) -> ConfirmDeadline:
    case = case_at_review(city, length="60")  # 60 working days end in a year without a notice
    return ConfirmDeadline(case, city.task(case, "answer"), "the office has decided")


ROWS: dict[type[Command], Row] = {
    ConfirmDeadline: row(
        _provisional,
        "operator",
        "deadline_confirmed",
        "deadline_confirmed",
        {"deadline"},
        {"operator", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    ResumeClock: row(
        _restart,
        "handler-health",
        "deadline_resumed",
        "deadline_resumed deadline_light_changed timer_moved",
        {"deadline", "user_task", "task_candidate"},
        CLOCK,
        SEE_ALL | IN_UNIT,
    ),
    SuspendClock: row(
        _stop,
        "handler-health",
        "deadline_suspended",
        "deadline_suspended deadline_light_changed timer_moved",
        {"deadline", "user_task", "task_candidate"},
        CLOCK,
        SEE_ALL | IN_UNIT,
    ),
}
