"""Who has the tasks of an activity that an event begins anew: the one who had its work.

Source: property beginsAnew, docs/guides/designers; opinions, article 12: the kind of a letter is changed by who handles it, who goes on.
"""

from collections.abc import Iterable, Iterator

from app.audit.who_had_it import who_had_it
from app.diagram import Diagram
from app.domain.fact import Fact
from app.store.database import Reader


def begun_anew(store: Reader, diagram: Diagram, facts: Iterable[Fact], people: tuple[str | None, ...]) -> Iterator[Fact]:
    """Yield that each task that is open after such an event is with the first of those who had the work to whom it is offered.

    facts: what the completion of a task has brought about. people: who completed it, and in whose place.
    """
    is_anew = False
    for fact in facts:
        if fact.kind == "element_entered":
            element = diagram.element(fact.element_id or "")
            is_anew = is_anew or (element is not None and element.properties.get("beginsAnew") == "true")
        elif is_anew and fact.kind == "task_created" and not fact.public.get("assignee"):
            person = who_had_it(store, fact, people)
            if person is not None:
                yield Fact("task_assigned", fact.element_id, fact.key, {"assignee": person, "from": None})
