"""Who may enter that a paper was received before."""

from app.audit.asked_deadline import case_seen
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.permissions import plays
from app.domain.rejection import Rejection
from app.store.database import Reader


def may_enter_receipts(store: Reader, actor: Actor, surroundings: Surroundings, case_key: int) -> None:
    """Raise the Rejection with which every such command would be answered, where no step of the case lets the actor.

    Source: property receipt.backdating, docs/diagrams.
    """
    found = case_seen(store, actor, case_key)
    roles = {surroundings.process_detail(store, found.digest, found.process_id).backdating_role}
    for row in store.all("SELECT DISTINCT digest FROM process_instance WHERE case_key = :key", key=case_key):
        for process in surroundings.diagram(store, row["digest"]).processes:
            roles |= {element.properties.get("receipt.backdating") for element in process.elements.values()}
    if not any(role is not None and plays(actor, role) for role in roles):
        wanted = " / ".join(sorted(role for role in roles if role is not None)) or "-"
        raise Rejection(
            "forbidden", "Expected the role %(role)s to enter an earlier instant of receipt, but you do not hold it", role=wanted
        )
