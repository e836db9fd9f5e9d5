"""Events across all cases, for auditors: looked for by an address, page by page, and taken along as a file."""

import json
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, Response, request

from app.domain.actor import Actor
from app.domain.rejection import Rejection
from app.queries.case_list import process_names
from app.queries.event_search import event_search
from app.queries.history import event_of
from app.queries.people import names_of
from app.queries.staff import every_unit
from app.web.access import note_read
from app.web.events_query import NAMES, page_addresses, read_events_query, read_place
from app.web.pages.city_words import concerns
from app.web.pages.definition_words import element_names, process_name
from app.web.pages.event_words import KINDS
from app.web.pages.frame import draw, person, shell, signed_in, wording
from app.web.pages.history_words import history_entries
from app.web.presentation.events_view import EventRow, EventsView
from app.web.query_values import choice, require_once
from app.web.surface import surface

blueprint = Blueprint("events", __name__)
PAGE: Final = 50


def auditor() -> Actor:
    """Return who is signed in. Raises Rejection("forbidden") for anybody but an auditor."""
    actor = person()
    if not actor.holds("auditor"):
        raise Rejection("forbidden", "Expected an auditor to look across all cases, but you are not")
    return actor


@blueprint.get("/events")
@signed_in
def page() -> Response:
    """Show one page of what was found, the newest first; what it shows of cases is noted."""
    actor, door, show = auditor(), surface().door, wording()
    require_once((*NAMES, "after", "before"))
    choice("kind", ("", *KINDS))
    after, before = (read_place(request.args.get(name)) for name in ("after", "before"))
    found = door.ask(event_search, read_events_query(request.args), PAGE, after=after, before=None if after else before)
    note_read("events", cases={int(row["case_key"]) for row in found.rows if row["receipt_number"]}, actor=actor)
    people, processes, units = door.ask(names_of), door.ask(process_names), tuple(door.ask(every_unit))
    named = dict(units)
    view = EventsView(
        rows=tuple(event_row(row, people, named) for row in found.rows),
        asked={name: request.args.get(name, "").strip()[:100] for name in NAMES},
        total=found.total,
        capped=found.capped,
        kinds=tuple((kind, show._(words)) for kind, words in KINDS.items()),
        processes=tuple((id, process_name(digest, id, name)) for id, name, digest in processes),
        units=units,
        people=tuple(people.items()),
        **page_addresses("/events", request.args, found),
    )
    return draw("events.html", page=view, shell=shell("events", actor))


def step_of(
    row: Mapping[str, Any],
    element: str | None,
    _key: object = None,
    _instance: object = None,
    digest: str | None = None,
    _event: int | None = None,
) -> str:
    """Return the name of an element by the file that the event names, else by the case's own; its id where it has none."""
    files = [file for file in (digest, row["case_digest"]) if file]
    return next((names[element] for names in map(element_names, files) if element and names.get(element)), element or "")


def articles_of(body: str) -> tuple[str, ...]:
    """Return the articles that the facts of an event name, by which it is found. body: of the event."""
    facts = json.loads(body)["facts"] if '"article":' in body else ()
    return tuple(sorted({str(fact["article"]) for fact in facts if fact.get("article")}, key=lambda one: (len(one), one)))


def event_row(row: Mapping[str, Any], people: Mapping[str, str], units: Mapping[str, str] = MappingProxyType({})) -> EventRow:
    """Return an event in words, with nothing of what lies beside it: that is on the pages of its case. units: names by id."""
    show, in_case = wording(), bool(row["receipt_number"])
    entry = history_entries([event_of(row)], partial(step_of, row), people)[0]
    return EventRow(
        seq=entry.seq,
        at=entry.at,
        kind=show._(KINDS.get(row["kind"], row["kind"])),
        actor=row["actor"],
        number=row["receipt_number"] or "",
        title=(row["title"] or "") if in_case else "",
        process=process_name(row["case_digest"], row["process_id"], row["process_id"]) if in_case else "",
        href=f"/cases/{row['receipt_number']}/replay?event={row['seq']}" if in_case else "",
        what=entry.what if in_case else None,
        who=entry.who,
        acting_for=entry.acting_for,
        articles=articles_of(row["body"]),
        recorded_at=entry.recorded_at,
        secret=bool(row["secret"]),
        concerns="" if in_case else concerns(row["body"], people, units),
    )
