"""The access log, for security administrators and auditors: looked for by an address, page by page. Reading it stands in it, too."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, Response, request
from msgspec import Struct

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.keys import BLOCK, case_key_of
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.access_search import AccessFilters, access_search, numbers_of, open_numbers
from app.queries.people import names_of
from app.web.access import note_look
from app.web.events_query import days_between, page_addresses, read_place
from app.web.pages.access_words import KINDS, access_details
from app.web.pages.admin_parts import admin_links, may_read_access
from app.web.pages.frame import draw, person, shell, signed_in, wording
from app.web.presentation.access_view import AccessRow, AccessView
from app.web.query_values import choice, require_once
from app.web.surface import surface

blueprint = Blueprint("access_log", __name__)
PAGE: Final = 50
NAMED: Final = 6
"""How many cases a row of the page names; a file names all."""

NAMES: Final = ("who", "kind", "from", "to", "case")
_LONGEST: Final = 9


class OnCases(Struct, frozen=True):
    """What an event concerns. numbers: of cases that may be named; unnamed: how many others; on: what else a refused change was about."""

    numbers: tuple[str, ...] = ()
    unnamed: int = 0
    on: str = ""


def reader() -> Actor:
    """Return who is signed in. Raises Rejection("forbidden") for who is neither a security administrator nor an auditor."""
    actor = person()
    if not may_read_access(actor):
        raise Rejection("forbidden", "Expected a security administrator or an auditor to read the access log, but you are neither")
    return actor


def asked(*, secret: bool) -> AccessFilters:
    """Return what the address asks for; `from` and `to` are civil days of the city, both counted in. Raises Rejection("bad_filter").

    secret: whether secret cases are found by their numbers.
    """
    require_once((*NAMES, "after", "before", "event"))
    kind, said = choice("kind", ("", *KINDS)), {name: request.args.get(name, "").strip()[:100] for name in NAMES}
    text = request.args.get("event", "")
    seq = int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else 0
    if text and not seq:
        raise Rejection("bad_filter", "Expected a whole number as event, but found %(found)s", found=text[:20])
    return AccessFilters(said["who"], kind, *days_between(said), case=_number(said["case"]) or said["case"], secret=secret, seq=seq)


@blueprint.get("/admin/access")
@signed_in
def page() -> Response:
    """Show one page of what was found, the newest first; that somebody looked is noted before it is shown."""
    actor, door, show = reader(), surface().door, wording()
    filters = asked(secret=actor.holds("auditor"))
    after, before = (read_place(request.args.get(name)) for name in ("after", "before"))
    found = door.ask(access_search, filters, PAGE, after=after, before=None if after else before)
    note_look("access log", actor)
    people, sees_secret = door.ask(names_of), actor.holds("auditor")
    cases = on_cases(found.rows, secret=sees_secret)
    view = AccessView(
        admin_links(actor, "access"),
        rows=tuple(_row(row, on, people, filters, opens=sees_secret) for row, on in zip(found.rows, cases, strict=True)),
        alone=filters.seq,
        asked={name: request.args.get(name, "").strip()[:100] for name in NAMES},
        total=found.total,
        capped=found.capped,
        kinds=tuple((kind, show._(words)) for kind, words in KINDS.items()),
        people=tuple(people.items()),
        verification_href="/verification" if actor.holds("auditor") else "",
        **page_addresses("/admin/access", request.args, found),
    )
    return draw("admin/access.html", page=view, shell=shell("admin", actor))


def _row(row: Mapping[str, Any], on: OnCases, people: Mapping[str, str], filters: AccessFilters, *, opens: bool) -> AccessRow:
    """The case that is looked for stands first among those of a row; of an event that is shown alone all are named."""
    show, said = wording(), fact_of(row)
    numbers = sorted(on.numbers, key=lambda number: number != filters.case)
    named = numbers if filters.seq else numbers[:NAMED]
    details = access_details(row["kind"], said, show)
    return AccessRow(
        at=read_instant(row["effective_at"]),
        kind=show._(KINDS.get(row["kind"], row["kind"])),
        refused=row["kind"] in ("change_refused", "sign_in_refused"),
        actor=row["actor"],
        who=people.get(row["actor"], ""),
        acting_for=people.get(row["acting_for"], row["acting_for"]) if row["acting_for"] else "",
        details=(*details, on.on) if on.on else details,
        numbers=tuple((number, f"/cases/{number}" if opens else "") for number in named),
        more=len(numbers) - len(named),
        more_href=f"/admin/access?event={row['seq']}",
        unnamed=on.unnamed,
        where=where_of(row, said),
    )


def fact_of(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the one fact of an event of the access log."""
    found: Mapping[str, Any] = json.loads(row["body"])["facts"][0]
    return found


def where_of(row: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """Return where a sign-in came from; of anything else, what was asked for."""
    return str(said.get("address") or "") if row["command"] == "sign_in" else str(row["command"])


def on_cases(rows: Sequence[Mapping[str, Any]], *, secret: bool) -> list[OnCases]:
    """Return, for each event, the cases it concerns. secret: whether those of secret cases are named."""
    said = [(fact_of(row), str(fact_of(row).get("on") or "")) for row in rows]
    keys = {int(key) for fact, _ in said for key in fact.get("caseKeys", ())} | {_case_key(on) for _, on in said if _case_key(on)}
    door = surface().door
    numbers = door.ask(numbers_of, keys, secret=secret)
    named = door.ask(open_numbers, [number for _, on in said if (number := _number(on))], secret=secret)
    return [_on_cases(fact, on, numbers, named) for fact, on in said]


def _on_cases(fact: Mapping[str, Any], on: str, numbers: Mapping[int, str], named: frozenset[str]) -> OnCases:
    if key := _case_key(on):
        return OnCases((numbers[key],)) if key in numbers else OnCases(unnamed=1)
    if number := _number(on):
        return OnCases((number,)) if number in named else OnCases(unnamed=1)
    keys = [int(key) for key in fact.get("caseKeys", ())]
    known = tuple(numbers[key] for key in keys if key in numbers)
    return OnCases(known, len(keys) - len(known), on)


def _case_key(on: str) -> int:
    """Return the key of the case that a refused change was about; 0 where it named none by a key."""
    key = int(on) if on.isascii() and on.isdigit() and len(on) <= 19 else 0
    return case_key_of(key) if BLOCK <= key < 2**63 else 0


def _number(on: str) -> str:
    """Return the receipt number that a refused change was about; empty where it named none."""
    try:
        return read_receipt_number(on) if on else ""
    except Rejection:
        return ""
