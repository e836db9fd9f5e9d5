"""The access log as a file: CSV, sent as it is read, or a spreadsheet. It names no secret case, whoever takes it along.

Source: docs/permissions, "it is left out of mails and exports".
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Blueprint, Response

from app.domain.instant import read_instant
from app.domain.marked import marked
from app.queries.access_search import AccessFilters, accesses_in_pages
from app.queries.event_search import Place
from app.queries.people import names_of
from app.web.access import note_look
from app.web.pages.access_log import OnCases, asked, fact_of, on_cases, reader, where_of
from app.web.pages.access_words import KINDS, access_details
from app.web.pages.frame import now, signed_in, wording
from app.web.presentation.wording import Wording
from app.web.send_rows import send_rows
from app.web.surface import surface

blueprint = Blueprint("access_log_export", __name__)
AT_ONCE: Final = 1_000
WIDTHS: Final = (8, 19, 18, 20, 18, 12, 12, 40, 40, 30, 20)
HEADS: Final = (
    marked("Event"),
    marked("Recorded"),
    marked("What"),
    marked("Kind of event"),
    marked("Account"),
    marked("Who"),
    marked("In place of"),
    marked("In words"),
    marked("Cases"),
    marked("From where, or what was asked for"),
    marked("Digest"),
)


@blueprint.get("/admin/access.<ending>")
@signed_in
def as_file(ending: str) -> Response:
    return send_rows(ending, f"access-{wording().local(now()).date()}", _asked(), WIDTHS, wording()._("Access log"))


def _asked() -> Iterator[tuple[str, ...]]:
    """Return the heads, then a row for each event: whoever asks may be sure that he may, and is noted, before anything is sent."""
    actor, filters, show = reader(), asked(secret=False), wording()
    note_look("access log", actor)
    return _rows(filters, show, surface().door.ask(names_of))


def _rows(filters: AccessFilters, show: Wording, people: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    yield tuple(show._(head) for head in HEADS)
    place: Place | None = None
    while True:
        rows, place = surface().door.ask(accesses_in_pages, filters, place, AT_ONCE)
        for row, on in zip(rows, on_cases(rows, secret=False), strict=True):
            yield _row(row, on, show, people)
        if place is None:
            return


def _row(row: Mapping[str, Any], on: OnCases, show: Wording, people: Mapping[str, str]) -> tuple[str, ...]:
    said, words = fact_of(row), KINDS.get(row["kind"])
    details = access_details(row["kind"], said, show)
    return (
        str(row["seq"]),
        f"{show.local(read_instant(row['effective_at'])):%Y-%m-%d %H:%M:%S}",
        show._(words) if words else row["kind"],
        row["kind"],
        row["actor"],
        people.get(row["actor"], ""),
        people.get(row["acting_for"], row["acting_for"]) if row["acting_for"] else "",
        show._("; ").join((*details, on.on) if on.on else details),
        ", ".join(on.numbers),
        where_of(row, said),
        row["digest"],
    )
