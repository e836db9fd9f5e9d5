"""The actor as he stands now: with those for whom he stands in."""

from collections.abc import Callable
from datetime import datetime

from app.domain.actor import Actor
from app.domain.instant import instant_text
from app.store.database import Reader
from app.store.read_staffing import stands_in


def standing_in(store: Reader, actor: Actor, clock: Callable[[Reader], datetime]) -> Actor:
    """Return the actor with those for whom he stands in; the clock is asked only in a city where somebody is away or will be."""
    last = store.value("SELECT MAX(ends_at) FROM leave")
    if last is None:
        return actor
    now = clock(store)
    return stands_in(store, actor, now) if last > instant_text(now) else actor
