"""Whether the clock of the city is held, as after a restore."""

from app.store.database import Reader


def held_since(store: Reader) -> str | None:
    """Return since when no timer fires, as text in UTC; None while they do."""
    found: str | None = store.value("SELECT value FROM setting WHERE name = 'held_since'")
    return found
