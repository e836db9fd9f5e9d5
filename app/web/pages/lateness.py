"""How deadlines ended over time, for auditors and supervisors: by month or week, by procedure and by unit."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from flask import Blueprint, Response

from app.domain.actor import Actor
from app.domain.instant import instant_text, read_instant
from app.domain.marked import marked
from app.queries.case_choice import CaseChoice
from app.queries.case_list import process_names
from app.queries.lateness import OUTCOMES, Lateness, Tally, first_settled, lateness
from app.queries.staff import every_unit
from app.web.pages.definition_words import process_name
from app.web.pages.frame import draw, now, shell, signed_in, wording
from app.web.pages.statistics_choice import address, asked, choice_view, file_addresses, observer, read_choice
from app.web.presentation.statistics_view import LatenessView, OutcomeBar, OutcomeRow
from app.web.presentation.statistics_words import OUTCOMES as WORDS
from app.web.query_values import choice as chosen
from app.web.send_rows import Cell, send_rows
from app.web.surface import surface

blueprint = Blueprint("lateness", __name__)
_NAMES: Final = ("process", "from", "to", "unit")
SPANS: Final = {"month": 36, "week": 53}
"""So many of each are shown; earlier ones are asked for by days."""

_SPAN_WORDS: Final = {"month": marked("Month"), "week": marked("Week from")}
MOST_SPANS: Final = 1_200
"""A hundred years of months: whoever asks for the year 1 gets no endless list."""

WIDEST: Final = 1_000


@blueprint.get("/statistics/lateness")
@signed_in
def page() -> Response:
    """Show how many deadlines ended in time, late and by silence."""
    actor, said, by = observer(), asked(_NAMES), chosen("by", SPANS, "month")
    choice = read_choice(actor, said)
    days, cut = _days(actor, choice, by)
    found = surface().door.ask(lateness, actor, choice, _begins(days, choice))
    kept = {**said, "by": "" if by == "month" else by}
    view = LatenessView(
        choice_view("/statistics/lateness", said),
        by,
        tuple((name, address("/statistics/lateness", said, by=name)) for name in SPANS),
        _rows({wording()._("all"): found.whole})[0],
        _rows(_by_span(found, days, by)),
        _rows(_named(found.processes, _processes())),
        _rows(_named(found.units, dict(surface().door.ask(every_unit)))),
        file_addresses(("lateness",), kept),
        cut,
    )
    return draw("statistics_lateness.html", page=view, shell=shell("statistics", actor))


@blueprint.get("/statistics/lateness.<ending>")
@signed_in
def as_file(ending: str) -> Response:
    actor, said, by = observer(), asked(_NAMES), chosen("by", SPANS, "month")
    choice = read_choice(actor, said, files=True)
    days, _ = _days(actor, choice, by)
    found = surface().door.ask(lateness, actor, choice, _begins(days, choice))
    return send_rows(
        ending, f"lateness-{wording().local(now()).date()}", _file(found, days, by), (14, 24, 10, 14, 8, 10, 14, 8), wording()._("List")
    )


def _file(found: Lateness, days: Sequence[date], by: str) -> Iterator[tuple[Cell, ...]]:
    show = wording()
    heads = (
        marked("Broken down by"),
        marked("Month, week, process or unit"),
        *WORDS.values(),
        marked("of them extended"),
        marked("together"),
    )
    words = _SPAN_WORDS[by]
    yield tuple(show._(head) for head in heads)
    parts = (
        (show._(words), _by_span(found, days, by)),
        (show._("Process"), _named(found.processes, _processes())),
        (show._("Unit"), _named(found.units, dict(surface().door.ask(every_unit)))),
    )
    for part, tallies in parts:
        for name, tally in tallies.items():
            yield part, name, *(getattr(tally, outcome) for outcome in OUTCOMES), tally.with_more, tally.total


def _processes() -> dict[str, str]:
    return {id: process_name(digest, id, name) for id, name, digest in surface().door.ask(process_names)}


def _named(tallies: Mapping[str, Tally], names: Mapping[str, str]) -> dict[str, Tally]:
    """Return tallies by name, the largest first."""
    return {names.get(id, id): tally for id, tally in sorted(tallies.items(), key=lambda one: (-one[1].total, one[0]))}


def _by_span(found: Lateness, days: Sequence[date], by: str) -> dict[str, Tally]:
    """Return the tallies of all spans, the newest first; those without a deadline too, unless there are more than are shown unasked."""
    written = "%Y-%m" if by == "month" else "%Y-%m-%d"
    places = [place for place in reversed(range(len(days) - 1)) if place in found.spans or len(days) - 1 <= SPANS[by]]
    return {days[place].strftime(written): found.spans.get(place, Tally()) for place in places}


def _days(actor: Actor, choice: CaseChoice, by: str) -> tuple[list[date], bool]:
    """Return the first days of the spans and the day after the last one; and whether earlier ones were left out.

    Who asks for a first day gets all from then on: what is counted by procedure and unit is what the spans hold.
    """
    show, door = wording(), surface().door
    first = choice.since or door.ask(first_settled, actor, choice) or instant_text(now())
    last = read_instant(choice.until) - timedelta(seconds=1) if choice.until else now()
    day, end = show.local(read_instant(first)).date(), show.local(last).date()
    begins = [_begin(max(day, end), by)]
    most = MOST_SPANS if choice.since else SPANS[by]
    while begins[0] > day and len(begins) < most:
        begins.insert(0, _begin(begins[0] - timedelta(1), by))
    return [*begins, _begin(begins[-1] + timedelta(32 if by == "month" else 7), by)], begins[0] > day


def _begin(on: date, by: str) -> date:
    return on.replace(day=1) if by == "month" else on - timedelta(on.weekday())


def _begins(days: Sequence[date], choice: CaseChoice) -> tuple[str, ...]:
    """Return when the spans begin, the first and the last of them cut by the days that were asked for."""
    zone = surface().configuration.zone
    found = [instant_text(datetime.combine(on, time(), zone)) for on in days]
    return (max(found[0], choice.since), *found[1:-1], min(found[-1], choice.until) if choice.until else found[-1])


def _rows(tallies: Mapping[str, Tally]) -> tuple[OutcomeRow, ...]:
    most = max((tally.total for tally in tallies.values()), default=0) or 1
    return tuple(_row(name, tally, most) for name, tally in tallies.items())


def _row(name: str, tally: Tally, most: int) -> OutcomeRow:
    bars, done = [], 0
    for outcome in OUTCOMES:
        count = getattr(tally, outcome)
        if count:
            begin, end = WIDEST * done // most, WIDEST * (done + count) // most
            bars.append(OutcomeBar(outcome, begin, max(1, end - begin)))
        done += count
    rate = f"{100 * (tally.in_time + tally.extended) / tally.total:.1f}" if tally.total else ""
    return OutcomeRow(name, tally.in_time, tally.extended, tally.late, tally.silent, tally.with_more, tally.total, rate, tuple(bars))
