"""The days of one deadline, counted and left out one by one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, request

from app.domain.calendar import Calendar
from app.domain.counted_days import CountedDay
from app.domain.deadline import Deadline
from app.domain.deadline_reckoning import days_of
from app.domain.deadline_row import from_row
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.case_page import case_page
from app.queries.history import history
from app.queries.people import names_of
from app.web.pages.deadline_words import day_counts, deadline_view
from app.web.pages.definition_words import element_names, process_name
from app.web.pages.frame import calendar, draw, now, person, shell, signed_in
from app.web.pages.history_words import history_entries
from app.web.presentation.case_view import CountedDayView, DeadlineDaysView
from app.web.surface import surface

blueprint = Blueprint("deadline", __name__)
KINDS = {
    "working day": "counted",
    "calendar day": "counted",
    "make-up day": "make-up",
    "weekend": "rest",
    "holiday": "holiday",
    "closure": "closure",
    "clock stopped": "stopped",
}


@blueprint.get("/cases/<number>/deadlines/<int:key>")
@signed_in
def page(number: str, key: int) -> Response:
    """Show the days of a deadline as a calendar or, with `list` in the address, row by row."""
    actor, door = person(), surface().door
    found = door.ask(case_page, actor, read_receipt_number(number))
    row = next((row for row in found.deadlines if row["key"] == key), None)
    if row is None:
        raise Rejection("not_found", "Expected a deadline %(key)s of this case, but there is none", key=key)
    names = element_names(found.case.digest)
    href = f"/cases/{found.case.receipt_number}/deadlines/{key}"
    deadline = from_row(row["detail"])
    events = [
        event
        for event in door.ask(history, found.case.key)
        if any(fact["fact"].startswith("deadline_") and fact.get("elementInstanceKey") == str(key) for fact in event.facts)
    ]
    days = days_of(deadline, calendar(), now())
    shown = deadline_view(row["detail"], now(), calendar(), name=names.get(row["element_id"]) or found.process_name)
    if deadline.is_open:
        # Here the whole period is told, not only what has passed of it; of one that ended, what was used.
        shown = replace(shown, days_left_out=day_counts(days, date.max).left_out)
    view = DeadlineDaysView(
        found.case.receipt_number,
        found.case.title or process_name(found.case.digest, found.case.process_id, found.process_name),
        f"/cases/{found.case.receipt_number}",
        shown,
        weeks(deadline, days, calendar(), now()),
        tuple(history_entries(events, lambda id: names.get(id) or id, door.ask(names_of))),
        "list" in request.args,
        f"{href}?list=1",
        href,
    )
    return draw("deadline.html", page=view, shell=shell("cases", actor))


def weeks(deadline: Deadline, days: Iterable[CountedDay], city: Calendar, instant: datetime) -> tuple[tuple[CountedDayView, ...], ...]:
    """Return the days from the Monday before the start to the Sunday after the end, by weeks."""
    start, today, due = city.local_date(deadline.started_at), city.local_date(instant), city.local_date(deadline.deadline_at)
    ended = city.local_date(deadline.ended_at) if deadline.ended_at is not None else date.max
    by_date = {day.date: day for day in days}
    last = max([due, *by_date])
    on = start - timedelta(days=start.weekday())
    number, found = 0, []
    while on <= last or on.weekday():
        day = by_date.get(on)
        used = day if on <= ended else None
        if used is not None and used.counted:
            number += 1
        found.append(
            CountedDayView(
                on,
                "unused" if start < on <= last and on > ended else _kind(on, start, last, used),
                number if used is not None and used.counted else 0,
                city.holiday_name(on) or "" if used is not None and not used.counted else "",
                on == today,
                on == due,
                on > today,
                on == ended < due,
            )
        )
        on += timedelta(days=1)
    return tuple(tuple(found[place : place + 7]) for place in range(0, len(found), 7))


def _kind(on: date, start: date, last: date, day: CountedDay | None) -> str:
    if on < start:
        return "before"
    if on == start:
        return "start"
    if day is None:
        return "after" if on > last else "rest"
    return KINDS.get(str(day.reason), "counted" if day.counted else "rest")
