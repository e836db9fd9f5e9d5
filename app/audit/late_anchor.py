"""Events that were anchored long after they say they were recorded: their anchor proves that they were there then, and no more.

Who puts an event in later, with an earlier instant, breaks no chain and gets an anchor like everybody; only that it came late tells. It is
no finding, since whoever runs the clock's process may have stood still for a while: it is said, and whoever checks asks why.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from msgspec import Struct

from app.audit.anchor_line import AnchorBatch
from app.domain.instant import instant_text, read_instant
from app.domain.marked import marked
from app.domain.rejection import Message, Rejection

LONG_AFTER: Final = timedelta(minutes=10)
"""Ten times what is promised, and the most by which a node's clock is put right without being asked about."""

PINNED: Final = timedelta(seconds=5)
"""A city's clock that differs more from the node's own was set by hand, for a trial: batches are dated by the node's."""

_FIRST_BATCH: Final = 1
_ONE: Final = {
    "days": marked(
        "event %(event)s says it was recorded at %(recorded)s and was anchored at %(anchored)s, %(lag)s days later: the anchor proves that"
        " it existed at %(anchored)s, not at %(recorded)s"
    ),
    "hours": marked(
        "event %(event)s says it was recorded at %(recorded)s and was anchored at %(anchored)s, %(lag)s hours later: the anchor proves that"
        " it existed at %(anchored)s, not at %(recorded)s"
    ),
    "minutes": marked(
        "event %(event)s says it was recorded at %(recorded)s and was anchored at %(anchored)s, %(lag)s minutes later: the anchor proves"
        " that it existed at %(anchored)s, not at %(recorded)s"
    ),
}
_SEVERAL: Final = marked(
    "events %(event)s say they were recorded from %(recorded)s on and were anchored at %(anchored)s: the anchor proves that they existed at"
    " %(anchored)s, not before"
)


class LateAnchor(Struct, frozen=True):
    """seq: of the event. recorded_at: as it says; anchored_at: of its batch; both as text, in UTC."""

    seq: int
    recorded_at: str
    anchored_at: str

    @property
    def lag(self) -> timedelta:
        return read_instant(self.anchored_at) - read_instant(self.recorded_at)


def latest_in_time(batch: AnchorBatch) -> str:
    """Return, as text, the instant before which an event that a batch anchors was recorded long before; empty where none is called so.

    Before the first batch of a city there was none that could have had its events.
    """
    try:
        return instant_text(read_instant(batch.at) - LONG_AFTER) if batch.number > _FIRST_BATCH else ""
    except (Rejection, OverflowError):
        return ""


def late_anchor(batch: AnchorBatch, seq: int, recorded_at: object, in_time: str) -> LateAnchor | None:
    """Return an event of a batch that was recorded long before it, else None. in_time: see latest_in_time."""
    if not isinstance(recorded_at, str) or recorded_at >= in_time:
        return None
    try:
        read_instant(recorded_at)
    except Rejection:
        return None  # it is no event that anybody recorded, which is told as that
    return LateAnchor(seq, recorded_at, batch.at)


def is_pinned(city_now: datetime, real_now: datetime) -> bool:
    """Say whether the city's clock was set by hand: then its instants say nothing beside those of batches."""
    return abs(city_now - real_now) > PINNED


def said_of_late(late: Sequence[LateAnchor]) -> Iterator[tuple[int, Message]]:
    """Yield what is said of the events of one chain that were anchored long after, those of one batch together, each with the first number.

    late: in the order of the events.
    """
    for anchored, several in groupby(late, key=lambda one: one.anchored_at):
        found = list(several)
        if len(found) > 1:
            first = min(one.recorded_at for one in found)
            facts = {"event": _spans([one.seq for one in found]), "recorded": first, "anchored": anchored}
            yield found[0].seq, Message(_SEVERAL, facts)
            continue
        seconds = int(found[0].lag.total_seconds())
        unit, lag = ("minutes", seconds // 60) if seconds < 2 * 3600 else ("hours", seconds // 3600)
        unit, lag = ("days", seconds // 86400) if seconds >= 2 * 86400 else (unit, lag)
        one = found[0]
        yield one.seq, Message(_ONE[unit], {"event": one.seq, "recorded": one.recorded_at, "anchored": anchored, "lag": lag})


def _spans(numbers: Sequence[int]) -> str:
    """Return numbers in order, those that follow each other as one span: `3-7, 9`."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], number
        else:
            spans.append((number, number))
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
