"""The days of a deadline as it stood after one event of its case, by the calendar that it was counted by then: for who replays the case."""

from datetime import date
from typing import Final

from flask import Response, request
from msgspec.structs import replace

from app.domain.deadline_reckoning import days_of
from app.domain.deadline_row import from_row
from app.domain.instant import read_instant
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.history import events_between
from app.queries.people import names_of
from app.queries.person import as_seen
from app.queries.replayed_case import replayed_case
from app.queries.retention import seen_or_erased
from app.web.access import note_read
from app.web.pages.deadline_days import weeks
from app.web.pages.deadline_movements import about_deadline, concerns
from app.web.pages.deadline_words import day_counts, deadline_view
from app.web.pages.definition_words import CaseNames, process_name
from app.web.pages.frame import draw, person, shell
from app.web.pages.history_words import history_entries
from app.web.pages.replay_words import record_of
from app.web.presentation.case_view import DeadlineDaysView
from app.web.presentation.languages import LANGUAGE
from app.web.presentation.wording import LONG_AGO, Wording
from app.web.query_values import require_once
from app.web.surface import surface

_LONGEST: Final = 9


def asked_event(last: int) -> int:
    """Return the event that the address names. Raises Rejection("bad_filter") for what is none of the case. last: its last one."""
    require_once(("event",))
    text = request.args.get("event", "")
    seq = int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else 0
    if not 1 <= seq <= last:
        raise Rejection("bad_filter", "Expected an event from 1 to %(last)s, but found %(found)s", last=last, found=text[:20] or "-")
    return seq


def deadline_then(number: str, key: int) -> Response:
    """Show the days of a deadline as they stood after the event that the address names. What came later is no part of it.

    Raises Rejection("bad_filter") for an event that the case does not have, ("not_found") for a deadline that was not there yet.
    """
    actor, door = person(), surface().door
    case = door.ask(seen_or_erased, actor, read_receipt_number(number))
    note_read("replay", cases={case.key}, actor=actor)
    last = door.ask(replayed_case, case.key, None).last
    found = door.ask(replayed_case, case.key, asked_event(last))
    said = found.at.deadlines.get(str(key))
    if said is None:
        raise Rejection("not_found", "Expected a deadline %(key)s of this case, but there is none", key=key)
    record, at = record_of(str(key), said), read_instant(found.event.event["effective_at"])
    city = door.ask(door.surroundings.calendar_of, int(said.get("calendarVersion") or 0))
    digest = found.at.instances[str(case.key)][1]
    names, deadline = CaseNames(case.key, digest, found.seq), from_row(record)
    days = days_of(deadline, city, at)
    shown = deadline_view(record, at, city, name=names.of(said.get("elementId"), str(key)))
    if deadline.is_open:
        shown = replace(shown, days_left_out=day_counts(days, date.max).left_out)
    href = f"/cases/{case.receipt_number}/deadlines/{key}"
    events = [event for event in door.ask(events_between, case.key, 1, found.seq) if concerns(event, key)]
    events = [about_deadline(event, key) for event in door.ask(as_seen, actor, case.key, events)]
    view = DeadlineDaysView(
        case.receipt_number,
        found.title or case.title or process_name(digest, case.process_id, case.process_id),
        f"/cases/{case.receipt_number}/replay?event={found.seq}",
        shown,
        weeks(deadline, days, city, at),
        tuple(history_entries(events, names.of, door.ask(names_of))),
        "list" in request.args,
        f"{href}?event={found.seq}&list=1",
        f"{href}?event={found.seq}",
        event=found.seq,
        at=at,
        now_href="" if found.erased else href,
    )
    then = Wording(LANGUAGE.get(), surface().configuration.zone, LONG_AGO)
    return draw("deadline.html", page=view, shell=shell("cases", actor), then=then)
