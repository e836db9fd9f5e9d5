"""Computing every case again: what the chains alone cannot say, that the outcomes follow from what was recorded."""

from collections.abc import Callable

from msgspec import Struct

from app.audit.replay import Recomputation, replay
from app.audit.surroundings import Surroundings
from app.domain.keys import CITY_CHAIN
from app.store.database import Reader


class Recomputed(Struct, frozen=True):
    """erased: cases that cannot be computed again. bad: of each case that differs its key, and what came of it."""

    cases: int
    events: int
    erased: int
    bad: tuple[tuple[str, Recomputation], ...] = ()

    @property
    def first_bad(self) -> tuple[str, int, str] | None:
        """Key of the first case that differs, the event, and what differs."""
        return next(((key, one.seq, one.words) for key, one in self.bad if one.seq is not None), None)


def recompute_all(store: Reader, surroundings: Surroundings, told: Callable[[int, int], None]) -> Recomputed:
    """Compute every case again, in the order of their keys. told: after each case, how many are done, and of how many."""
    store.take_time()
    # Of every chain that there is: a case that says of itself that it was erased is asked whether it was.
    rows = store.all("SELECT DISTINCT case_key FROM audit_event WHERE case_key <> :city", city=str(CITY_CHAIN))
    keys = sorted(int(row["case_key"]) for row in rows if str(row["case_key"]).isdecimal())
    events, erased, bad = 0, 0, list[tuple[str, Recomputation]]()
    for place, key in enumerate(keys, 1):
        outcome = replay(store, surroundings, key)
        erased += outcome.verdict == "erased"
        events += outcome.events if outcome.verdict != "erased" else 0
        if outcome.seq is not None:
            bad.append((str(key), outcome))
        told(place, len(keys))
    return Recomputed(len(keys), events, erased, tuple(bad))
