"""Requests to extend a deadline of a case."""

from typing import Any, Final

from flask import Response

from app.domain.keys import case_key_of, read_key
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.case_page import seen_case
from app.queries.clock_rights import may_stop_a_clock
from app.queries.extension_requests import ExtensionRequest, extension_requests
from app.service.request_extension import RequestExtension
from app.service.withdraw_extension import WithdrawExtension
from app.web.access import note_read
from app.web.api.casework import extension_shapes as shapes
from app.web.api.casework.operation import LIST, Operation, asked, cut
from app.web.api.casework.shapes import Created
from app.web.api.exchange import asker, carry_out, nothing, permitted
from app.web.surface import surface


def _case_key(number: str) -> int:
    return surface().door.ask(seen_case, asker(), read_receipt_number(number)).key


def get_extension_requests(receiptNumber: str) -> shapes.ExtensionRequestList:  # named as in the address
    key = _case_key(receiptNumber)
    note_read("case", cases={key})
    found = surface().door.ask(extension_requests, key)
    items, page = cut([_shown(one) for one in found], lambda one: one.request_key)
    return shapes.ExtensionRequestList(items=items, page=page)


def _shown(one: ExtensionRequest) -> shapes.ExtensionRequest:
    said = one.said
    return shapes.ExtensionRequest(
        request_key=str(one.key),
        deadline_key=str(one.deadline_key),
        state=one.state,
        number=_whole(said.get("number")) or 1,
        deadline_on=said.get("presentDate"),
        new_date=said.get("askedDate"),
        days=_whole(said.get("days")),
        reason=said.get("reason"),
        measures=said.get("measures"),
        approver=said.get("approver"),
        user_task_key=str(one.task_key) if one.task_key is not None else None,
        asked_at=one.asked_at,
        asked_by=one.asked_by,
        ended_at=one.ended_at,
        decided_by=one.decided_by,
        decision_reason=said.get("decisionReason"),
        granted_date=said.get("newDate") if one.state == "granted" else None,
    )


def _whole(found: Any) -> int | None:
    return None if found is None else int(found)


def request_extension(receiptNumber: str) -> Response:  # named as in the address
    key, door = _case_key(receiptNumber), surface().door
    about, answers = permitted(_read, lambda: door.ask(may_stop_a_clock, asker(), door.surroundings, key, door.now()))
    return carry_out(RequestExtension(key, about, answers), _created)


def _read() -> tuple[int | None, dict[str, Any]]:
    new = asked(shapes.NewExtensionRequest, number=("days",))
    ends = {name: value for name, value in (("newDate", new.new_date), ("days", new.days)) if value is not None}
    if not ends:
        raise Rejection("bad_request", "Expected newDate or days, but found neither")
    about = read_key(new.deadline_key, "deadlineKey") if new.deadline_key is not None else None
    return about, {**ends, "reason": new.reason, "measures": new.measures}


def withdraw(receiptNumber: str, requestKey: str) -> Response:  # named as in the address
    key, door = _case_key(receiptNumber), surface().door
    new = permitted(lambda: asked(shapes.Withdrawal), lambda: door.ask(may_stop_a_clock, asker(), door.surroundings, key, door.now()))
    request = read_key(requestKey, "requestKey")
    if case_key_of(request) != key:
        raise Rejection("not_found", "Expected a request for an extension that you may see, but there is none")
    return carry_out(WithdrawExtension(request, new.reason), nothing)


def _created(answer: dict[str, Any]) -> tuple[int, Any]:
    return 201, Created(key=str(answer["key"]))


_PATH: Final = "/cases/{receiptNumber}/extension-requests"
OPERATIONS: Final = (
    Operation(
        "GET",
        _PATH,
        "getExtensionRequests",
        "The requests to extend a deadline of a case, oldest first",
        get_extension_requests,
        shapes.ExtensionRequestList,
        parameters=LIST,
    ),
    Operation(
        "POST",
        _PATH,
        "requestExtension",
        "Ask for an extension of a deadline",
        request_extension,
        Created,
        201,
        asks=shapes.NewExtensionRequest,
    ),
    Operation(
        "POST",
        _PATH + "/{requestKey}/withdrawal",
        "withdrawExtensionRequest",
        "Withdraw a request before it is decided",
        withdraw,
        None,
        204,
        asks=shapes.Withdrawal,
    ),
)
