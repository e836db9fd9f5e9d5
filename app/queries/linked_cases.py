"""Which other cases a case wrote to, and which wrote to it: by their receipt numbers, and none of a secret one."""

from app.store.database import Reader


def takers(store: Reader, case_key: int) -> dict[str | None, str]:
    """Return the number of the case that took each message which this one has thrown, by the message's key as text."""
    rows = store.all(
        "SELECT m.key, p.receipt_number FROM message m JOIN process_instance p ON p.key = m.taken_by"
        " WHERE m.thrown_by = :case AND p.secret = 0",
        case=case_key,
    )
    return {str(row["key"]): row["receipt_number"] for row in rows}


def number_of_case(store: Reader, key: str | None) -> str | None:
    """Return the number of a case; None where it is secret or there is none."""
    if key is None:
        return None
    number: str | None = store.value("SELECT receipt_number FROM process_instance WHERE key = :key AND secret = 0", key=int(key))
    return number
