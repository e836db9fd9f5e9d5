"""Decisions that leaders made on paper, entered by a secretary."""

from typing import Any, Final

from flask import Response

from app.audit.paper_decision import OnPaper
from app.domain.keys import case_key_of, read_key
from app.domain.receipt_number import read_receipt_number
from app.domain.task import task_unknown
from app.queries.case_page import seen_case
from app.queries.paper_decisions import may_enter_decision
from app.service.complete_task import CompleteTask
from app.web.api.casework import shapes
from app.web.api.casework.operation import Operation, asked, instant_of
from app.web.api.exchange import asker, carry_out, nothing, permitted
from app.web.surface import surface


def enter_paper_decision(receiptNumber: str, userTaskKey: str) -> Response:  # named as in the address
    door = surface().door
    key, task = door.ask(seen_case, asker(), read_receipt_number(receiptNumber)).key, read_key(userTaskKey, "userTaskKey")
    if case_key_of(task) != key:
        raise task_unknown(task)
    return carry_out(permitted(lambda: _command(task), lambda: door.ask(may_enter_decision, asker(), task)), nothing)


def _command(task: int) -> CompleteTask:
    given = asked(shapes.NewPaperDecision)
    said = OnPaper(given.leader, instant_of(given.decided_at, "decidedAt"), read_key(given.document_id, "documentId"))
    answers: dict[str, Any] = dict(given.variables)
    return CompleteTask(task, answers, only_visible=True, on_paper=said)


OPERATIONS: Final = (
    Operation(
        "POST",
        "/cases/{receiptNumber}/user-tasks/{userTaskKey}/paper-decision",
        "enterPaperDecision",
        "Enter a decision that a leader made on paper, with its scan",
        enter_paper_decision,
        None,
        204,
        asks=shapes.NewPaperDecision,
    ),
)
