"""The filters of the work list as an address says them: the same names on the page and for programs."""

import base64
import json
from collections.abc import Mapping
from typing import Any, Final

from app.domain.actor import Actor
from app.domain.rejection import Rejection
from app.queries.saved_filters import saved_filter
from app.queries.work_list import Filters
from app.web.surface import surface

QUERY: Final = ("view", "light", "process", "unit", "q", "sort", "after", "filter")


def read_query(given: Mapping[str, str], actor: Actor, limit: int, offset: int = 0) -> Filters:
    """Return the filters of a query: view, light, process, unit, q, sort and after.

    filter: the number of a kept one, whose filters hold where the query says nothing else. Raises Rejection("bad_filter") for one that the
    actor does not see, and for a bad cursor.
    """
    if given.get("filter"):
        given = {**surface().door.ask(saved_filter, actor, given["filter"]).query, **given}
    light, process, unit, q = (given.get(name, "").strip()[:100] for name in ("light", "process", "unit", "q"))
    return Filters(
        given.get("view", "mine"), light, process, unit, q, given.get("sort", "deadlineAt"), limit, offset, _cursor(given.get("after"))
    )


def cursor_of(row: Mapping[str, Any], filters: Filters) -> str:
    """Return what `after` says for the rows that follow one."""
    return write_cursor((row[filters.column.removeprefix("t.")], row["key"]))


def write_cursor(place: tuple[str, int]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(place)).encode()).decode()


def _cursor(text: str | None) -> tuple[str, int] | None:
    if text is None:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text))
    except ValueError:
        found = None
    if not (isinstance(found, list) and len(found) == 2 and isinstance(found[0], str) and found[0].isprintable() and type(found[1]) is int):
        raise Rejection("bad_filter", "Expected a cursor that this list gave, but found %(found)s", found=text[:60])
    return found[0], found[1] % 2**63
