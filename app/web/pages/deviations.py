"""What happened in cases that their diagrams do not say, for auditors and supervisors: each leads to the replay at its event."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Blueprint, Response

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.queries.case_choice import CaseChoice
from app.queries.deviations import DEVIATIONS, deviations, deviations_in_pages, sort_of
from app.queries.event_search import Place
from app.queries.people import names_of
from app.web.access import note_read
from app.web.events_query import read_place, write_place
from app.web.pages.definition_words import process_name
from app.web.pages.event_words import KINDS
from app.web.pages.events import event_row, step_of
from app.web.pages.frame import draw, now, shell, signed_in, wording
from app.web.pages.statistics_choice import address, asked, choice_view, file_addresses, observer, read_choice
from app.web.presentation.statistics_view import DeviationRow, DeviationsView, SortCount
from app.web.presentation.statistics_words import SORTS
from app.web.query_values import choice as chosen
from app.web.send_rows import send_rows
from app.web.surface import surface

blueprint = Blueprint("deviations", __name__)
PAGE: Final = 50
AT_ONCE: Final = 1_000
_NAMES: Final = ("process", "from", "to", "unit")
_HEADS: Final = (
    marked("Receipt number"),
    marked("Event"),
    marked("In effect from"),
    marked("Recorded"),
    marked("Deviation"),
    marked("What"),
    marked("Step"),
    marked("Account"),
    marked("Who"),
    marked("In place of"),
    marked("Process"),
)


@blueprint.get("/statistics/deviations")
@signed_in
def page() -> Response:
    """Show one page of them, the newest first; what it shows of cases is noted."""
    actor, said, show, door = observer(), asked((*_NAMES, "after")), wording(), surface().door
    after, sort = read_place(said.pop("after")), chosen("sort", ("", *DEVIATIONS))
    found = door.ask(deviations, actor, read_choice(actor, said), sort, after, PAGE)
    note_read("deviations", cases={int(row["case_key"]) for row in found.rows}, actor=actor)
    people, kept = door.ask(names_of), {**said, "sort": sort}
    view = DeviationsView(
        choice_view("/statistics/deviations", said),
        sort,
        tuple(
            SortCount(name, show._(SORTS[name]), events, cases, address("/statistics/deviations", said, sort=name))
            for name, (events, cases) in found.sorts.items()
            if events
        ),
        tuple(DeviationRow(_sort(row), event_row(row, people)) for row in found.rows),
        address("/statistics/deviations", said),
        file_addresses(("deviations",), kept),
        address("/statistics/deviations", kept, after=write_place(found.rows[-1])) if found.after else "",
        address("/statistics/deviations", kept) if after else "",
    )
    return draw("statistics_deviations.html", page=view, shell=shell("statistics", actor))


@blueprint.get("/statistics/deviations.<ending>")
@signed_in
def as_file(ending: str) -> Response:
    actor, said = observer(), asked(_NAMES)
    choice, sort = read_choice(actor, said, files=True), chosen("sort", ("", *DEVIATIONS))
    name = f"deviations-{wording().local(now()).date()}"
    return send_rows(ending, name, _rows(actor, choice, sort), (22, 6, 19, 19, 16, 22, 24, 18, 12, 12, 18), wording()._("List"))


def _rows(actor: Actor, choice: CaseChoice, sort: str) -> Iterator[tuple[str, ...]]:
    show, people = wording(), surface().door.ask(names_of)
    yield tuple(show._(head) for head in _HEADS)
    place: Place | None = None
    while True:
        rows, place = surface().door.ask(deviations_in_pages, actor, choice, sort, place, AT_ONCE)
        note_read("deviations", cases={int(row["case_key"]) for row in rows}, actor=actor)
        for row in rows:
            yield _row(row, people)
        if place is None:
            return


def _row(row: Mapping[str, Any], people: Mapping[str, str]) -> tuple[str, ...]:
    show, process, words = wording(), row["process_id"], KINDS[row["kind"]]
    return (
        row["receipt_number"] or "",
        str(row["seq"]),
        *(f"{show.local(read_instant(row[name])):%Y-%m-%d %H:%M:%S}" for name in ("effective_at", "recorded_at")),
        _sort(row),
        show._(words),
        step_of(row, row["element_id"], digest=row["definition_digest"]),
        row["actor"],
        people.get(row["actor"], ""),
        people.get(row["acting_for"], row["acting_for"]) if row["acting_for"] else "",
        process_name(row["case_digest"], process, process) if process else "",
    )


def _sort(row: Mapping[str, Any]) -> str:
    words = SORTS[sort_of(row["kind"], row["body"])]
    return wording()._(words)
