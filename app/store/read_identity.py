"""Who wrote in, where a case keeps it apart."""

from app.store.database import Reader


def kept_identity(store: Reader, case_key: int) -> dict[str, str]:
    """Return who wrote in where the case keeps it; empty where it does not, or was told nobody."""
    return {row["name"]: row["value"] for row in store.all("SELECT name, value FROM kept_identity WHERE case_key = :key", key=case_key)}
