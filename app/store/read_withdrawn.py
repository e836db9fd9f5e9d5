"""Which steps were open once more because their submission was withdrawn, and which each of them was before."""

from typing import Final

from app.store.database import Reader

_EARLIER: Final = "SELECT f.key FROM user_task w JOIN user_task f ON f.key = w.returned_from WHERE w.key = :key AND f.state = 'COMPLETED'"


def withdrawn_submissions(store: Reader, case_key: int) -> frozenset[int]:
    """Return the keys of the tasks of a case whose submission was withdrawn. What is sent back was left undone instead."""
    rows = store.all(
        "SELECT f.key FROM user_task w JOIN user_task f ON f.key = w.returned_from WHERE w.case_key = :key AND f.state = 'COMPLETED'",
        key=case_key,
    )
    return frozenset(row["key"] for row in rows)


def withdrawn_before(store: Reader, key: int) -> list[int]:
    """Return the keys of the withdrawn submissions that an open step was before, the latest first."""
    found: list[int] = []
    earlier = store.value(_EARLIER, key=key)
    while earlier is not None:
        found.append(earlier)
        earlier = store.value(_EARLIER, key=earlier)
    return found
