"""One movement of points, as commands and pages read it."""

from app.store.database import Reader, Row

_COLUMNS = (
    "m.*, p.receipt_number, p.title, p.secret, p.process_id, p.digest, u.name AS unit_name,"
    " (SELECT r.key FROM points_movement r WHERE r.reverses = m.key) AS reversed_by"
)
MOVEMENT = f"SELECT {_COLUMNS} FROM points_movement m JOIN process_instance p ON p.key = m.case_key LEFT JOIN unit u ON u.id = m.unit"


def movement(store: Reader, key: int) -> Row | None:
    """Return a movement with the case that it is about; None where there is none with this key."""
    return store.one(f"{MOVEMENT} WHERE m.key = :key", key=key)


def unit_parents(store: Reader) -> dict[str, str | None]:
    """Return of each unit the one above it."""
    return {row["id"]: row["parent_id"] for row in store.all("SELECT id, parent_id FROM unit")}
