"""Which timer start event is due next."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from app.domain.instant import instant_text, read_instant
from app.store.database import Reader


class DueStart(Struct, frozen=True):
    definition_key: int
    element_id: str
    due_at: datetime


def due_start(store: Reader, now: datetime, put_off: Collection[int] = ()) -> DueStart | None:
    """Return the longest due one; None where none is. put_off: keys of definitions to pass over."""
    passed = ", ".join(map(str, sorted(put_off))) or "-1"
    row = store.one(
        "SELECT definition_key, element_id, due_at FROM timer_start WHERE due_at <= :now"
        f" AND definition_key NOT IN ({passed}) ORDER BY due_at, definition_key, element_id LIMIT 1",  # numbers of ours
        now=instant_text(now),
    )
    return None if row is None else DueStart(row["definition_key"], row["element_id"], read_instant(row["due_at"]))
