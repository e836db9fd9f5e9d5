"""Supervision (督查): all running work by unit, procedure and light, what is overdue and what turns red next, with urging from there."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from flask import Blueprint, Response, request

from app.domain.actor import Actor
from app.domain.permissions import may_urge
from app.queries.case_list import process_names
from app.queries.on_time import OnTime, on_time
from app.queries.points import points_by_unit
from app.queries.running_work import BY_NAME, Choice, Supervised, WorkCount, supervised, work_counts, work_rows, work_total
from app.web.numbers_in_addresses import page_number
from app.web.pages.definition_words import process_name
from app.web.pages.frame import calendar, draw, now, person, shell, signed_in
from app.web.pages.points_words import points_words
from app.web.pages.supervision_rows import (
    LATE,
    OVERVIEW,
    SHADES,
    SPANS,
    WORK,
    address,
    late_since,
    light_counts,
    longest,
    month_begins,
    percent,
    span_ends,
    tabs,
    task_rows,
    unit_label,
    with_rates,
    work_row,
)
from app.web.pages.units_sheet import units_sheet
from app.web.pages.work_list import toasts
from app.web.presentation.supervision_view import CountLink, RateView, SupervisionView, WorkRow, WorkView
from app.web.query_values import choice as chosen
from app.web.query_values import require_once
from app.web.surface import surface

blueprint = Blueprint("supervision", __name__)
PAGE: Final = 50
IN_PANEL: Final = 8
"""Rows of what turns red next; all of them stand in the list."""

OVERDUE: Final = "overdue"
SHEET: Final = f"{OVERVIEW}.xlsx"


@blueprint.get(OVERVIEW)
@signed_in
def overview() -> Response:
    """Show the running work of all units, or of one, in numbers that lead to lists."""
    actor, door = person(), surface().door
    require_once(("unit", "process", "span"))
    scope = door.ask(supervised, actor)
    names = _processes()
    said = {"unit": request.args.get("unit", "")[:100], "process": chosen("process", ("", *names))}
    counts = door.ask(work_counts, scope, Choice(said["unit"], said["process"]), span_ends(), late_since())
    red = [one for one in counts if one.light == "red"]
    span = chosen("span", (OVERDUE, *SPANS), OVERDUE if red else "today")
    asked = {name: value for name, value in said.items() if value}
    lights = light_counts(counts, asked)
    rates = door.ask(on_time, month_begins(), said["process"])
    units = () if said["unit"] else _units(actor, scope, counts, said["process"], rates)
    page = SupervisionView(
        tabs=tabs(actor, "units"),
        total=CountLink("", sum(one.tasks for one in counts), address(WORK, asked)),
        lights=lights,
        longest=longest(counts),
        late=tuple(
            CountLink(str(days), sum(one.late[place] for one in red), address(WORK, asked, late=str(days)))
            for place, days in enumerate(LATE)
        ),
        units=units,
        processes=_by_process(counts, names, said["unit"]),
        idle=0 if said["unit"] else len(scope.units.keys() - {one.unit for one in counts}),
        next=(
            CountLink(OVERDUE, lights[0].number, address(OVERVIEW, asked, span=OVERDUE)),
            *(
                CountLink(name, sum(one.until[place] for one in counts), address(OVERVIEW, asked, span=name))
                for place, name in enumerate(SPANS)
            ),
        ),
        open_span=span,
        rows=task_rows(actor, door.ask(work_rows, actor, scope, _choice(said, span=span), (IN_PANEL, 0))),
        rows_href=address(WORK, asked, **({"light": "red"} if span == OVERDUE else {"span": span})),
        choices=tuple(names.items()),
        process=said["process"],
        unit_id=said["unit"],
        unit=unit_label(said["unit"]) if said["unit"] else "",
        all_href=address(OVERVIEW, {"process": said["process"]}),
        urges=may_urge(actor),
        whole_city=scope.whole,
        counted_at=now(),
        on_time=_rate(scope, rates, said["unit"]),
        export_href=address(SHEET, {"process": said["process"]}) if not said["unit"] else "",
    )
    return draw("supervision.html", page=page, shell=shell("supervision", actor, toasts()))


@blueprint.get(WORK)
@signed_in
def work() -> Response:
    """Show the tasks behind a number, the earliest deadline first."""
    actor, door = person(), surface().door
    require_once(("unit", "process", "light", "span", "late", "page"))
    scope, names = door.ask(supervised, actor), _processes()
    said = {
        "unit": request.args.get("unit", "")[:100],
        "process": chosen("process", ("", *names)),
        "light": chosen("light", ("", *SHADES)),
        "span": chosen("span", ("", *SPANS)),
        "late": chosen("late", ("", *(str(days) for days in LATE))),
    }
    number = page_number(request.args)
    wanted = _choice(said)
    total = door.ask(work_total, scope, wanted)
    rows = door.ask(work_rows, actor, scope, wanted, (PAGE, (number - 1) * PAGE))
    page = WorkView(
        tabs(actor, "work"),
        task_rows(actor, rows),
        total,
        said,
        _unit_choices(scope),
        tuple(names.items()),
        address(WORK, said, page=str(number - 1) if number > 2 else "") if number > 1 else "",
        address(WORK, said, page=str(number + 1)) if number * PAGE < total else "",
        may_urge(actor),
        scope.whole,
    )
    return draw("supervision_work.html", page=page, shell=shell("supervision", actor, toasts()))


def _choice(said: dict[str, str], span: str = "") -> Choice:
    span = span or said.get("span", "")
    until = dict(zip(SPANS, span_ends(), strict=True)).get(span, "")
    late = dict(zip(map(str, LATE), late_since(), strict=True)).get(said.get("late", ""), "")
    return Choice(said["unit"], said["process"], "red" if span == OVERDUE else said.get("light", ""), until, late)


def _processes() -> dict[str, str]:
    return {id: process_name(digest, id, name) for id, name, digest in surface().door.ask(process_names)}


def _unit_choices(scope: Supervised) -> tuple[tuple[str, str], ...]:
    """Return the units to choose from, and the offices of the city that have something in hand."""
    counts = surface().door.ask(work_counts, scope, Choice())
    found = [*scope.units, *sorted({one.unit for one in counts} - scope.units.keys() - {BY_NAME})]
    return tuple((unit, unit_label(unit)) for unit in found)


def _units(actor: Actor, scope: Supervised, counts: Sequence[WorkCount], process: str, rates: OnTime) -> tuple[WorkRow, ...]:
    """Return the units with something in hand, those first that have most overdue."""
    year = calendar().local_date(now()).year
    points: dict[str, Decimal] = {one.unit: one.total for one in surface().door.ask(points_by_unit, actor, year)}
    said = {"process": process} if process else {}
    rows = [
        with_rates(
            work_row(
                unit_label(unit),
                list(found),
                {"unit": unit, **said},
                (points_words(points[unit]), f"{OVERVIEW}/points/{unit}?year={year}") if unit in points else ("", ""),
            ),
            rates.units.get(unit, ()),
        )
        for unit, found in groupby(sorted(counts, key=lambda one: one.unit), key=lambda one: one.unit)
    ]
    return tuple(sorted(rows, key=lambda row: tuple(-one.number for one in row.lights)))


def _rate(scope: Supervised, rates: OnTime, unit: str) -> RateView | None:
    """Return the rate of this month: of one unit, else of the whole city for who supervises it all."""
    mine = scope.whole or unit in scope.units
    found = () if not mine else rates.units.get(unit, ()) if unit else rates.whole
    if not found:
        return None
    return RateView(percent(found[-1]), found[-1].met, found[-1].total, percent(found[-2]))


@blueprint.get(SHEET)
@signed_in
def sheet() -> Response:
    """Send the units with their running work, rates and points as a spreadsheet."""
    actor, door = person(), surface().door
    require_once(("process",))
    scope, process = door.ask(supervised, actor), chosen("process", ("", *_processes()))
    counts = door.ask(work_counts, scope, Choice("", process), span_ends(), late_since())
    return units_sheet(_units(actor, scope, counts, process, door.ask(on_time, month_begins(), process)))


def _by_process(counts: Sequence[WorkCount], names: dict[str, str], unit: str) -> tuple[WorkRow, ...]:
    ordered = sorted(counts, key=lambda one: one.process)
    rows = [
        work_row(names.get(process, process), list(found), {"process": process, **({"unit": unit} if unit else {})})
        for process, found in groupby(ordered, key=lambda one: one.process)
    ]
    return tuple(sorted(rows, key=lambda row: tuple(-one.number for one in row.lights)))
