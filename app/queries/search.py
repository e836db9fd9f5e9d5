"""Searches of the REST surface: one declarative table of names -> columns, and the SQL made from it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from app.domain.actor import Actor
from app.queries.person import person_sight
from app.queries.search_columns import Search
from app.queries.search_filter import conditions
from app.queries.search_page import Page, known, read_order
from app.store.database import Reader
from app.store.gathered import gathering

COUNTED_TO: Final = 1_000
"""Totals stop here, or at the end of the page asked for where that lies further, as the published description allows: a page must not
take longer the more there is beyond it."""


class Found(Struct, frozen=True):
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
    rows, total, most = _page_of(store, of, page, parts, values)
    return Found(
        rows,
        min(total, most),
        total > most,
        page.cursor_of(rows[0]) if rows else None,
        page.cursor_of(rows[-1]) if rows else None,
    )


def _page_of(store: Reader, of: Search, page: Page, parts: list[str], values: dict[str, Any]) -> tuple[Sequence[Any], int, int]:
    """Return the rows of a page, how many there are in all, as far as they are counted, and how far that is."""
    counted = _counted(store, of, page, parts)
    all_counted = page.offset or page.cursor is not None
    counted_values = dict(values)
    ordered = page.ordered()
    where = " AND ".join([*parts, *page.condition(values)]) or "1 = 1"
    cursors = ", ".join(f"{part.sql} AS cursor_{place}" for place, part in enumerate(page.order))
    gathered = "".join(f", {gathering(store, *of_what)} AS {name}" for name, of_what in of.gathered.items())
    rows: Sequence[Any] = store.all(
        # First the rows alone, in their order and no further than the page goes; then what is shown beside them.
        f"WITH page AS MATERIALIZED (SELECT {of.name}.* FROM {of.narrow(where + ordered, is_sqlite=store.is_sqlite)} WHERE {where}"
        # Written out: to a plan that is made once for pages of any size, PostgreSQL takes a tenth of all rows for one.
        f" ORDER BY {ordered} LIMIT {int(page.limit)} OFFSET {int(page.offset)})"
        f" SELECT {of.select}{gathered}, {cursors},"
        f" CASE WHEN {1 if all_counted else 0} = 1 OR (SELECT COUNT(*) FROM page) = {int(page.limit)} THEN ({counted}) END AS counted_rows"
        f" FROM page {of.name} {of.joined} ORDER BY {ordered}",
        **values,
    )
    rows = list(reversed(rows)) if page.backwards else rows
    if not all_counted and len(rows) < page.limit:
        return rows, len(rows), len(rows)
    total = rows[0]["counted_rows"] if rows else store.value(counted, **counted_values)
    return rows, int(total), _most(page)


def _most(page: Page) -> int:
    return max(COUNTED_TO, page.offset + page.limit)


def _counted(store: Reader, of: Search, page: Page, parts: list[str]) -> str:
    """Return SQL that counts all that fulfil the conditions, and one more than the most: a sign that there are more."""
    where = " AND ".join(parts) or "1 = 1"
    # In the order of the keys: else PostgreSQL may read the finished rows of a city's years to find a thousand open ones.
    source = of.narrow(where, is_sqlite=store.is_sqlite)
    return f"SELECT COUNT(*) FROM (SELECT 1 FROM {source} WHERE {where} ORDER BY {of.key} LIMIT {_most(page) + 1}) n"


def _given(request: Mapping[str, Any], name: str, default: Any) -> Any:
    found = request.get(name)
    return default if found is None else found
