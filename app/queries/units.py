"""Units by their ids."""

from app.store.database import Reader


def unit_names(store: Reader) -> dict[str, str]:
    """Return the names of all units by their ids."""
    return {row["id"]: row["name"] for row in store.all("SELECT id, name FROM unit")}


def unit_name(store: Reader, unit: str) -> str:
    """Return a unit's name; its id where it is not registered."""
    return str(store.value("SELECT name FROM unit WHERE id = :id", id=unit) or unit)
