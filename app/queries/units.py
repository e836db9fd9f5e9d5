"""Units by their ids."""

from app.store.database import Reader


def unit_name(store: Reader, unit: str) -> str:
    """Return a unit's name; its id where it is not registered."""
    return str(store.value("SELECT name FROM unit WHERE id = :id", id=unit) or unit)
