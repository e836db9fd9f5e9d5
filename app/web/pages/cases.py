"""The list of cases, looked for by an address."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.permissions import takes_evidence
from app.domain.rejection import Rejection
from app.queries.case_happened import CONSENT, EXTENDED, HAPPENED, LATE, sort_of_happened
from app.queries.case_list import CaseFilters, CaseList, case_list, lapsed_deadlines, process_names, strictest
from app.queries.retention import erased_like
from app.queries.staff import every_unit
from app.queries.units_of_steps import units_of_steps
from app.service.draw_sample import DRAWERS
from app.web.access import note_read
from app.web.events_query import days_between
from app.web.numbers_in_addresses import page_number
from app.web.pages.case import STATES
from app.web.pages.case_verdicts import marks_of
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import element_names, process_name, step_name
from app.web.pages.frame import calendar, draw, now, person, shell, signed_in, wording
from app.web.presentation.case_view import CaseMark, CaseRow, CasesView, ErasedCase, LawMark
from app.web.presentation.statistics_words import SORTS
from app.web.query_values import choice, require_once
from app.web.surface import surface

blueprint = Blueprint("cases", __name__)
PAGE: Final = 50
LOGS: Final = ("XES", "OCEL")
"""What the cases of a process can be taken along as, for process mining."""

NAMES: Final = ("q", "process", "state", "unit", "happened", "from", "to", "variable", "value")
_CONDITIONS: Final = {
    "q": (marked("Number or title"), ("q",)),
    "process": (marked("Process"), ("process",)),
    "state": (marked("State"), ("state",)),
    "unit": (marked("Unit with a task in it"), ("unit",)),
    "happened": (marked("Has happened"), ("happened",)),
    "since": (marked("Received"), ("from", "to")),
    "variable": (marked("Variable"), ("variable", "value")),
}
"""Label of each condition, and the names of the address that say it."""

_HAPPENED: Final = {
    CONSENT: marked("silence took effect"),
    LATE: marked("a deadline missed"),
    EXTENDED: marked("a deadline extended"),
}


@blueprint.get("/cases")
@signed_in
def page() -> Response:
    """Show one page of what was found; a look for a variable is noted, for it tells what cases hold."""
    actor, door = person(), surface().door
    said = {name: request.args.get(name, "").strip()[:100] for name in NAMES}
    processes, units = door.ask(process_names), door.ask(every_unit)
    try:
        number = page_number(request.args)
        filters = _filters(said, [id for id, _, _ in processes], [id for id, _ in units])
        found = door.ask(case_list, actor, filters, limit=PAGE, offset=(number - 1) * PAGE)
    except Rejection as rejection:
        if rejection.code != "bad_filter":
            raise
        refused = _view(actor, said, processes, units, refusal=rejection.message)
        return draw("cases.html", 400, page=refused, shell=shell("cases", actor))
    if filters.variable:
        note_read("variables", cases={row["key"] for row in found.rows}, actor=actor)
    erased = _erased(filters) if number == 1 else ()
    view = _view(
        actor,
        said,
        processes,
        units,
        cases=_rows(actor, found),
        total=found.total,
        previous_href=_address(said, page=str(number - 1)) if number > 1 else "",
        next_href=_address(said, page=str(number + 1)) if number * PAGE < found.total else "",
        erased=erased,
        hint=_hint(actor, said, filters) if not found.total and not erased else None,
    )
    return draw("cases.html", page=view, shell=shell("cases", actor))


def _filters(said: Mapping[str, str], processes: Sequence[str], units: Sequence[str]) -> CaseFilters:
    """Return what is looked for. Raises Rejection("bad_filter")."""
    require_once((*NAMES, "page"))
    return CaseFilters(
        said["q"],
        choice("process", ("", *processes)),
        choice("state", ("", *STATES.values(), "erased")),
        choice("unit", ("", *units)),
        choice("happened", ("", *HAPPENED)),
        *days_between(said),
        said["variable"],
        said["value"],
    )


def _view(
    actor: Actor, said: dict[str, str], processes: Sequence[tuple[str, str, str]], units: Sequence[tuple[str, str]], **more: Any
) -> CasesView:
    show, process = wording(), said["process"]
    query = "?" + urlencode({"process": process}) if process in {id for id, _, _ in processes} else ""
    return CasesView(
        **{"cases": (), "total": 0, **more},
        asked=said,
        processes=tuple((id, process_name(digest, id, name)) for id, name, digest in processes),
        units=tuple(units),
        happened=tuple((name, show._(_HAPPENED.get(name) or SORTS[sort_of_happened(name)])) for name in HAPPENED),
        logs=tuple((name, f"/casework/v1/export/{name.lower()}{query}") for name in LOGS) if takes_evidence(actor) else (),
        audits=actor.holds("auditor"),
        samples=actor.holds(*DRAWERS),
    )


def _address(said: Mapping[str, str], **more: str) -> str:
    return "/cases?" + urlencode({name: value for name, value in {**said, **more}.items() if value})


def _hint(actor: Actor, said: Mapping[str, str], filters: CaseFilters) -> tuple[str, int, str] | None:
    """Return the condition to drop where nothing was found, how many cases there are without it, and where."""
    found = surface().door.ask(strictest, actor, filters)
    if found is None:
        return None
    label, names = _CONDITIONS[found[0]]
    return wording()._(label), found[1], _address({name: text for name, text in said.items() if name not in names})


def _rows(actor: Actor, found: CaseList) -> tuple[CaseRow, ...]:
    marks = marks_of(found.rows) if actor.holds("auditor") else {}
    lapsed = surface().door.ask(lapsed_deadlines, [row["key"] for row in found.rows])
    return tuple(_row(row, tuple(_law(row["key"], lapsed.get(row["key"], ()))), marks.get(row["key"])) for row in found.rows)


def _row(row: Mapping[str, Any], law: tuple[LawMark, ...], mark: CaseMark | None) -> CaseRow:
    process = process_name(row["digest"], row["process_id"], row["process_name"])
    ended = element_names(row["digest"]).get(row["outcome"]) or "" if row["outcome"] else ""
    return CaseRow(
        row["receipt_number"],
        f"/cases/{row['receipt_number']}",
        row["title"] or process,
        process,
        step_name(row["digest"], row["step_id"], row["step"]) if row["step"] else ended,
        read_instant(row["received_at"] or row["started_at"]),
        deadline_view(json.loads(row["deadline"]), now(), calendar()) if row["deadline"] else None,
        STATES[row["state"]],
        law,
        row["events"] or 0,
        mark,
    )


def _law(case_key: int, lapsed: Sequence[Mapping[str, Any]]) -> Iterator[LawMark]:
    """Yield what took effect by silence in a case: whose step it was, and since when."""
    whose = surface().door.ask(units_of_steps, case_key) if lapsed else {}
    for row in lapsed:
        view = deadline_view(json.loads(row["detail"]), now(), calendar())
        yield LawMark(view, whose.get(str(row["key"]), ""), view.effective_at)


def _erased(filters: CaseFilters) -> tuple[ErasedCase, ...]:
    """Return the erased cases that a search finds: by their number, or all where it asks for them; by nothing that is gone."""
    if filters.unit or filters.happened or filters.since or filters.until or filters.variable:
        return ()
    if filters.state != "erased" and (filters.state or not filters.q):
        return ()
    return tuple(
        ErasedCase(
            row["receipt_number"],
            f"/cases/{row['receipt_number']}/replay",
            process_name(row["digest"], row["process_id"], row["process_id"]),
            read_instant(row["erased_at"]),
        )
        for row in surface().door.ask(erased_like, person(), filters.q, filters.process)
    )
