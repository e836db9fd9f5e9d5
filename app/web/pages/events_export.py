"""The events that were found, as a file: CSV, sent as it is read, or a spreadsheet. Without those of secret cases, and without words.

Source: docs/permissions, "it is left out of mails and exports".
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.queries.event_search import EventFilters, Place, events_in_pages
from app.queries.people import names_of
from app.web.access import note_read
from app.web.events_query import NAMES, read_events_query
from app.web.pages.definition_words import process_name
from app.web.pages.event_words import KINDS
from app.web.pages.events import articles_of, auditor, step_of
from app.web.pages.frame import now, signed_in, wording
from app.web.presentation.wording import Wording
from app.web.query_values import choice, require_once
from app.web.send_rows import send_rows
from app.web.surface import surface

blueprint = Blueprint("events_export", __name__)
AT_ONCE: Final = 1_000
WIDTHS: Final = (22, 6, 19, 19, 18, 24, 24, 18, 12, 12, 10, 18, 20)

HEADS: Final = (
    marked("Receipt number"),
    marked("Event"),
    marked("In effect from"),
    marked("Recorded"),
    marked("What"),
    marked("Kind of event"),
    marked("Step"),
    marked("Account"),
    marked("Who"),
    marked("In place of"),
    marked("Article"),
    marked("Process"),
    marked("Digest"),
)


@blueprint.get("/events.<ending>")
@signed_in
def as_file(ending: str) -> Response:
    return send_rows(ending, f"events-{wording().local(now()).date()}", _asked(), WIDTHS, wording()._("List"))


def _asked() -> Iterator[tuple[str, ...]]:
    """Return the heads, then a row for each event, read some at a time: whoever asks may be sure that he may before anything is sent."""
    actor, filters, show = auditor(), _filters(), wording()
    return _rows(actor, filters, show, surface().door.ask(names_of))


def _filters() -> EventFilters:
    require_once(NAMES)
    choice("kind", ("", *KINDS))
    return read_events_query(request.args)


def _rows(actor: Actor, filters: EventFilters, show: Wording, people: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    yield tuple(show._(head) for head in HEADS)
    place: Place | None = None
    while True:
        rows, place = surface().door.ask(events_in_pages, filters, place, AT_ONCE)
        note_read("events", cases={int(row["case_key"]) for row in rows if row["receipt_number"]}, actor=actor)
        for row in rows:
            yield _row(row, show, people)
        if place is None:
            return


def _row(row: Mapping[str, Any], show: Wording, people: Mapping[str, str]) -> tuple[str, ...]:
    words, process = KINDS.get(row["kind"]), row["process_id"]
    return (
        row["receipt_number"] or "",
        str(row["seq"]),
        _local(row["effective_at"], show),
        _local(row["recorded_at"], show),
        show._(words) if words else row["kind"],
        row["kind"],
        step_of(row, row["element_id"], digest=row["definition_digest"]),
        row["actor"],
        people.get(row["actor"], ""),
        people.get(row["acting_for"], row["acting_for"]) if row["acting_for"] else "",
        ", ".join(articles_of(row["body"])),
        process_name(row["case_digest"], process, process) if process else "",
        row["digest"],
    )


def _local(text: str, show: Wording) -> str:
    return f"{show.local(read_instant(text)):%Y-%m-%d %H:%M:%S}"
