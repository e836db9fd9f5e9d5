"""Events across all cases, for auditors' programs."""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import request

from app.audit import hash_chain
from app.domain.rejection import Rejection
from app.queries.event_search import event_search
from app.web.access import note_read
from app.web.api.casework.operation import LIST, Operation, Parameter, limit
from app.web.api.casework.shapes import EventColumns, Page, Shape
from app.web.api.exchange import asker
from app.web.events_query import read_events_query, read_place, write_place
from app.web.surface import surface

COLUMNS: Final = (*hash_chain.COLUMNS, "digest", "receipt_number", "process_id")


class FoundEvent(EventColumns):
    """With the number and process of its case; null for the chain of definitions and people. facts: the body's, readable."""

    receipt_number: str | None
    process_id: str | None
    facts: list[dict[str, Any]]


class FoundEvents(Shape):
    """The newest first. page.totalItems: exact up to 10,000."""

    items: list[FoundEvent]
    page: Page


def get_events() -> FoundEvents:
    actor = asker()
    if not actor.holds("auditor"):
        raise Rejection("forbidden", "Expected an auditor to look across all cases, but you are not")
    filters, after = read_events_query(request.args), read_place(request.args.get("after"))
    found = surface().door.ask(event_search, filters, limit(), after=after)
    note_read("events", cases={int(row["case_key"]) for row in found.rows if row["receipt_number"]}, actor=actor)
    cursors = [write_place(row) for row in (found.rows[0], found.rows[-1])] if found.rows else [None, None]
    page = Page(total_items=found.total, has_more_total_items=found.capped, start_cursor=cursors[0], end_cursor=cursors[1])
    return FoundEvents(items=[_item(row) for row in found.rows], page=page)


def _item(row: Mapping[str, Any]) -> FoundEvent:
    return FoundEvent(**{name: row[name] for name in COLUMNS}, facts=json.loads(row["body"])["facts"])


OPERATIONS: Final = (
    Operation(
        "GET",
        "/events",
        "getEvents",
        "Events of all cases, the newest first, for auditors",
        get_events,
        FoundEvents,
        parameters=(
            Parameter("who", "an account or a person's name; clock, public or system; also in whose place"),
            Parameter("kind", "of event, as the guide for those who check lists them"),
            Parameter("from", "a civil day of the city such as 2026-11-24, of effect"),
            Parameter("to", "the last day, counted in"),
            Parameter("unit", "a unit's id: its people"),
            Parameter("article", "a number: facts that name it, alone, among others or in a span"),
            Parameter("case", "a receipt number; 0 for the chain of definitions and people"),
            Parameter("process", "a process id: in whose diagram it happened"),
            *LIST,
        ),
    ),
)
