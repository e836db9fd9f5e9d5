"""Statistics across cases, for auditors and supervisors: the ways that cases took, and on the diagram how long each step takes."""

from collections.abc import Iterable, Mapping
from typing import Final

from flask import Blueprint, Response

from app.domain.instant import read_instant
from app.domain.languages import LANGUAGES
from app.domain.rejection import Rejection
from app.markup.rename import rename
from app.queries.case_choice import CaseChoice, versions_of
from app.queries.case_paths import Path
from app.queries.case_statistics import HIGH, MEDIAN, CaseStatistics, StepTimes, case_statistics, cases_of_variant, working_seconds
from app.queries.definition_file import definition_file
from app.web.access import note_read
from app.web.numbers_in_addresses import keys_among
from app.web.pages.definition_words import element_names
from app.web.pages.frame import calendar, draw, shell, signed_in, wording
from app.web.pages.statistics_choice import (
    NAMES,
    Versions,
    address,
    asked,
    choice_view,
    day_seconds,
    file_addresses,
    observer,
    step_names,
    took,
    with_version,
)
from app.web.presentation.languages import DEFAULT, LANGUAGE
from app.web.presentation.statistics_view import (
    StatisticsView,
    StepRow,
    VariantCase,
    VariantCasesView,
    VariantRow,
    VariantStep,
    both_times,
    working_time,
)
from app.web.query_values import choice as chosen
from app.web.surface import surface

blueprint = Blueprint("statistics", __name__)
VARIANTS: Final = 50
CASES: Final = 50
LEVELS: Final = 5
_BY: Final = {"median": MEDIAN, "high": HIGH}


@blueprint.get("/statistics")
@signed_in
def page() -> Response:
    """Show the ways of the chosen cases, and the working time of each step."""
    actor, said = observer(), asked()
    by = chosen("by", _BY, "median")
    choice, said, versions = with_version(actor, said)
    door = surface().door
    found = door.ask(case_statistics, door.surroundings, actor, choice)
    names = step_names(version["digest"] for version in versions)
    levels = levels_of(found.steps, _BY[by])
    kept = {**said, "by": "" if by == "median" else by}
    view = StatisticsView(
        choice=choice_view("/statistics", said, versions),
        cases=found.cases,
        ended=len(found.spread),
        late=found.late,
        silent=found.silent,
        median=took(found.spread, MEDIAN),
        high=took(found.spread, HIGH),
        variants=variant_rows(found, names, kept),
        hidden=max(0, len(found.variants) - VARIANTS),
        steps=tuple(_step(one, names, levels) for one in found.steps),
        drawing=_drawing(versions, choice) if found.cases else "",
        by=by,
        by_hrefs=tuple((name, address("/statistics", said, by=name)) for name in _BY),
        files=file_addresses(("variants", "steps"), said),
        hours=f"{day_seconds() / 3600:g}",
    )
    return draw("statistics.html", page=view, shell=shell("statistics", actor))


@blueprint.get("/statistics/cases")
@signed_in
def cases() -> Response:
    """Show the cases of a variant, the oldest first; what it shows of them is noted."""
    actor, said, show, door = observer(), asked((*NAMES, "variant", "after")), wording(), surface().door
    after = next(iter(keys_among([said.pop("after")])), 0)
    choice, _, versions = with_version(actor, {name: said[name] for name in NAMES})
    found, further = door.ask(cases_of_variant, door.surroundings, actor, choice, (said["variant"], after, CASES))
    if not found:
        raise Rejection("not_found", "Expected a variant that cases of this choice took, but found %(found)s", found=said["variant"][:20])
    note_read("variant", cases={case.row["key"] for case in found}, actor=actor)
    worked = working_seconds(calendar())
    view = VariantCasesView(
        steps_of_path(found[0].path, step_names(version["digest"] for version in versions)),
        found[0].row["state"],
        tuple(
            VariantCase(
                case.row["receipt_number"],
                case.row["title"] or "",
                read_instant(case.row["started_at"]),
                read_instant(case.row["ended_at"]) if case.row["ended_at"] else None,
                working_time(show, worked(case.row["started_at"], case.row["ended_at"]), day_seconds()) if case.row["ended_at"] else "",
                case.late,
                case.silent,
            )
            for case in found
        ),
        address("/statistics", {name: said[name] for name in NAMES}),
        address("/statistics/cases", said, after=str(further)) if further else "",
    )
    return draw("statistics_cases.html", page=view, shell=shell("statistics", actor))


@blueprint.get("/statistics/diagram.bpmn")
@signed_in
def diagram() -> Response:
    """Send the diagram of a version of a process, with the names that the pages show."""
    actor, said = observer(), asked(("process", "version"))
    versions = surface().door.ask(versions_of, actor, said["process"])
    digest = next((one["digest"] for one in versions if str(one["version"]) == said["version"]), None)
    if digest is None:
        raise Rejection("not_found", "Expected a version by which cases run, but found %(found)s", found=said["version"][:20])
    raw = surface().door.ask(definition_file, digest)
    if LANGUAGE.get() != DEFAULT:
        raw = rename(raw, digest, element_names(digest))
    return Response(raw, content_type="application/xml; charset=utf-8")


def steps_of_path(path: Path, names: Mapping[str, str]) -> tuple[VariantStep, ...]:
    return tuple(VariantStep(names.get(element) or element, end) for element, end in path)


def variant_rows(found: CaseStatistics, names: Mapping[str, str], said: Mapping[str, str]) -> tuple[VariantRow, ...]:
    """Return the most frequent variants in words. said: what was asked for, for the addresses of their cases."""
    most = found.variants[0].cases if found.variants else 1
    return tuple(
        VariantRow(
            number,
            steps_of_path(one.path, names),
            one.state,
            one.cases,
            f"{100 * one.cases / found.cases:.1f}",
            max(1, 100 * one.cases // most),
            took(one.spread, MEDIAN),
            took(one.spread, HIGH),
            one.late,
            one.silent,
            address("/statistics/cases", said, variant=one.id),
        )
        for number, one in enumerate(found.variants[:VARIANTS], 1)
    )


def levels_of(steps: Iterable[StepTimes], percent: int) -> dict[str, int]:
    """Return by element how hot it is, from 1 to LEVELS: its share of the slowest step's time."""
    times = {one.element_id: one.spread.at(percent) or 0 for one in steps if len(one.spread)}
    most = max(times.values(), default=0)
    return {element: max(1, -(-LEVELS * seconds // most)) if most else 1 for element, seconds in times.items()}


def _step(one: StepTimes, names: Mapping[str, str], levels: Mapping[str, int]) -> StepRow:
    median, high = took(one.spread, MEDIAN), took(one.spread, HIGH)
    return StepRow(
        one.element_id,
        names.get(one.element_id) or one.element_id,
        one.done,
        one.lapsed,
        one.left,
        one.open,
        median,
        high,
        levels.get(one.element_id, 0),
        both_times(wording(), one.spread.at(MEDIAN), one.spread.at(HIGH), day_seconds()),
        read_instant(one.open_since) if one.open_since else None,
        one.waits,
    )


def _drawing(versions: Versions, choice: CaseChoice) -> str:
    said = {"process": choice.process, "version": str(versions[0]["version"])}
    return address("/statistics/diagram.bpmn", said, language=LANGUAGES[LANGUAGE.get()])
