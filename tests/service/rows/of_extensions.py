"""Rows of the commands that ask for an extension of a deadline, and withdraw the request."""

from app.service.request_extension import RequestExtension
from app.service.withdraw_extension import WithdrawExtension
from app.service.work import Command
from tests.builders.city import City
from tests.builders.commission import ASKED, PROCESS, with_commissions
from tests.service.rows.row import IN_UNIT, SEE_ALL, Row, row

ASKERS = {"handler-health", "handler-health-b", "hotline", "demo"}
"""Who asks: who may complete the step, and the procedure's owner."""


def _ask(city: City) -> RequestExtension:
    return RequestExtension(with_commissions(city).start(PROCESS, topic="a leaking tap"), None, ASKED)


def _withdraw(city: City) -> WithdrawExtension:
    return WithdrawExtension(int(city.do(_ask(city), "handler-health")["key"]), "no longer needed")


ROWS: dict[type[Command], Row] = {
    RequestExtension: row(
        _ask,
        "handler-health",
        "extension_requested",
        "extension_requested process_instance_started variable_written deadline_started task_created notice_given",
        {"process_instance", "user_task", "task_candidate", "case_party", "subscription", "deadline", "variable", "notice"},
        ASKERS,
        SEE_ALL | IN_UNIT,
    ),
    WithdrawExtension: row(
        _withdraw,
        "handler-health",
        "extension_withdrawn",
        "extension_withdrawn message_correlated task_cancelled deadline_voided process_instance_completed",
        {"process_instance", "user_task", "task_candidate", "subscription", "deadline", "variable", "notice"},
        ASKERS,
        SEE_ALL | IN_UNIT | {"director"},
    ),
}
