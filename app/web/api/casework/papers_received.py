"""Papers that were received before they are entered, and remarks that came too late."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.keys import case_key_of, read_key
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.allowed import may_add_to_case, may_operate
from app.queries.case_page import seen_case
from app.queries.task_page import task_page
from app.queries.who_enters import may_enter_receipts
from app.service.file_late_remark import FileLateRemark
from app.service.put_reply_right import PutReplyRight
from app.service.record_receipt import RecordReceipt
from app.service.resolve_incident import ResolveIncident
from app.web.api.casework import shapes
from app.web.api.casework.operation import Operation, asked, instant_of
from app.web.api.exchange import asker, carry_out, permitted
from app.web.surface import surface


def record_receipt(receiptNumber: str) -> Response:  # named as in the address
    key, door = _case_key(receiptNumber), surface().door
    command = permitted(lambda: _receipt(key), lambda: door.ask(may_enter_receipts, asker(), door.surroundings, key))
    return carry_out(command, _recorded)


def file_late_remark(receiptNumber: str) -> Response:  # named as in the address
    key = _case_key(receiptNumber)
    command = permitted(lambda: _remark(key), lambda: surface().door.ask(may_add_to_case, asker(), key))
    surface().door.ask(task_page, asker(), command.task_key)
    return carry_out(command, _recorded)


def _case_key(number: str) -> int:
    return surface().door.ask(seen_case, asker(), read_receipt_number(number)).key


def _receipt(case_key: int) -> RecordReceipt:
    given = asked(shapes.NewReceipt)
    element = None if given.element_instance_key is None else read_key(given.element_instance_key, "elementInstanceKey")
    at, proof = instant_of(given.received_at, "receivedAt"), read_key(given.document_id, "documentId")
    return RecordReceipt(case_key, at, given.reason, proof, element, given.answers)


def put_reply_right(receiptNumber: str) -> Response:  # named as in the address
    key, door = _case_key(receiptNumber), surface().door
    command = permitted(lambda: _correction(key), lambda: door.ask(may_operate, asker(), key))
    return carry_out(command, _recorded)


def _correction(case_key: int) -> PutReplyRight | ResolveIncident:
    given = asked(shapes.NewReplyCorrection)
    incident = read_key(given.incident_key, "incidentKey")
    if case_key_of(incident) != case_key:
        raise Rejection("bad_request", "Expected an incident of this case as incidentKey, but found %(found)s", found=incident)
    if given.unchanged:
        return ResolveIncident(incident, given.reason, unchanged=True)
    return PutReplyRight(incident, given.reason, given.stands)


def _remark(case_key: int) -> FileLateRemark:
    given = asked(shapes.NewLateRemark)
    task = read_key(given.user_task_key, "userTaskKey")
    if case_key_of(task) != case_key:
        raise Rejection("bad_request", "Expected a task of this case as userTaskKey, but found %(found)s", found=task)
    return FileLateRemark(task, given.text)


def _recorded(answer: Mapping[str, Any]) -> tuple[int, Any]:
    return 201, shapes.Recorded(seq=answer["seq"])


_CASE: Final = "/cases/{receiptNumber}"
OPERATIONS: Final = (
    Operation(
        "POST",
        f"{_CASE}/receipts",
        "recordReceipt",
        "Enter a paper that was received before",
        record_receipt,
        shapes.Recorded,
        201,
        asks=shapes.NewReceipt,
    ),
    Operation(
        "POST",
        f"{_CASE}/reply-corrections",
        "putReplyRight",
        "Put right what silence had left in the data, by the reply that is proven",
        put_reply_right,
        shapes.Recorded,
        201,
        asks=shapes.NewReplyCorrection,
    ),
    Operation(
        "POST",
        f"{_CASE}/late-remarks",
        "fileLateRemark",
        "File what came after silence had taken effect",
        file_late_remark,
        shapes.Recorded,
        201,
        asks=shapes.NewLateRemark,
    ),
)
