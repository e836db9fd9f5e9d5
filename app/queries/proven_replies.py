"""Silence that no longer holds in a case that went on from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.audit.undone_silence import was_put_right
from app.store.database import Reader


def proven_replies(store: Reader, case_key: int) -> Sequence[Mapping[str, Any]]:
    """Return the steps whose silence a proven reply has undone, until the case is where it belongs: key, element, instances, put_right."""
    rows = store.all(
        "SELECT key, element_id, element_instance_key, process_instance_key FROM incident WHERE case_key = :key AND kind = 'reply_proven'"
        " AND state = 'ACTIVE' ORDER BY key DESC",
        key=case_key,
    )
    return [{**row, "put_right": was_put_right(store, case_key, row["element_instance_key"])} for row in rows]
