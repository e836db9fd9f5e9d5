"""Searches of the REST surface: one declarative table of names -> columns, and the SQL made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from app.domain.actor import Actor
from app.queries.person import person_sight
from app.queries.search_columns import Search
from app.queries.search_filter import conditions
from app.queries.search_page import Page, known, read_order
from app.store.database import Reader

COUNTED_TO: Final = 1_000
"""Totals stop here, or at the end of the page asked for where that lies further, as the published description allows: a page must not
take longer the more there is beyond it."""


@dataclass(frozen=True)
class Found:
    """total: how many there are at least; more: whether there are more than that."""

    rows: Sequence[Mapping[str, Any]]
    total: int
    more: bool
    start_cursor: str | None
    end_cursor: str | None


def search(
    store: Reader, of: Search, request: Mapping[str, Any], sight: tuple[str, Mapping[str, Any]], asker: Actor | None = None
) -> Found:
    """Return one page.

    request: filter, sort and page as published. sight: SQL that lets through only what the asker may see, and its values. asker: where it
    filters by variables, of which the asker may not see all.

    Raises Rejection("bad_filter") and ("bad_request") that name what is not supported: nothing is ignored.
    """
    known(request, {"filter", "sort", "page"}, "the search")
    values: dict[str, Any] = dict(sight[1])
    if asker is not None:
        hidden, shown = person_sight(asker, "fv")
        of, values = replace(of, hidden=hidden), values | shown
    parts = [sight[0]] if sight[0] else []
    parts += conditions(of, _given(request, "filter", {}), values)
    order = read_order(of, _given(request, "sort", []))
    page = Page(_given(request, "page", {}), order)
    counted = " AND ".join(parts) or "1 = 1"
    counted_values = dict(values)
    where = " AND ".join([*parts, *page.condition(values)]) or "1 = 1"
    cursors = ", ".join(f"{part.sql} AS cursor_{place}" for place, part in enumerate(order))
    rows: Sequence[Any] = store.all(
        f"SELECT {of.select}, {cursors} FROM {of.source} WHERE {where} ORDER BY {page.ordered()}"
        # Written out: to a plan that is made once for pages of any size, PostgreSQL takes a tenth of all rows for one.
        f" LIMIT {int(page.limit)} OFFSET {int(page.offset)}",
        **values,
    )
    rows = list(reversed(rows)) if page.backwards else rows
    if not page.offset and page.cursor is None and len(rows) < page.limit:
        total = most = len(rows)
    else:
        most = max(COUNTED_TO, page.offset + page.limit)
        # In the order of the keys: else PostgreSQL may read the finished rows of a city's years to find a thousand open ones.
        counted_rows = f"SELECT 1 FROM {of.counted(counted)} WHERE {counted} ORDER BY {of.key} LIMIT {most + 1}"
        total = store.value(f"SELECT COUNT(*) FROM ({counted_rows}) n", **counted_values)
    return Found(
        rows,
        min(total, most),
        total > most,
        page.cursor_of(rows[0]) if rows else None,
        page.cursor_of(rows[-1]) if rows else None,
    )


def _given(request: Mapping[str, Any], name: str, default: Any) -> Any:
    found = request.get(name)
    return default if found is None else found
