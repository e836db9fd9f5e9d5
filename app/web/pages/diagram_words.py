"""A case on its diagram: what was, is and may come."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from app.diagram import Diagram
from app.domain.instant import read_instant
from app.domain.migrated_elements import renamed
from app.queries.history import HistoryEvent
from app.web.pages.course import in_course_order
from app.web.presentation.task_view import DiagramView, Step

_STEPS = (
    "userTask",
    "callActivity",
    "subProcess",
    "businessRuleTask",
    "serviceTask",
    "scriptTask",
    "sendTask",
    "receiveTask",
    "manualTask",
    "task",
)
_DONE_BY_PEOPLE = ("userTask", "manualTask")
_AUTOMATIC = ("businessRuleTask", "serviceTask", "scriptTask", "sendTask", "receiveTask")


class Passage(Struct, frozen=True):
    """How far the elements of one process instance are, each by its id.

    active: tokens. done: when and by whom, as far as that is to be said. left: what became last of one that ended without being done: the
    silence that took effect, else `cancelled`. deemed: how often silence took effect, and as what.
    """

    active: Mapping[str, int]
    done: Mapping[str, tuple[str, str]]
    left: Mapping[str, str]
    deemed: Mapping[str, tuple[int, str]]


def diagram_view(diagram: Diagram, process_id: str, instance: int, events: list[HistoryEvent], xml_href: str, version: int) -> DiagramView:
    """Return the steps of a process with how far they are, from the facts of the events of its case.

    instance: key of the process instance. Others of the case, called or run beside it, may use the same ids for steps of their own.
    """
    passage, taken = _passage(str(instance), events)
    return DiagramView(xml_href, tuple(steps_of(diagram, process_id, passage)), taken, version)


def _passage(instance: str, events: list[HistoryEvent]) -> tuple[Passage, tuple[str, ...]]:
    """Return how far a process instance is, and the flows that it took."""
    active: dict[str, int] = {}
    done: dict[str, tuple[str, str]] = {}
    left: dict[str, str] = {}
    deemed: dict[str, tuple[int, str]] = {}
    taken: dict[str, None] = {}
    inside = {instance}
    for event in events:
        for fact in event.facts:
            element, key, kind = fact.get("elementId", ""), fact.get("elementInstanceKey", ""), fact["fact"]
            if kind == "element_entered" and fact["processInstanceKey"] == instance:
                inside.add(key)
                active[element] = active.get(element, 0) + 1
                left.pop(element, None)
            elif kind == "instance_migrated" and key == instance:
                _rename(renamed(fact), done, left, deemed)
            elif kind == "element_migrated" and key in inside:
                active[fact["fromElementId"]] = active.get(fact["fromElementId"], 1) - 1
                active[element] = active.get(element, 0) + 1
            elif kind == "flow_taken" and fact.get("flowId") and fact["scopeKey"] in inside:
                taken[fact["flowId"]] = None
            elif key not in inside:
                continue
            elif kind in ("element_completed", "element_cancelled"):
                active[element] = active.get(element, 1) - 1
                if kind == "element_completed":
                    done[element] = (event.event["effective_at"], event.actor_name or "")
                else:
                    left.setdefault(element, "cancelled")
            elif kind == "deadline_lapsed":
                left[element] = fact.get("silence", "consent")
                deemed[element] = (deemed.get(element, (0, ""))[0] + 1, left[element])
            elif kind == "deadline_met" and fact.get("undoesLapseAt"):
                left.pop(element, None)
                deemed.pop(element, None)
                done.setdefault(element, (event.event["effective_at"], ""))
    return Passage(active, done, left, deemed), tuple(taken)


def _rename(names: Mapping[str, str], *kept: dict[str, Any]) -> None:
    """Let what is known of elements be of those with whose ids the case went on by another version."""
    for known in kept:
        known.update({names[element]: known.pop(element) for element in names if element in known})


def steps_of(diagram: Diagram, process_id: str, passage: Passage) -> Iterator[Step]:
    """Yield the steps of a process in the order of its course."""
    process = diagram.process(process_id)
    for element in in_course_order(process, lambda id: _left(diagram, id)) if process else ():
        if element.kind in _STEPS and element.name:
            state = _state(element.id, passage)
            at, who = passage.done.get(element.id, ("", ""))
            shown = state == "done"
            yield Step(
                element.id,
                element.name,
                state,
                element.properties.get("article") or element.properties.get("deadline.article", "").lstrip("=") or "",
                read_instant(at) if shown and at else None,
                who if shown and element.kind in _DONE_BY_PEOPLE else "",
                shown and element.kind in _AUTOMATIC,
                *passage.deemed.get(element.id, ()),
            )


def _state(element: str, passage: Passage) -> str:
    if passage.active.get(element, 0) > 0:
        return "active"
    if element in passage.done:
        return "done"
    if element not in passage.left:
        return "later"
    return "cancelled" if passage.left[element] == "cancelled" else "lapsed"


def _left(diagram: Diagram, element_id: str) -> float:
    """Return how far from the left an element is drawn: a good drawing runs that way."""
    shape = diagram.drawing.shapes.get(element_id)
    return shape.box.x if shape else 0.0
