"""To whom a task may be given: the people of its groups, without those whom four eyes bar from it.

Source: property fourEyes, docs/diagrams; docs/permissions.
"""

from contextlib import suppress
from typing import Final

from app.audit.four_eyes import earlier_steps
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.lost_definitions import LOST
from app.domain.marked import marked
from app.domain.permissions import in_place_of
from app.domain.rejection import Message, Rejection
from app.domain.task import TaskRecord
from app.store.database import Reader
from app.store.read_candidates import Candidate, candidates, somebody_else

MOST_NAMES: Final = 5


def takers(store: Reader, surroundings: Surroundings, task: TaskRecord) -> list[Candidate]:
    """Return the active people in the groups of a task who may do it, those with the least work first; who holds it is among them."""
    barred = barred_by_eyes(store, surroundings, task)
    return [one for one in candidates(store, task.sight.groups, task.sight.users) if one.account not in barred]


def barred_by_eyes(store: Reader, surroundings: Surroundings, task: TaskRecord) -> frozenset[str]:
    """Return who did a step that another pair of eyes must not have done; nobody, where the diagram that says so is lost."""
    with suppress(*LOST):
        steps = earlier_steps(store, task.key, surroundings.diagram(store, task.digest), task.element_id)
        return frozenset(account for step in steps for account in step.people)
    return frozenset()


def refuse_same_eyes(store: Reader, surroundings: Surroundings, taker: Actor, task: TaskRecord) -> None:
    """Raise Rejection("four_eyes") where a task is given to somebody who did a step that bars from it; it says who may do it."""
    diagram = surroundings.diagram(store, task.digest)
    own = {taker.account, in_place_of(taker, task.sight)}
    step = next((step for step in earlier_steps(store, task.key, diagram, task.element_id) if own & step.people), None)
    if step is None:
        return
    names = [one.name for one in takers(store, surroundings, task)[:MOST_NAMES]]
    if names:
        template = marked(
            "Expected somebody else than the one who did %(step)s to be given this step (four eyes), such as %(names)s, but found %(found)s"
        )
    else:
        template = marked(
            "Expected somebody else than the one who did %(step)s to be given this step (four eyes), but found %(found)s; nobody else is in"
            " its groups, so somebody has to be put into them first"
        )
    found = store.value("SELECT display_name FROM account WHERE name = :name", name=taker.account) or taker.account
    message = Message(template, {"step": step.name, "found": found, **({"names": "、".join(names)} if names else {})})
    raise Rejection("four_eyes", message.template, field_errors={"to": message}, **message.facts)


def others_may_take(store: Reader, surroundings: Surroundings, task: TaskRecord) -> bool:
    """Say whether a task may be given to somebody beside the one who holds it."""
    others = barred_by_eyes(store, surroundings, task) | {task.sight.assignee or ""}
    return somebody_else(store, task.sight.groups, task.sight.users, others)
