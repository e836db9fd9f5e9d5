"""Who may take over running paper cases of a procedure: its owner, and an operator."""

from app.audit.surroundings import Surroundings, not_deployed
from app.domain.actor import Actor
from app.domain.marked import marked
from app.domain.permissions import may_take_over, role_names
from app.domain.rejection import Rejection
from app.store import read_definitions
from app.store.database import Reader


def require_taking_over(store: Reader, surroundings: Surroundings, actor: Actor, process_id: str) -> None:
    """Raise Rejection("not_found") for a process that is not deployed, Rejection("forbidden") for who may not take over its cases."""
    found = read_definitions.bound(store, "process", process_id)
    if found is None:
        raise not_deployed("process", process_id)
    owner = surroundings.process_detail(store, found["digest"], process_id).owner
    if not may_take_over(actor, owner):
        roles = role_names([*([owner] if owner else []), "operator"])
        raise Rejection(
            "forbidden",
            "Expected the role %(roles)s to %(what)s, but you do not hold it",
            roles=roles,
            what=marked("take over paper cases of this procedure"),
        )
