"""Who may say that somebody is away: the person, the head of a unit of theirs, a system administrator."""

from app.domain.actor import Actor
from app.domain.permissions import is_oneself
from app.domain.rejection import Rejection
from app.store.database import Reader


def require_keeper(store: Reader, actor: Actor, account: str) -> None:
    """Raise Rejection("forbidden") for anybody else. A head's word holds for the unit and for those below it."""
    if is_oneself(actor, account) or actor.holds("system-admin") or leads(store, actor, account):
        return
    raise Rejection("forbidden", "Expected the person, the head of the unit or a system administrator, but you are none of them")


def leads(store: Reader, actor: Actor, account: str) -> bool:
    """Say whether the actor is head of a unit, or of one above it, in which somebody holds a role."""
    led = {holding.unit for holding in actor.holdings if holding.role == "unit-head"}
    if not led:
        return False
    parents = {row["id"]: row["parent_id"] for row in store.all("SELECT id, parent_id FROM unit")}
    for row in store.all("SELECT unit FROM holding WHERE account = :account AND unit <> ''", account=account):
        unit, seen = row["unit"], set[str]()
        while unit and unit not in seen:
            if unit in led:
                return True
            seen.add(unit)
            unit = parents.get(unit)
    return False
