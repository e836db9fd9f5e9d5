"""The events that were found, as a file: CSV, sent as it is read, or a spreadsheet. Without those of secret cases, and without words.

Source: docs/permissions, "it is left out of mails and exports".
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import IO, Any, Final

from flask import Blueprint, Response, request, stream_with_context

from app.domain.actor import Actor
from app.domain.instant import instant_text, read_instant
from app.domain.marked import marked
from app.queries.event_search import EventFilters, Place, events_in_pages
from app.queries.people import names_of
from app.web.access import note_read
from app.web.events_query import NAMES, read_events_query
from app.web.pages.definition_words import process_name
from app.web.pages.event_words import KINDS
from app.web.pages.events import auditor, step_of
from app.web.pages.frame import now, signed_in, wording
from app.web.presentation.wording import Wording
from app.web.query_values import choice, require_once
from app.web.surface import surface

blueprint = Blueprint("events_export", __name__)
AT_ONCE: Final = 1_000
MOST_ROWS: Final = 1_000_000
"""A sheet has room for 1,048,576; a CSV file goes on."""

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
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@blueprint.get("/events.csv")
@signed_in
def as_csv() -> Response:
    rows = _asked()
    response = Response(stream_with_context(_csv(rows)), content_type="text/csv; charset=utf-8")
    return _named(response, "csv")


@blueprint.get("/events.xlsx")
@signed_in
def as_xlsx() -> Response:
    file = _xlsx(_asked())
    response = Response(_read(file))
    response.call_on_close(file.close)
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _named(response, "xlsx")


def _read(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what a file holds, and close it, which takes it away."""
    with file:
        yield from iter(partial(file.read, 1 << 16), b"")


def _named(response: Response, ending: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="events-{instant_text(now())[:10]}.{ending}"'
    return response


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
        ", ".join(_articles(row["body"])),
        process_name(row["case_digest"], process, process) if process else "",
        row["digest"],
    )


def _articles(body: str) -> list[str]:
    facts = json.loads(body)["facts"] if '"article":' in body else ()
    return sorted({str(fact["article"]) for fact in facts if fact.get("article")})


def _local(text: str, show: Wording) -> str:
    return f"{show.local(read_instant(text)):%Y-%m-%d %H:%M:%S}"


def _csv(rows: Iterator[tuple[str, ...]]) -> Iterator[bytes]:
    target = io.StringIO()
    writer = csv.writer(target)
    yield "\ufeff".encode()  # without it spreadsheets take the file for one in the machine's own code page
    for number, row in enumerate(rows):
        writer.writerow([harmless(text) for text in row])
        if number % 200 == 0:
            yield _taken(target)
    yield _taken(target)


def _taken(target: io.StringIO) -> bytes:
    found = target.getvalue().encode()
    target.seek(0)
    target.truncate()
    return found


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, whatever it begins with."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _xlsx(rows: Iterator[tuple[str, ...]]) -> IO[bytes]:
    """Return a spreadsheet, written row by row to a file that goes away when it is closed."""
    import xlsxwriter  # a tenth of a second that only those pay who take a spreadsheet

    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the answer
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "bottom": 1})
    write: Callable[..., Any] = sheet.write_string
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            break
        for column, text in enumerate(row):
            write(number, column, text, bold if number == 0 else None)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate((22, 6, 19, 19, 18, 24, 24, 18, 12, 12, 10, 18, 20)):
        sheet.set_column(column, column, width)
    book.close()
    file.seek(0)
    return file
