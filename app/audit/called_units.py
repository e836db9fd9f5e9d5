"""Units as people call them: by the name on pages, or by the full name that papers print, with the name of the city or without."""

from collections import Counter
from collections.abc import Mapping

from app.store.database import Reader

_CALLED = "SELECT u.id, u.name, o.name AS office FROM unit u LEFT JOIN office o ON o.id = u.id ORDER BY u.id"


def called_units(store: Reader) -> Mapping[str, str]:
    """Return the ids of units by each name that one alone has; ids are no names."""
    named = [(name, row["id"]) for row in store.all(_CALLED) for name in {row["name"], *_full(row["office"])}]
    often = Counter(name for name, _ in named)
    return {name: id for name, id in named if often[name] == 1}


def units_called(store: Reader, said: str) -> list[str]:
    """Return the ids of the units that somebody may mean; the one whose id it is, alone."""
    rows = store.all(_CALLED)
    if any(row["id"] == said for row in rows):
        return [said]
    return [row["id"] for row in rows if said and said in {row["name"], *_full(row["office"])}]


def _full(office: str | None) -> tuple[str, ...]:
    """Return a full name with the name of the city before it, and without: 云州市卫生健康局, 市卫生健康局."""
    if not office:
        return ()
    city, mark, rest = office.partition("市")
    return (office, mark + rest) if mark and city else (office,)
