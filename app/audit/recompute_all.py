"""Computing every case again: what the chains alone cannot say, that the outcomes follow from what was recorded."""

from collections.abc import Callable

from msgspec import Struct

from app.audit.replay import replay
from app.audit.surroundings import Surroundings
from app.store.database import Reader


class Recomputed(Struct, frozen=True):
    """erased: cases that cannot be computed again. first_bad: key of the first case that differs, the event, and what differs."""

    cases: int
    events: int
    erased: int
    first_bad: tuple[str, int, str] | None


def recompute_all(store: Reader, surroundings: Surroundings, told: Callable[[int, int], None]) -> Recomputed:
    """Compute every case again, in the order of their keys. told: after each case, how many are done, and of how many."""
    store.take_time()
    sql = "SELECT case_key FROM case_state WHERE snapshot IS NOT NULL UNION SELECT case_key FROM erased_case ORDER BY case_key"
    keys = [row["case_key"] for row in store.all(sql)]
    events, erased, first_bad = 0, 0, None
    for place, key in enumerate(keys, 1):
        outcome = replay(store, surroundings, int(key))
        erased += outcome.verdict == "erased"
        events += outcome.events if outcome.verdict != "erased" else 0
        if outcome.seq is not None and first_bad is None:
            first_bad = (str(key), outcome.seq, outcome.words)
        told(place, len(keys))
    return Recomputed(len(keys), events, erased, first_bad)
