"""Who may not do a step because two pairs of eyes are asked for, and who else may. Source: property fourEyes, docs/diagrams."""

from msgspec import Struct

from app.audit.four_eyes import earlier_steps
from app.audit.surroundings import Surroundings
from app.audit.takers import takers
from app.domain.actor import Actor
from app.domain.permissions import in_place_of
from app.domain.task import TaskRecord
from app.store.database import Reader


class OtherEyes(Struct, frozen=True):
    """step: what the actor did before. names: of those who may do the step at hand."""

    step: str
    names: tuple[str, ...]


def other_eyes(store: Reader, surroundings: Surroundings, actor: Actor, task: TaskRecord) -> OtherEyes | None:
    """Return why an actor may not do a step and who may; None where nothing stands against it."""
    steps = list(earlier_steps(store, task.key, surroundings.diagram(store, task.digest), task.element_id))
    mine = next((step for step in steps if {actor.account, in_place_of(actor, task.sight)} & step.people), None)
    if mine is None:
        return None
    return OtherEyes(mine.name, tuple(one.name for one in takers(store, surroundings, task)))
