"""Computing every case again: what the chains alone cannot say, that the outcomes follow from what was recorded."""

from collections.abc import Callable

from msgspec import Struct

from app.audit.replay import replay
from app.audit.surroundings import Surroundings
from app.domain.keys import CITY_CHAIN
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
    # Of every chain that there is: a case that says of itself that it was erased is asked whether it was.
    rows = store.all("SELECT DISTINCT case_key FROM audit_event WHERE case_key <> :city", city=str(CITY_CHAIN))
    keys = sorted(int(row["case_key"]) for row in rows if str(row["case_key"]).isdecimal())
    events, erased, first_bad = 0, 0, None
    for place, key in enumerate(keys, 1):
        outcome = replay(store, surroundings, key)
        erased += outcome.verdict == "erased"
        events += outcome.events if outcome.verdict != "erased" else 0
        if outcome.seq is not None and first_bad is None:
            first_bad = (str(key), outcome.seq, outcome.words)
        told(place, len(keys))
    return Recomputed(len(keys), events, erased, first_bad)
