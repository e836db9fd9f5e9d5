"""Silence that no longer holds in a case that went on from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.store.database import Reader


def proven_replies(store: Reader, case_key: int) -> Sequence[Mapping[str, Any]]:
    """Return the steps whose silence a proven reply has undone, until somebody has put the data of the case right: element, instances."""
    return store.all(
        "SELECT element_id, element_instance_key, process_instance_key FROM incident WHERE case_key = :key AND kind = 'reply_proven'"
        " AND state = 'ACTIVE' ORDER BY key DESC",
        key=case_key,
    )
