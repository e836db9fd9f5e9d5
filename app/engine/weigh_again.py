"""What follows from a corrected value: what steps that are over worked out of it, and what decision tables would answer now.

Only elements of the process itself are asked, not those inside its sub-processes: what is corrected is a variable of the process.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from app.domain.canonical import canonical
from app.domain.modification import Begin, End, Modification
from app.domain.rejection import Rejection
from app.engine.element import Element
from app.engine.ending import can_end
from app.engine.failure import StepFailed
from app.engine.modify import modify
from app.engine.tasks import DecisionTask
from app.feel import FeelError, to_json

if TYPE_CHECKING:
    from app.engine.flow import Root

_OF_THEIR_INSTANT: Final = frozenset({"now", "today"})
"""What a mapping that calls these gave is of the instant of its step, and stays."""


def elements_of(root: "Root", ids: Iterable[str]) -> list[Element]:
    """Return the elements of the process itself with these ids, in the order of the ids."""
    drawn = {element.element_id: element for element in root.spec.task_specs.values() if isinstance(element, Element)}
    return [drawn[one] for one in ids if one in drawn]


def decided_now(root: "Root", ids: Iterable[str]) -> dict[str, str]:
    """Return what the tables of these elements, and those that give their limits, answer for the variables of the process as they are, as
    JSON text; why not, where they do not. Nothing is noted of it."""
    found = {}
    for element in elements_of(root, ids):
        limit = element.terms.decision if element.terms is not None else None
        if isinstance(element, DecisionTask) or limit is not None:
            found[element.element_id] = _decided(root, element, limit)
    return found


def _decided(root: "Root", element: Element, limit: str | None) -> str:
    """limit: the decision that gives how long an element may take; None: its own is asked."""
    view, world = root.view(), root.world
    world.asking_digest, world.answering_digest = root.digest, ""
    try:
        if isinstance(element, DecisionTask) and limit is None:
            name, binding = element.decision.text_value(view, world) or "", (element.binding, element.version_tag)
        else:
            name, binding = limit or "", ("latest", None)
        return canonical(to_json(world.decide(name, *binding, view).value))
    except (Rejection, FeelError, StepFailed) as problem:
        return f"! {problem}"


def followed(root: "Root", ids: Iterable[str], names: frozenset[str]) -> dict[str, Any]:
    """Return what the output mappings of these elements give now, of those that read one of these variables and write another one.

    Raises StepFailed where a mapping cannot be worked out.
    """
    found: dict[str, Any] = {}
    for element in elements_of(root, ids):
        for target, source in element.maps_out:
            read = source.expression.names if source.expression is not None else frozenset[str]()
            if not read & names or target in names or "deadline" in read:
                continue
            if source.expression is not None and not source.expression.functions & _OF_THEIR_INSTANT:
                found[target] = to_json(source.value(root.view(found), root.world))
    return found


def begin_anew(root: "Root", element_id: str) -> None:
    """End all that the process has under way, and begin one of its elements again. Raises as app.engine.modify."""
    under_way = [token for token in root.task_tree.below if can_end(token, root)]
    ended = tuple(End(key=root.base_key + token.id) for token in under_way)
    modify(root, 0, Modification(begin=(Begin(element=element_id),), end=ended))


_WORK: Final = frozenset({"callActivity", "receiveTask", "sendTask", "serviceTask", "subProcess", "userTask"})


def is_ahead(root: "Root", element_id: str) -> bool:
    """Say whether an element comes before anything else is done: from where the process stands it is reached, and no work without it."""
    drawn, todo, seen, reached = root.spec.task_specs, [], set[str](), False
    for token in root.task_tree.below:
        if can_end(token, root):
            todo += _next(token.task_spec)
    while todo:
        name = todo.pop()
        element = drawn.get(name)
        if name in seen or not isinstance(element, Element):
            continue
        seen.add(name)
        if element.element_id == element_id:
            reached = True
            continue
        if element.type in _WORK:
            return False
        todo += _next(element)
    return reached


def _next(element: Element) -> list[str]:
    return [*(way.target for way in element.ways), *element.boundaries]
