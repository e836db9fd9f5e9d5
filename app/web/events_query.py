"""What is looked for among the events of all cases, as an address says it: the same names on the page and for programs."""

import base64
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from app.domain.instant import instant_text
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.event_search import CITY, EventFilters, FoundEvents, Place
from app.web.surface import surface

NAMES: Final = ("who", "kind", "from", "to", "unit", "article", "case", "process")


def read_events_query(given: Mapping[str, str]) -> EventFilters:
    """Return the filters of a query; `from` and `to` are civil days of the city, both counted in. A number that no case has finds nothing.

    Raises Rejection("bad_filter") for what is no day, and for days that end before they begin.
    """
    said = {name: given.get(name, "").strip()[:100] for name in NAMES}
    since, until = days_between(said)
    return EventFilters(
        said["who"],
        said["kind"],
        since,
        until,
        said["unit"],
        _article(said["article"]),
        _case(said["case"]),
        said["process"],
    )


def days_between(given: Mapping[str, str]) -> tuple[str, str]:
    """Return when the days `from` and `to`, both counted in, begin and are over, as text in UTC; "" where one is not said.

    Raises Rejection("bad_filter") for what is no day, and where the last comes before the first.
    """
    first, last = (given.get(name, "").strip() for name in ("from", "to"))
    since, until = day_begins(first, "from", 0), day_begins(last, "to", 1)
    if since and until and until <= since:
        raise Rejection("bad_filter", "Expected a last day not before the first, %(first)s, but found %(last)s", first=first, last=last)
    return since, until


def day_begins(text: str, name: str, days: int) -> str:
    """Return when a day begins, or so many days after it, as text in UTC; "" for none."""
    if not text:
        return ""
    try:
        on = date.fromisoformat(text) + timedelta(days)
        begins = datetime.combine(on, time(), surface().configuration.zone)
    except (ValueError, OverflowError):
        begins = None
    if begins is None or not 2000 <= begins.year <= 2100:
        raise Rejection("bad_filter", "Expected a day such as 2026-11-24 as %(name)s, but found %(found)s", name=name, found=text[:40])
    return instant_text(begins)


def _article(text: str) -> str:
    """Return the number of an article as facts keep it, whether it was typed so or as pages write it: 34, 第34条."""
    return text.removeprefix("第").removesuffix("条").strip()


def _case(text: str) -> str:
    """Return a receipt number as it is kept; as it was typed where it can be none: that finds nothing."""
    if text in ("", CITY):
        return text
    try:
        return read_receipt_number(text)
    except Rejection:
        return text


def events_address(path: str, given: Mapping[str, str], **more: str) -> str:
    """Return an address with the filters of a query, and more."""
    said = {name: given.get(name, "").strip()[:100] for name in NAMES} | more
    query = urlencode({name: text for name, text in said.items() if text})
    return f"{path}?{query}" if query else path


def page_addresses(path: str, given: Mapping[str, str], found: FoundEvents) -> dict[str, str]:
    """Return the addresses beside a page of events, by the names of the view: its neighbours, and the files of all."""
    rows = found.rows
    return {
        "newer_href": events_address(path, given, before=write_place(rows[0])) if rows and found.before else "",
        "older_href": events_address(path, given, after=write_place(rows[-1])) if rows and found.after else "",
        "newest_href": events_address(path, given) if found.before else "",
        "csv_href": events_address(f"{path}.csv", given),
        "xlsx_href": events_address(f"{path}.xlsx", given),
    }


def write_place(row: Mapping[str, object]) -> str:
    """Return what `after` and `before` say for the events beyond one."""
    return base64.urlsafe_b64encode(json.dumps([row["effective_at"], row["case_key"], row["seq"]]).encode()).decode()


def read_place(text: str | None) -> Place | None:
    """Raises Rejection("bad_filter") for what is no place that a list gave."""
    if not text:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text))
    except ValueError:
        found = None
    if not (isinstance(found, list) and [type(part) for part in found] == [str, str, int] and (found[0] + found[1]).isprintable()):
        raise Rejection("bad_filter", "Expected a cursor that this list gave, but found %(found)s", found=text[:60])
    return found[0], found[1], found[2] % 2**63
