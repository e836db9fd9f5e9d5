"""The filters of the work list that somebody keeps, and those that colleagues share."""

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.rejection import Rejection
from app.store.database import Reader


class SavedFilter(Struct, frozen=True):
    """query: by the names that an address uses. owner: as colleagues read the name. unit: who shares it, None for nobody."""

    id: int
    name: str
    query: Mapping[str, str]
    account: str
    owner: str
    unit: str | None


def saved_filters(store: Reader, actor: Actor) -> list[SavedFilter]:
    """Return the actor's own filters and those that the units of the actor share, by name."""
    where, values = _seen(actor)
    rows = store.all(f"{_SELECT} WHERE {where} ORDER BY f.name, f.id", **values)
    return [_saved(row) for row in rows]


def saved_filter(store: Reader, actor: Actor, id: str) -> SavedFilter:
    """Return one. Raises Rejection("bad_filter") where there is none that the actor sees."""
    where, values = _seen(actor)
    number = int(id) if id.isascii() and id.isdigit() and len(id) < 19 else -1
    row = store.one(f"{_SELECT} WHERE f.id = :id AND {where}", id=number, **values)
    if row is None:
        raise Rejection("bad_filter", "Expected the number of a filter that you keep or share, but found %(found)s", found=id[:40])
    return _saved(row)


_SELECT = "SELECT f.*, a.display_name FROM saved_filter f LEFT JOIN account a ON a.name = f.account"


def _seen(actor: Actor) -> tuple[str, dict[str, Any]]:
    units = {f"unit{place}": unit for place, unit in enumerate(sorted(actor.units))}
    shared = f" OR f.unit IN ({', '.join(f':{name}' for name in units)})" if units else ""
    return f"(f.account = :me{shared})", {"me": actor.account, **units}


def _saved(row: Mapping[str, Any]) -> SavedFilter:
    return SavedFilter(row["id"], row["name"], json.loads(row["query"]), row["account"], row["display_name"] or row["account"], row["unit"])
