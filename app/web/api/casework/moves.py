"""The moves around a task: delegating, handing back, sending back, withdrawing."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.keys import case_key_of, read_key
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.allowed import may_add_to_case, may_correct_case
from app.queries.case_page import seen_case
from app.service.correct_answers import CorrectAnswers
from app.service.delegate_task import DelegateTask
from app.service.hand_back_task import HandBackTask
from app.service.send_back_task import SendBackTask
from app.service.withdraw_completion import WithdrawCompletion
from app.service.work import Command
from app.web.api.casework import move_shapes, shapes
from app.web.api.casework.operation import Operation, asked
from app.web.api.exchange import asker, carry_out, permitted
from app.web.surface import surface


def delegate(receiptNumber: str) -> Response:  # named as in the address
    def read(case_key: int) -> Command:
        given = asked(move_shapes.NewDelegation)
        return DelegateTask(_task(case_key, given.user_task_key), given.assignee, given.reason)

    return _moved(receiptNumber, read)


def hand_back(receiptNumber: str, userTaskKey: str) -> Response:  # named as in the address
    def read(case_key: int) -> Command:
        given = asked(move_shapes.HandedBack)
        return HandBackTask(_task(case_key, userTaskKey), given.answers, given.note)

    return _moved(receiptNumber, read)


def send_back(receiptNumber: str) -> Response:  # named as in the address
    def read(case_key: int) -> Command:
        given = asked(move_shapes.NewReturn)
        return SendBackTask(_task(case_key, given.user_task_key), given.element_id, given.reason)

    return _moved(receiptNumber, read)


def withdraw(receiptNumber: str) -> Response:  # named as in the address
    def read(case_key: int) -> Command:
        given = asked(move_shapes.NewWithdrawal)
        return WithdrawCompletion(_task(case_key, given.user_task_key), given.reason)

    return _moved(receiptNumber, read)


def correct(receiptNumber: str) -> Response:  # named as in the address
    key = surface().door.ask(seen_case, asker(), read_receipt_number(receiptNumber)).key

    def read() -> Command:
        given = asked(move_shapes.NewCorrection)
        task = None if given.user_task_key is None else _task(key, given.user_task_key)
        item = None if given.item_key is None else _task(key, given.item_key, "itemKey")
        return CorrectAnswers(key, given.reason, task, given.answers, (), item)

    command = permitted(read, lambda: surface().door.ask(may_correct_case, asker(), key))
    return carry_out(command, lambda answer: (201, shapes.Recorded(seq=answer["seq"])))


def _moved(number: str, read: Any) -> Response:
    """Carry out what is read of the body; who may not change the case is told that whatever the body says."""
    key = surface().door.ask(seen_case, asker(), read_receipt_number(number)).key
    command = permitted(lambda: read(key), lambda: surface().door.ask(may_add_to_case, asker(), key))
    return carry_out(command, _seq)


def _task(case_key: int, text: str, name: str = "userTaskKey") -> int:
    task = read_key(text, name)
    if case_key_of(task) != case_key:
        raise Rejection("bad_request", "Expected a part of this case as %(name)s, but found %(found)s", name=name, found=task)
    return task


def _seq(answer: Mapping[str, Any]) -> tuple[int, Any]:
    return 200, shapes.Recorded(seq=answer["seq"])


_CASE: Final = "/cases/{receiptNumber}"
OPERATIONS: Final = (
    Operation(
        "POST",
        f"{_CASE}/delegations",
        "delegateTask",
        "Have somebody else work on a task that comes back to be completed",
        delegate,
        shapes.Recorded,
        asks=move_shapes.NewDelegation,
    ),
    Operation(
        "POST",
        f"{_CASE}/delegations/{{userTaskKey}}/return",
        "handBackTask",
        "Hand a delegated task back",
        hand_back,
        shapes.Recorded,
        asks=move_shapes.HandedBack,
    ),
    Operation(
        "POST",
        f"{_CASE}/returns",
        "sendBackTask",
        "Send a step back to an earlier one",
        send_back,
        shapes.Recorded,
        asks=move_shapes.NewReturn,
    ),
    Operation(
        "POST",
        f"{_CASE}/corrections",
        "correctAnswers",
        "Put right what was registered or entered wrongly",
        correct,
        shapes.Recorded,
        201,
        asks=move_shapes.NewCorrection,
    ),
    Operation(
        "POST",
        f"{_CASE}/withdrawals",
        "withdrawCompletion",
        "Withdraw one's own submission",
        withdraw,
        shapes.Recorded,
        asks=move_shapes.NewWithdrawal,
    ),
)
