"""Whose clocks of a case somebody may stop and restart."""

from datetime import datetime

from app.audit.asked_deadline import case_seen, clocks_of, require_any_clock, restored_case
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.store.database import Reader


def clock_rights(store: Reader, actor: Actor, surroundings: Surroundings, case_key: int, now: datetime) -> frozenset[int]:
    """Return the keys of the open deadlines whose clock the actor may stop and restart by hand: not those that the diagram has stopped and
    will let run on. Raises Rejection("not_found")."""
    found, case = case_seen(store, actor, case_key), restored_case(store, surroundings, case_key, now)
    return frozenset(key for key in clocks_of(store, actor, found, case) if not case.resumed_by_diagram(key))


def may_stop_a_clock(store: Reader, actor: Actor, surroundings: Surroundings, case_key: int, now: datetime) -> None:
    """Raise the Rejection with which every command about the case's clocks would be answered, where no clock of it is the actor's."""
    found = case_seen(store, actor, case_key)
    require_any_clock(store, actor, found, restored_case(store, surroundings, case_key, now))
