"""Stopping and restarting the clock of a deadline, and confirming a provisional day."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Response

from app.domain.keys import read_key
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.allowed import may_operate
from app.queries.case_page import seen_case
from app.queries.clock_rights import may_stop_a_clock
from app.service.confirm_deadline import ConfirmDeadline
from app.service.resume_clock import ResumeClock
from app.service.suspend_clock import SuspendClock
from app.web.api.casework import shapes
from app.web.api.casework.operation import Operation, asked
from app.web.api.exchange import asker, carry_out, permitted
from app.web.surface import surface


def suspend_clock(receiptNumber: str) -> Response:  # named as in the address
    key = _case_key(receiptNumber)
    command = permitted(lambda: _stop(key), lambda: _may_stop(key))
    return carry_out(command, _changed)


def resume_clock(receiptNumber: str) -> Response:  # named as in the address
    key = _case_key(receiptNumber)
    command = permitted(lambda: _start(key), lambda: _may_stop(key))
    return carry_out(command, _changed)


def confirm_deadline(receiptNumber: str, deadlineKey: str) -> Response:  # named as in the address
    key = _case_key(receiptNumber)
    given = permitted(lambda: asked(shapes.Confirmation), lambda: surface().door.ask(may_operate, asker(), key))
    return carry_out(ConfirmDeadline(key, read_key(deadlineKey, "deadlineKey"), given.reason), _changed)


def _case_key(number: str) -> int:
    return surface().door.ask(seen_case, asker(), read_receipt_number(number)).key


def _may_stop(key: int) -> None:
    door = surface().door
    door.ask(may_stop_a_clock, asker(), door.surroundings, key, door.now())


def _stop(case_key: int) -> SuspendClock:
    given = asked(shapes.ClockStop)
    return SuspendClock(case_key, _key(given.deadline_key), given.reason, _date(given.expected_until))


def _start(case_key: int) -> ResumeClock:
    given = asked(shapes.ClockStart)
    return ResumeClock(case_key, _key(given.deadline_key), given.reason)


def _key(text: str | None) -> int | None:
    return None if text is None else read_key(text, "deadlineKey")


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Rejection(
            "bad_request", "Expected a date such as 2026-11-24 as %(name)s, but found %(found)s", name="expectedUntil", found=text[:40]
        ) from None


def _changed(row: Mapping[str, Any]) -> tuple[int, Any]:
    """row: as app/domain/deadline_row.py writes it."""
    plain = {name: row[name] for name in ("element_id", "state", "light", "deadline_at", "effective_at", "suspended_since", "article")}
    key, provisional = str(row["element_instance_key"]), bool(row["provisional"])
    return 200, shapes.DeadlineChanged(deadline_key=key, provisional=provisional, **plain)


_CASE: Final = "/cases/{receiptNumber}"
OPERATIONS: Final = (
    Operation(
        "POST",
        f"{_CASE}/clock/suspension",
        "suspendClock",
        "Stop the clock of a deadline",
        suspend_clock,
        shapes.DeadlineChanged,
        asks=shapes.ClockStop,
    ),
    Operation(
        "POST",
        f"{_CASE}/clock/resumption",
        "resumeClock",
        "Let the clock of a deadline run on",
        resume_clock,
        shapes.DeadlineChanged,
        asks=shapes.ClockStart,
    ),
    Operation(
        "POST",
        f"{_CASE}/deadlines/{{deadlineKey}}/confirmation",
        "confirmDeadline",
        "Confirm a provisional day",
        confirm_deadline,
        shapes.DeadlineChanged,
        asks=shapes.Confirmation,
    ),
)
