"""Comparing as of when an event counts with when it was recorded: what somebody does counts from that instant on, and nothing counts from
one that is still to come.

Only the clock makes up for what fell due, a decree holds as of its entry, and a paper that was received before, like a case that ran on
paper, counts as of then: see app/commands.py, `effective_at`.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from app.audit.chain_break import Break
from app.domain.instant import read_instant
from app.domain.rejection import Rejection

OTHER_INSTANT: Final = "effective"
_PUT_RIGHT: Final = timedelta(minutes=10)
"""By how much a node's clock may be put right between what was reckoned and what is recorded."""

_AS_OF_BEFORE: Final = frozenset({"fire_timer", "park_timer", "recompute_deadlines", "record_receipt", "take_over_case"})

Event = Mapping[str, Any]


def bad_effective(key: str, chain: Sequence[Event]) -> Break | None:
    """Return the first event that counts as of an instant from which it cannot. chain: events that can be read."""
    return next((Break(key, int(event["seq"]), OTHER_INSTANT) for event in chain if not _may_count_from(event)), None)


def _may_count_from(event: Event) -> bool:
    effective, recorded = event["effective_at"], event["recorded_at"]
    if effective == recorded:
        return True
    try:
        made_up_for = event["command"] in _AS_OF_BEFORE or (event["command"] == "start_instance" and event["actor"] == "clock")
        return made_up_for and read_instant(effective) <= read_instant(recorded) + _PUT_RIGHT
    except Rejection:
        return False
