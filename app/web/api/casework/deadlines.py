"""Deadlines of a case, and what a period would come to."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from flask import request

from app.domain.calendar import Calendar
from app.domain.counted_days import CountedDay
from app.domain.deadline import Deadline, State
from app.domain.deadline_decrees import is_behind
from app.domain.deadline_reckoning import days_of
from app.domain.deadline_row import from_row
from app.domain.due import due_after
from app.domain.instant import instant_text
from app.domain.period import Unit, read_period
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.case_page import case_page
from app.web.access import note_read
from app.web.api.casework import shapes
from app.web.api.casework.operation import LIST, Operation, Parameter, cut
from app.web.api.exchange import asker
from app.web.surface import surface


def shown_deadline(record: Mapping[str, Any], now: datetime, calendar: Calendar) -> shapes.CaseDeadline:
    """record: as app/domain/deadline_row.py writes it."""
    deadline = from_row(record)
    days = days_of(deadline, calendar, now)
    counted = sum(1 for day in days if day.counted)
    return shapes.CaseDeadline(
        deadline_key=str(deadline.element_instance_key),
        element_id=deadline.element_id,
        state=deadline_state(record, now, calendar) or deadline.state.value,
        light=deadline.light.value if deadline.light else None,
        started_at=instant_text(deadline.started_at),
        deadline_at=instant_text(deadline.deadline_at),
        effective_at=instant_text(deadline.effective_at),
        original_at=instant_text(deadline.original_at),
        article=deadline.article,
        rule=rule_in_words(deadline),
        length=f"{deadline.period.length:f}" if deadline.period else None,
        unit=deadline.unit.value if deadline.unit else None,
        provisional=deadline.provisional,
        silence=deadline.silence.value if deadline.silence else None,
        calendar_version=deadline.calendar_version,
        days_counted=counted,
        days_left_out=len(days) - counted,
        days=_days(days),
    )


def rule_in_words(deadline: Deadline) -> str:
    """Return the rule of a deadline with its unit in the plural where that is right; the record keeps the unit as diagrams write it."""
    period = deadline.period
    written = f"{period.length:f} {period.unit.value}" if period is not None else ""
    return f"{written}s" if period is not None and deadline.rule == written and period.length != 1 else deadline.rule


def deadline_state(record: Mapping[str, Any] | None, now: datetime, calendar: Calendar) -> str | None:
    """Return a deadline's state; `applying`, never `running`, where its instant has passed and no command has applied what follows;
    `pending` where its provisional instant has passed without effect; `recomputing` where a newer version of the calendar changes it and
    no command has followed that yet.
    """
    if record is None:
        return None
    deadline = from_row(record)
    if is_behind(deadline, calendar, now):
        return "recomputing"
    if deadline.state is State.RUNNING and deadline.next_change_at is not None and deadline.effective_at <= now and deadline.takes_effect:
        return "applying"
    if deadline.awaits_calendar(now):
        return "pending"
    return deadline.state.value


def _days(days: Iterable[CountedDay]) -> list[shapes.Day]:
    return [shapes.Day(date=day.date.isoformat(), counted=day.counted, reason=day.reason.value) for day in days]


def get_deadlines(receiptNumber: str) -> shapes.DeadlineList:  # named as in the address
    door = surface().door
    found = door.ask(case_page, asker(), read_receipt_number(receiptNumber))
    note_read("case", cases={found.case.key})
    now, calendar = door.now(), door.ask(door.surroundings.calendar)
    items, page = cut([shown_deadline(row["detail"], now, calendar) for row in found.deadlines], lambda one: one.deadline_key)
    return shapes.DeadlineList(items=items, page=page)


def preview() -> shapes.DeadlinePreview:
    """from: a civil date, or an instant with its offset; the starting day does not count."""
    given, door = request.args, surface().door
    calendar = door.ask(door.surroundings.calendar)
    due = due_after(
        _start(given.get("from"), calendar), read_period(given.get("days"), given.get("unit", Unit.WORKING_DAY.value)), calendar
    )
    return shapes.DeadlinePreview(
        deadline_at=instant_text(due.deadline_at),
        provisional=due.provisional,
        calendar_version=due.calendar_version,
        days=_days(due.days),
    )


def _start(text: str | None, calendar: Calendar) -> datetime:
    # A plus that was not escaped reaches us as a space.
    plain = (text or "").replace(" ", "+")
    at: datetime | None = None
    try:
        at = datetime.combine(date.fromisoformat(plain), time(), calendar.zone) if len(plain) == 10 else datetime.fromisoformat(plain)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not 2000 <= at.year <= 2100:
        raise Rejection(
            "bad_request",
            "Expected a date such as 2026-11-24 or an instant such as 2026-11-24T09:00:00+08:00 as from, but found %(found)s",
            found=(text or "")[:40] or "nothing",
        )
    return at


OPERATIONS: Final = (
    Operation(
        "GET",
        "/cases/{receiptNumber}/deadlines",
        "getDeadlines",
        "Every deadline of a case, with its days",
        get_deadlines,
        shapes.DeadlineList,
        parameters=LIST,
    ),
    Operation(
        "GET",
        "/deadlines/preview",
        "previewDeadline",
        "When a period would end, day by day",
        preview,
        shapes.DeadlinePreview,
        parameters=(
            Parameter("from", "a civil date or an instant with its offset", needed=True),
            Parameter("days", "the length, in the unit", needed=True),
            Parameter("unit", "working day by default", allowed=tuple(unit.value for unit in Unit)),
        ),
    ),
)
