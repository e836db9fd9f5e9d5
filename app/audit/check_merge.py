"""Merging a case into an earlier one. Source: docs/decisions, 0008; procedures, citizen-letter."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.store.database import Reader

MERGED_INTO: Final = "mergedInto"


def check_merge(store: Reader, case_key: int, answers: Mapping[str, Any]) -> None:
    """Check the number that answers give as `mergedInto`, if they give one.

    Raises Rejection("bad_answers") at that field unless it is an earlier case of the same process that is still handled and not itself
    merged.
    """
    number = answers.get(MERGED_INTO)
    own = store.one("SELECT process_id, started_at FROM process_instance WHERE key = :key", key=case_key) if number else None
    if not number:
        return
    process, started_at = (own["process_id"], own["started_at"]) if own is not None else (None, "")
    problem = why_not_merged(store, (process, case_key), started_at, str(number))
    if problem is not None:
        raise Rejection(
            "bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors={MERGED_INTO: problem}, count=1
        )


def why_not_merged(store: Reader, case: tuple[str | None, int], started_at: str, number: str) -> Message | None:
    """Return why a case cannot be merged into the one with a number, None where it can. case: its process, and its key."""
    process, key = case
    try:
        plain = read_receipt_number(number)
    except Rejection as rejection:
        return rejection.message
    other = store.one(
        "SELECT key, process_id, started_at, merged_into, state FROM process_instance WHERE receipt_number = :number AND secret = 0",
        number=plain,
    )
    said = {"number": plain}
    if other is None or other["process_id"] != process:
        return Message("Expected the number of an earlier case of the same kind, but there is none with %(number)s", said)
    if other["key"] == key or other["started_at"] > started_at:
        return Message("Expected an earlier case, but %(number)s came later: merge that one into this", said)
    if other["merged_into"] is not None:
        said["into"] = other["merged_into"]
        return Message("Expected a case that is not merged itself, but %(number)s went into %(into)s", said)
    if other["state"] == "TERMINATED":
        return Message("Expected a case that is handled, but %(number)s was cancelled", said)
    if other["state"] == "COMPLETED":
        # The deadline of the earlier case is that of the merged one, too: where none runs any more, nobody would have to answer.
        return Message("Expected a case that is still handled, but %(number)s is finished: handle this one by itself", said)
    return None
