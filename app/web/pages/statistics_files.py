"""Statistics across cases as files: without secret cases, with working time in office hours.

Source: docs/permissions, "it is left out of mails and exports".
"""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response

from app.domain.marked import marked
from app.queries.case_choice import CaseChoice
from app.queries.case_statistics import HIGH, MEDIAN, CaseStatistics, Spread, case_statistics
from app.web.pages.frame import now, signed_in, wording
from app.web.pages.statistics import steps_of_path
from app.web.pages.statistics_choice import asked, observer, step_names, with_version
from app.web.presentation.statistics_words import ENDS, STATES
from app.web.send_rows import Cell, send_rows
from app.web.surface import surface

blueprint = Blueprint("statistics_files", __name__)
_VARIANT_HEADS: Final = (
    marked("Path"),
    marked("State"),
    marked("Cases"),
    marked("Share, %"),
    marked("Median, office hours"),
    marked("95 % within, office hours"),
    marked("Cases with a missed deadline"),
    marked("Cases where silence took effect"),
)
_STEP_HEADS: Final = (
    marked("Step"),
    marked("Element"),
    marked("Completed"),
    marked("Ended by silence"),
    marked("Ended otherwise"),
    marked("In hand"),
    marked("Median, office hours"),
    marked("95 % within, office hours"),
)


@blueprint.get("/statistics/variants.<ending>")
@signed_in
def variants(ending: str) -> Response:
    found, names, choice = _found()
    return send_rows(ending, _name("variants", choice), _variants(found, names), (80, 10, 8, 8, 14, 14, 14, 14), wording()._("List"))


@blueprint.get("/statistics/steps.<ending>")
@signed_in
def steps(ending: str) -> Response:
    found, names, choice = _found()
    return send_rows(ending, _name("steps", choice), _steps(found, names), (28, 24, 8, 10, 10, 8, 14, 14), wording()._("List"))


def _found() -> tuple[CaseStatistics, dict[str, str], CaseChoice]:
    actor, door = observer(), surface().door
    choice, _, versions = with_version(actor, asked(), files=True)
    names = step_names(version["digest"] for version in versions)
    return door.ask(case_statistics, door.surroundings, actor, choice), names, choice


def _name(what: str, choice: CaseChoice) -> str:
    return f"{what}-{choice.process}-{wording().local(now()).date()}"


def _hours(spread: Spread, percent: int) -> Cell:
    seconds = spread.at(percent)
    return "" if seconds is None else round(seconds / 3600, 2)


def _variants(found: CaseStatistics, names: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    show = wording()
    yield tuple(show._(head) for head in _VARIANT_HEADS)
    for one in found.variants:
        path = (step.name + (f" ({show._(ENDS[step.end])})" if step.end != "done" else "") for step in steps_of_path(one.path, names))
        yield (
            " → ".join(path),
            show._(STATES[one.state]),
            one.cases,
            round(100 * one.cases / found.cases, 2),
            _hours(one.spread, MEDIAN),
            _hours(one.spread, HIGH),
            one.late,
            one.silent,
        )


def _steps(found: CaseStatistics, names: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    show = wording()
    yield tuple(show._(head) for head in _STEP_HEADS)
    for one in found.steps:
        yield (
            names.get(one.element_id) or one.element_id,
            one.element_id,
            one.done,
            one.lapsed,
            one.left,
            one.open,
            _hours(one.spread, MEDIAN),
            _hours(one.spread, HIGH),
        )
