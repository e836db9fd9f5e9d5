"""Urging what is open in a case, and answering."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.keys import read_key
from app.domain.receipt_number import read_receipt_number
from app.queries.allowed import may_answer, may_urge_case
from app.queries.case_page import seen_case
from app.queries.urgings import urgings_of_case
from app.service.answer_urging import AnswerUrging
from app.service.urge_tasks import UrgeTasks
from app.web.access import note_read
from app.web.api.casework import shapes, urging_shapes
from app.web.api.casework.operation import LIST, Operation, asked, cut
from app.web.api.exchange import asker, carry_out, permitted
from app.web.surface import surface


def get_urgings(receiptNumber: str) -> urging_shapes.UrgingList:  # named as in the address
    key = _case_key(receiptNumber)
    note_read("urgings", cases={key})
    rows, page = cut(list(surface().door.ask(urgings_of_case, key)), lambda row: str(row["key"]))
    return urging_shapes.UrgingList(items=[_urging(row) for row in rows], page=page)


def urge(receiptNumber: str) -> Response:  # named as in the address
    key = _case_key(receiptNumber)
    command = permitted(lambda: _asked(key), lambda: surface().door.ask(may_urge_case, asker(), key))
    return carry_out(command, lambda answer: (201, urging_shapes.Urged(urging_keys=[str(one) for one in answer["keys"]])))


def answer_urging(receiptNumber: str, urgingKey: str) -> Response:  # named as in the address
    key, urging = _case_key(receiptNumber), read_key(urgingKey, "urgingKey")
    given = permitted(lambda: asked(urging_shapes.UrgingAnswer), lambda: surface().door.ask(may_answer, asker(), key, urging))
    return carry_out(AnswerUrging(key, urging, given.text), lambda answer: (201, shapes.Created(key=str(answer["key"]))))


def _case_key(number: str) -> int:
    return surface().door.ask(seen_case, asker(), read_receipt_number(number)).key


def _asked(case_key: int) -> UrgeTasks:
    given = asked(urging_shapes.NewUrging)
    task = None if given.user_task_key is None else read_key(given.user_task_key, "userTaskKey")
    return UrgeTasks(case_key, given.reason, task)


def _urging(row: Mapping[str, Any]) -> urging_shapes.Urging:
    return urging_shapes.Urging(
        urging_key=str(row["key"]),
        user_task_key=str(row["task_key"]),
        element_id=row["element_id"],
        reason=row["reason"],
        urged_by=row["urged_by"],
        urged_at=row["urged_at"],
        answer=row["answer"],
        answered_by=row["answered_by"],
        answered_for=row["answered_for"],
        answered_at=row["answered_at"],
    )


_PATH: Final = "/cases/{receiptNumber}/urgings"
OPERATIONS: Final = (
    Operation("GET", _PATH, "getUrgings", "The urgings of a case, oldest first", get_urgings, urging_shapes.UrgingList, parameters=LIST),
    Operation(
        "POST", _PATH, "urge", "Urge one task, or all that are open in a case", urge, urging_shapes.Urged, 201, asks=urging_shapes.NewUrging
    ),
    Operation(
        "POST",
        f"{_PATH}/{{urgingKey}}/answer",
        "answerUrging",
        "Answer an urging, as the holder or the head of the unit",
        answer_urging,
        shapes.Created,
        201,
        asks=urging_shapes.UrgingAnswer,
    ),
)
