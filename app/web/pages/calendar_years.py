"""The calendar of the city: its years, and entering one after seeing what it would change."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.calendar_entries import FIRST_YEAR, LAST_YEAR
from app.domain.calendar_file import read_year
from app.domain.calendar_place import line_of
from app.domain.marked import marked
from app.domain.permissions import require_holding
from app.domain.rejection import Message, Rejection
from app.queries.calendar_year import entered_year
from app.queries.decree_preview import decree_preview, provisional_deadlines
from app.queries.staff import OFFICES
from app.service.enter_calendar_year import EnterCalendarYear
from app.web.pages.admin_parts import admin_links
from app.web.pages.calendar_text import FIELDS, USUAL_HOURS, document_of, typed_of
from app.web.pages.calendar_words import months, moved_view, year_view
from app.web.pages.frame import calendar, draw, go, now, person, shell, signed_in, wording
from app.web.presentation.calendar_view import CalendarEntryView, CalendarView
from app.web.surface import surface

LABELS: Final = {
    "holidays": marked("Public holidays"),
    "makeUpDays": marked("Make-up days"),
    "hours": marked("Office hours"),
    "closures": marked("Closures nobody planned"),
    "notice": marked("Name and number of the notice"),
}
"""What the page calls the parts of a year, by what a file does."""

blueprint = Blueprint("calendar_years", __name__)
ENTERED: Final = Message("The year is entered; what runs follows it, one case after another", {})
WHO_SEES: Final = (*OFFICES, "unit-head")


@blueprint.get("/admin/calendar")
@signed_in
def first() -> AnyResponse:
    return redirect(f"/admin/calendar/{calendar().local_date(now()).year}", 303)


@blueprint.get("/admin/calendar/<int:year>")
@signed_in
def page(year: int) -> Response:
    actor, counts_by = _seen_by(person(), year), calendar()
    entered = surface().door.ask(entered_year, year)
    newest = max(counts_by.known_years, default=year)
    view = CalendarView(
        admin_links(actor, "calendar"),
        year_view(year, entered, counts_by),
        tuple((known, known in counts_by.known_years) for known in sorted({*counts_by.known_years, newest + 1, year})),
        months(year, counts_by, now()),
        newest + 1,
        surface().door.ask(provisional_deadlines),
        f"/admin/calendar/{year}/entry" if actor.holds("system-admin") else "",
        ENTERED if "done" in request.args else None,
    )
    return draw("admin/calendar.html", page=view, shell=shell("admin", actor))


@blueprint.get("/admin/calendar/<int:year>/entry")
@signed_in
def entry(year: int) -> Response:
    """Show the year as lines to type; of a year without notice, with the usual hours."""
    _may_enter(year)
    entered = surface().door.ask(entered_year, year)
    typed = typed_of(entered["document"]) if entered else {**dict.fromkeys(FIELDS, ""), "hours": USUAL_HOURS}
    typed["reason"] = ""
    return _entry_page(year, typed, known=entered is not None)


@blueprint.post("/admin/calendar/<int:year>/entry")
@signed_in
def enter(year: int) -> AnyResponse:
    """Check what was typed and show which deadlines would move; enter it once that was seen (`confirmed` names what was checked)."""
    _may_enter(year)
    typed = {name: request.form.get(name, "")[:20_000].replace("\r\n", "\n") for name in (*FIELDS, "reason")}
    door = surface().door
    known = door.ask(entered_year, year) is not None
    try:
        if known and not typed["reason"].strip():
            raise _at_field("reason", Message("Say why; it goes into the history", {}))
        content = document_of(year, typed)
        read_year(content)
        preview = door.ask(decree_preview, content, surface().configuration.zone, now())
    except Rejection as rejection:
        if rejection.code not in ("bad_answers", "bad_calendar"):
            raise
        errors = dict(rejection.field_errors) or _at_its_line(rejection.message, typed)
        return _entry_page(year, typed, known=known, status=422, errors=errors)
    if request.form.get("confirmed") == _mark(preview.version, typed):
        door.execute(EnterCalendarYear(content, typed["reason"].strip()), person())
        return go(f"/admin/calendar/{year}?done")
    view = CalendarEntryView(
        admin_links(person(), "calendar"),
        year,
        typed,
        known,
        f"/admin/calendar/{year}",
        {},
        preview.moved,
        tuple(map(moved_view, preview.shown)),
        preview.firm,
    )
    confirmed = _mark(preview.version, typed)
    return draw("admin/calendar_entry.html", page=view, confirmed=confirmed, shell=shell("admin", person()))


def _mark(version: int, typed: dict[str, str]) -> str:
    """Return what tells that just this was seen before it is entered: another text, or a decree entered meanwhile, is shown first."""
    return f"{version}-{hashlib.sha256(repr(sorted(typed.items())).encode()).hexdigest()}"


def _entry_page(year: int, typed: dict[str, str], *, known: bool, status: int = 200, errors: dict[str, Message] | None = None) -> Response:
    actor = person()
    view = CalendarEntryView(admin_links(actor, "calendar"), year, typed, known, f"/admin/calendar/{year}", errors or {})
    return draw("admin/calendar_entry.html", status, page=view, confirmed="", shell=shell("admin", actor))


def _at_field(name: str, message: Message) -> Rejection:
    return Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors={name: message}, count=1)


def _field_of(message: Message) -> str:
    """Return the field that a refusal of the calendar speaks of."""
    words = {"make-up": "makeUpDays", "hours": "hours", "closure": "closures", "civil time": "closures", "spans": "hours"}
    named = str(message.facts.get("name", ""))
    return named if named in FIELDS else next((name for word, name in words.items() if word in message.template), "holidays")


def _at_its_line(message: Message, typed: Mapping[str, str]) -> dict[str, Message]:
    """Return a refusal of the calendar at its field, with the line that it is about."""
    field = _field_of(message)
    line = line_of(typed[field].splitlines(), message.template, message.facts)
    said = _in_words(message)
    return {field: Message("Line %(line)s: %(problem)s", {"line": line, "problem": wording().message(said)}) if line else said}


def _in_words(message: Message) -> Message:
    """Return a refusal of the calendar with the field as the page calls it, and not as a file does; each day with its year, which may be
    what is wrong with it."""
    facts = {name: _whole_day(value) for name, value in message.facts.items()}
    named = LABELS.get(str(message.facts.get("name", "")))
    return Message(message.template, {**facts, "name": wording()._(named)} if named else facts)


def _whole_day(value: Any) -> Any:
    on, between, clock = str(value).partition("T")
    try:
        said = wording().written_day(date.fromisoformat(on))
    except ValueError:
        return value
    return f"{said} {clock}" if between else said


def _seen_by(actor: Actor, year: int) -> Actor:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Rejection("not_found", "Expected a year from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR)
    require_holding(actor, WHO_SEES, "see the calendar")
    return actor


def _may_enter(year: int) -> None:
    _seen_by(person(), year)
    require_holding(person(), ("system-admin",), "enter a year of the calendar")
