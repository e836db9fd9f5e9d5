"""Silence that no longer holds in a case that went on from it."""

from app.store.database import Reader


def proven_replies(store: Reader, case_key: int) -> list[str]:
    """Return the elements whose silence a proven reply has undone, while nobody has put the data of the case right yet."""
    rows = store.all(
        "SELECT DISTINCT element_id FROM incident WHERE case_key = :key AND kind = 'reply_proven' AND state = 'ACTIVE' ORDER BY element_id",
        key=case_key,
    )
    return [row["element_id"] for row in rows]
