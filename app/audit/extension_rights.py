"""Who may ask for an extension of a deadline, and withdraw the request: those who stop and start its clock.

Source: docs/permissions, "A clock is stopped and started by who may complete the element, and by the owner"; docs/decisions, 0017.
"""

from msgspec.structs import replace

from app.audit.asked_deadline import may_stop
from app.domain.actor import Actor
from app.domain.deadline import Deadline
from app.domain.permissions import in_place_of, may_work_on, plays
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.store.database import Reader
from app.store.read_case import CaseRecord
from app.store.read_task import read_task


def may_ask(store: Reader, actor: Actor, found: CaseRecord, case: Case, deadline: Deadline) -> bool:
    """Say whether the actor may ask for an extension of an open deadline. case: as its newest snapshot has it."""
    return not actor.holds("auditor") and may_stop(store, actor, found, case, deadline)


def asking(store: Reader, actor: Actor, found: CaseRecord, case: Case, deadline: Deadline) -> Actor:
    """Return the actor as the one who asks for an extension of a deadline: in the place of somebody away where the step is in that one's
    hands, or was taken in that one's place. For both the request is theirs when two pairs of eyes are asked for.

    actor: with those for whom the actor stands in. Raises Rejection("forbidden") for who may not ask.

    Source: Opinions, article 37.
    """
    if not may_ask(store, actor, found, case, deadline):
        raise Rejection(
            "forbidden",
            "Expected somebody who may complete the step, or the owner of the procedure, to ask for more time, but you are neither",
        )
    if found.sight.owner is not None and plays(actor, found.sight.owner):
        return actor
    tasks = (read_task(store, key) for key in case.tasks_inside(deadline.element_instance_key))
    sights = [task.sight for task in tasks if task is not None and may_work_on(actor, task.sight)]
    places = [in_place_of(actor, sight) for sight in sights]
    # In one's own right where one step is one's own.
    return replace(actor, acting_for=places[0]) if places and None not in places else actor
