"""That giving a step to somebody leaves another pair of eyes for the steps after it.

Refused, and not only warned of: whoever went on would stop the case later, where nobody could decide any more. Known for sure only of steps
whose groups the diagram says in words; of one that an expression works out, nothing is said before it is reached.

Source: property fourEyes, docs/diagrams; docs/decisions, "nobody takes the last eyes of a later step"; opinions, article 42.
"""

from collections.abc import Collection, Iterator
from typing import Final

from app.audit.four_eyes import earlier_steps
from app.audit.surroundings import Surroundings
from app.diagram import Diagram, DiagramElement, Process
from app.domain.marked import marked
from app.domain.rejection import Message, Rejection
from app.domain.task import TaskRecord
from app.store.database import Reader
from app.store.read_candidates import candidates

_LAST: Final = marked(
    "Expected somebody who leaves another to do %(later)s after this step (four eyes), but only %(names)s is left to do that, and could not"
    " any more; give it to somebody else, or have another person put into the groups of %(later)s first"
)


def refuse_last_eyes(store: Reader, surroundings: Surroundings, task: TaskRecord, people: Collection[str | None]) -> None:
    """Raise Rejection("four_eyes") where nobody would be left for a later step, and somebody is now.

    people: who will have done this step: to whom it is given, in whose place, and on whose behalf.
    """
    diagram = surroundings.diagram(store, task.digest)
    for process, later in _later(diagram, task.element_id):
        said, named = process.groups_of(later) or "", later.assignment
        if not said or said.startswith("=") or (named is not None and (named.assignee or named.candidate_users)):
            continue
        groups = frozenset(filter(None, map(str.strip, said.split(","))))
        others = (step for step in earlier_steps(store, task.key, diagram, later.id) if step.element_id != task.element_id)
        barred = frozenset(account for step in others for account in step.people)
        left = {one.account: one.name for one in candidates(store, groups, frozenset()) if one.account not in barred}
        if left and left.keys() <= set(people):
            message = Message(_LAST, {"later": later.title, "names": "、".join(left.values())})
            raise Rejection("four_eyes", message.template, field_errors={"to": message}, **message.facts)


def _later(diagram: Diagram, element_id: str) -> Iterator[tuple[Process, DiagramElement]]:
    """Yield the steps of the same process that whoever did this one may not do."""
    for process in diagram.processes:
        if element_id in process.elements:
            for element in process.elements.values():
                if element_id in map(str.strip, element.properties.get("fourEyes", "").split(",")):
                    yield process, element
