"""A movement of points, opened by somebody who wants to do something about it."""

from app.domain.actor import Actor
from app.domain.permissions import sees_case
from app.domain.points_rights import sees_points
from app.domain.rejection import Rejection
from app.store.database import Reader, Row
from app.store.read_case import CaseRecord, case_by_key
from app.store.read_points import movement, unit_parents


def sees_movement(actor: Actor, found: Row, case: CaseRecord | None, parents: dict[str, str | None]) -> bool:
    """Say whether somebody sees a movement: those of secret cases only who sees the case."""
    if case is None or (case.sight.secret and not sees_case(actor, case.sight)):
        return False
    return sees_points(actor, found["unit"], parents) or actor.account == found["appealed_by"]


def open_movement(store: Reader, actor: Actor, key: int) -> tuple[Row, CaseRecord, dict[str, str | None]]:
    """Return a movement with its case and the units above units. Raises Rejection("not_found") for who may not see it."""
    found = movement(store, key)
    case = case_by_key(store, found["case_key"]) if found is not None else None
    parents = unit_parents(store)
    if found is None or case is None or not sees_movement(actor, found, case, parents):
        raise Rejection("not_found", "Expected a movement of points that you may see, but there is none")
    return found, case, parents
