"""Rows of the commands that stop, restart and confirm deadlines, and of those about papers that came late or were entered late."""

from datetime import timedelta

from app.service.add_document import AddDocument
from app.service.confirm_deadline import ConfirmDeadline
from app.service.file_late_remark import FileLateRemark
from app.service.put_reply_right import PutReplyRight
from app.service.record_receipt import RecordReceipt
from app.service.resume_clock import ResumeClock
from app.service.suspend_clock import SuspendClock
from app.service.work import Command
from tests.builders.city import MONDAY, City
from tests.builders.consultation import HEALTH, OBJECTS, case_at_asking
from tests.builders.review import case_at_review
from tests.service.rows.row import DOCUMENT, IN_UNIT, SEE_ALL, Row, row

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


def _receipt(city: City) -> RecordReceipt:
    case = case_at_review(city)
    proof = int(city.do(AddDocument(case, **DOCUMENT), "handler-health")["key"])
    city.at(timedelta(days=1))
    return RecordReceipt(case, MONDAY + timedelta(days=1), "it came by post", proof, city.task(case, "answer"))


def _to_put_right(city: City) -> PutReplyRight:
    """A case whose bureau stayed silent, though its reply was received the day before."""
    case = case_at_asking(city, HEALTH)
    task, proof = city.task(case, "say"), int(city.do(AddDocument(case, **DOCUMENT), "hotline")["key"])
    city.at(timedelta(days=8))
    city.door.fire_due(case)
    city.do(RecordReceipt(case, MONDAY + timedelta(days=7), "it lay at the gate", proof, task, OBJECTS), "hotline")
    return PutReplyRight(int(city.value("SELECT key FROM incident WHERE case_key = :case", case=case)), "as the bureau wrote", stands=True)


def _remark(city: City) -> FileLateRemark:
    case = case_at_review(city)
    task = city.task(case, "answer")
    city.at(timedelta(days=7, hours=9))  # half past five on the Monday after has passed
    city.door.fire_due(case)
    return FileLateRemark(task, "we would have objected")


ROWS: dict[type[Command], Row] = {
    ConfirmDeadline: row(
        _provisional,
        "operator",
        "deadline_confirmed",
        "deadline_confirmed",
        {"deadline", "notice"},
        {"operator", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    FileLateRemark: row(
        _remark,
        "handler-health",
        "late_remark_filed",
        "late_remark_filed",
        (),
        {"handler-health", "handler-health-b", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    PutReplyRight: row(
        _to_put_right,
        "operator",
        "reply_put_right",
        "reply_put_right variable_written incident_resolved",
        {"variable", "incident"},
        {"operator", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    RecordReceipt: row(
        _receipt,
        "hotline",
        "receipt_recorded",
        "receipt_recorded deadline_met timer_moved",
        {"deadline", "user_task", "task_candidate"},
        {"hotline", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    ResumeClock: row(
        _restart,
        "handler-health",
        "deadline_resumed",
        "deadline_resumed deadline_light_changed timer_moved",
        {"deadline", "user_task", "task_candidate", "notice"},
        CLOCK,
        SEE_ALL | IN_UNIT,
    ),
    SuspendClock: row(
        _stop,
        "handler-health",
        "deadline_suspended",
        "deadline_suspended deadline_light_changed timer_moved",
        {"deadline", "user_task", "task_candidate", "notice"},
        CLOCK,
        SEE_ALL | IN_UNIT,
    ),
}
