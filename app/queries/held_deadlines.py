"""Whether the deadlines of a restored city are held."""

from datetime import datetime

from app.domain.instant import read_instant
from app.store.database import Reader
from app.store.held import held_since


def deadlines_held_since(store: Reader) -> datetime | None:
    """Return since when nothing that falls due takes effect; None while deadlines run."""
    found = held_since(store)
    return read_instant(found) if found is not None else None
