"""Running work in rows: what is said of a unit or a procedure, and of each task behind a number."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.deadline_left import time_late
from app.domain.instant import instant_text, read_instant
from app.domain.marked import marked
from app.domain.permissions import may_urge
from app.domain.roles import ROLE_NAMES
from app.queries.on_time import Rate
from app.queries.running_work import BY_NAME, NO_LIGHT, WorkCount, unit_of_row
from app.queries.urgings import urged_tasks
from app.queries.work_list import LIGHTS, PENDING
from app.web.access import note_read
from app.web.pages.deadline_words import deadline_view, left_of
from app.web.pages.definition_words import process_name, step_name
from app.web.pages.frame import calendar, here, now, wording
from app.web.pages.sections import sections_of
from app.web.pages.unit_words import known_unit
from app.web.pages.urging_words import urged_note
from app.web.presentation.supervision_view import Bar, CountLink, Tab, TaskRow, WorkRow
from app.web.surface import surface

OVERVIEW: Final = "/supervision"
WORK: Final = "/supervision/work"
SHADES: Final = (*LIGHTS, PENDING, NO_LIGHT)
SPANS: Final = {"today": 0, "next": 1, "three": 3}
"""What turns red by the end of which working day after today; today's is today itself."""

LATE: Final = (1, 3, 5, 10)
"""Working days overdue at least that are counted apart."""

_BY_NAME: Final = marked("Put before somebody by name")
_WHOLE: Final = 1000
MONTHS: Final = 6
_WIDE: Final = 68
_HIGH: Final = 16


def tabs(actor: Actor, current: str) -> tuple[Tab, ...]:
    """Return the parts of supervision that the actor can open."""
    parts = {"units": OVERVIEW, "work": WORK, "points": f"{OVERVIEW}/points"}
    if "statistics" in sections_of(actor):
        parts["samples"] = "/samples"
    if "bulletins" in sections_of(actor):
        parts["bulletins"] = "/bulletins"
    return tuple(Tab(name, href, name == current) for name, href in parts.items())


def address(path: str, said: Mapping[str, str], **more: str) -> str:
    query = urlencode({name: value for name, value in {**said, **more}.items() if value})
    return f"{path}?{query}" if query else path


def unit_label(unit: str) -> str:
    """Return the name of a unit, of an office of the city by its role, or what stands for work put before persons by name."""
    show = wording()
    if unit == BY_NAME:
        return show._(_BY_NAME)
    return known_unit(unit) or (show._(ROLE_NAMES[unit]) if unit in ROLE_NAMES else unit)


def span_ends() -> tuple[str, ...]:
    """Return the instants before which something turns red within each of SPANS, as text in UTC."""
    days, today = calendar(), calendar().local_date(now())
    ends = (days.add_working_days(today, count) for count in SPANS.values())
    return tuple(instant_text(days.start_of_day(end + timedelta(days=1))) for end in ends)


def late_since() -> tuple[str, ...]:
    """Return the instants at which, or before which, what is overdue by each of LATE fell due, as text in UTC."""
    return tuple(instant_text(_days_ago(count)) for count in LATE)


def _days_ago(count: int) -> datetime:
    """Return so many working days before now, at this time of day; from a closed day on, before the last closing."""
    days, at = calendar(), now()
    today = days.local_date(at)
    if not days.is_working_day(today):
        today = days.add_working_days(today, -1)
        at = days.close_of_business(today)
    back: date = days.add_working_days(today, -count)
    return at.astimezone(days.zone) - (today - back)


def longest(found: Iterable[WorkCount]) -> str:
    """Return in words by how much the oldest of what is overdue is so; empty where nothing is."""
    oldest = min((one.oldest for one in found if one.light == "red" and one.oldest), default=None)
    return wording().left(left_of(time_late(read_instant(oldest), now(), calendar()))) if oldest else ""


def light_counts(found: Iterable[WorkCount], said: Mapping[str, str]) -> tuple[CountLink, ...]:
    """Return how many there are of each light, with the list of them. said: what the address of the list says besides."""
    numbers = dict.fromkeys(SHADES, 0)
    for one in found:
        numbers[one.light] += one.tasks
    return tuple(CountLink(light, number, address(WORK, said, light=light)) for light, number in numbers.items())


def month_begins() -> tuple[str, ...]:
    """Return the instants at which the last MONTHS months begin, and the next one, as text in UTC."""
    days, today = calendar(), calendar().local_date(now())
    numbers = (today.year * 12 + today.month - MONTHS + place for place in range(MONTHS + 1))
    return tuple(instant_text(days.start_of_day(date(number // 12, number % 12 + 1, 1))) for number in numbers)


def percent(rate: Rate) -> str:
    """Return a rate as printed: `96.4%`; empty where nothing counts."""
    return f"{100 * rate.met / rate.total:.1f}%" if rate.total else ""


def with_rates(row: WorkRow, rates: Sequence[Rate]) -> WorkRow:
    """Return a row with its rate of this month and those of the last months as a line; a month in which nothing was up has no point."""
    if not any(rate.total for rate in rates):
        return row
    step = _WIDE / max(len(rates) - 1, 1)
    points = [f"{2 + place * step:.1f},{2 + (1 - rate.met / rate.total) * _HIGH:.1f}" for place, rate in enumerate(rates) if rate.total]
    words = wording()._("On time, month by month: %(rates)s", rates=", ".join(percent(rate) or "-" for rate in rates))
    return replace(row, rate=percent(rates[-1]), spark=" ".join(points), spark_words=words)


def work_row(name: str, found: Sequence[WorkCount], said: Mapping[str, str], points: tuple[str, str] = ("", "")) -> WorkRow:
    """Return the row of a unit or a procedure. said: what names it in an address. points: as printed, and where each stands."""
    lights = light_counts(found, said)
    total = sum(one.number for one in lights)
    return WorkRow(
        name,
        address(OVERVIEW, said),
        lights,
        CountLink("", total, address(WORK, said)),
        _bars(lights, total),
        longest(found),
        sum(one.urged for one in found),
        *points,
    )


def _bars(lights: Sequence[CountLink], total: int) -> tuple[Bar, ...]:
    found, x = [], 0
    for one in lights:
        width = _WHOLE * one.number // total if total else 0
        if width:
            found.append(Bar(one.name, x, width))
            x += width
    return tuple(found)


def task_rows(actor: Actor, found: Sequence[Mapping[str, Any]]) -> tuple[TaskRow, ...]:
    """Return tasks as rows; what the reader sees of their cases is noted."""
    note_read("case", cases={row["case_key"] for row in found if row["seen"]}, actor=actor)
    urged = surface().door.ask(urged_tasks, [row["key"] for row in found])
    at_desk = "work-list" in sections_of(actor)
    return tuple(_task_row(actor, row, urged.get(row["key"]), at_desk=at_desk) for row in found)


def _task_row(actor: Actor, row: Mapping[str, Any], urged: Mapping[str, Any] | None, *, at_desk: bool) -> TaskRow:
    step, seen = step_name(row["digest"], row["element_id"], row["name"]), bool(row["seen"])
    number, title = row["receipt_number"], row["title"] or row["case_title"] or step
    href = f"/tasks/{row['key']}?view=all" if at_desk else f"/cases/{number}"
    urge = urlencode([("action", "urge"), ("key", str(row["key"])), ("next", here())])
    return TaskRow(
        str(row["key"]),
        href if seen else "",
        title if seen else "",
        number,
        step,
        process_name(row["case_digest"], row["case_process_id"], row["process_name"]),
        unit_label(unit_of_row(row)),
        (row["holder"] or row["assignee"] or "") if seen else "",
        deadline_view(json.loads(row["deadline"]), now(), calendar()) if row["deadline"] else None,
        urged_note(urged, wording()),
        f"/tasks/bulk?{urge}" if seen and may_urge(actor) else "",
    )
