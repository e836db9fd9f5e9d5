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
    if not number:
        return
    own = store.one("SELECT process_id, started_at FROM process_instance WHERE key = :key", key=case_key)
    try:
        plain = read_receipt_number(str(number))
    except Rejection as rejection:
        raise _refused(rejection.message) from None
    other = store.one(
        "SELECT key, process_id, started_at, merged_into, state FROM process_instance WHERE receipt_number = :number AND secret = 0",
        number=plain,
    )
    if other is None or own is None or other["process_id"] != own["process_id"]:
        raise _refused(
            Message("Expected the number of an earlier case of the same kind, but there is none with %(number)s", {"number": plain})
        )
    if other["key"] == case_key or other["started_at"] > own["started_at"]:
        raise _refused(Message("Expected an earlier case, but %(number)s came later: merge that one into this", {"number": plain}))
    if other["merged_into"] is not None:
        raise _refused(
            Message(
                "Expected a case that is not merged itself, but %(number)s went into %(into)s",
                {"number": plain, "into": other["merged_into"]},
            )
        )
    if other["state"] == "TERMINATED":
        raise _refused(Message("Expected a case that is handled, but %(number)s was cancelled", {"number": plain}))
    if other["state"] == "COMPLETED":
        # The deadline of the earlier case is that of the merged one, too: where none runs any more, nobody would have to answer.
        raise _refused(
            Message("Expected a case that is still handled, but %(number)s is finished: handle this one by itself", {"number": plain})
        )


def _refused(message: Message) -> Rejection:
    return Rejection(
        "bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors={MERGED_INTO: message}, count=1
    )
