"""A case on its diagram: what was, is and may come."""

from collections.abc import Iterator, Mapping

from app.diagram import Diagram
from app.domain.instant import read_instant
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


def diagram_view(diagram: Diagram, process_id: str, events: list[HistoryEvent], xml_href: str, version: int) -> DiagramView:
    """Return the steps of a process with how far they are, from the facts of its events."""
    active: dict[str, int] = {}
    done: dict[str, tuple[str, str]] = {}
    taken: dict[str, None] = {}
    for event in events:
        for fact in event.facts:
            element = fact.get("elementId", "")
            if fact["fact"] == "element_entered":
                active[element] = active.get(element, 0) + 1
            elif fact["fact"] in ("element_completed", "element_cancelled"):
                active[element] = active.get(element, 1) - 1
                if fact["fact"] == "element_completed":
                    done[element] = (event.event["effective_at"], event.actor_name or "")
            elif fact["fact"] == "flow_taken" and fact.get("flowId"):
                taken[fact["flowId"]] = None
    return DiagramView(xml_href, tuple(steps_of(diagram, process_id, active, done)), tuple(taken), version)


def steps_of(diagram: Diagram, process_id: str, active: Mapping[str, int], done: Mapping[str, tuple[str, str]]) -> Iterator[Step]:
    """Yield the steps of a process in the order of its course. active: tokens by element. done: when and by whom, as far as that is to be
    said."""
    process = diagram.process(process_id)
    for element in in_course_order(process, lambda id: _left(diagram, id)) if process else ():
        state = "active" if active.get(element.id, 0) > 0 else "done" if element.id in done else "later"
        if element.kind in _STEPS and element.name:
            at, who = done.get(element.id, ("", ""))
            shown = state == "done"
            yield Step(
                element.id,
                element.name,
                state,
                element.properties.get("article") or element.properties.get("deadline.article", "").lstrip("=") or "",
                read_instant(at) if shown and at else None,
                who if shown and element.kind in _DONE_BY_PEOPLE else "",
                shown and element.kind in _AUTOMATIC,
            )


def _left(diagram: Diagram, element_id: str) -> float:
    """Return how far from the left an element is drawn: a good drawing runs that way."""
    shape = diagram.drawing.shapes.get(element_id)
    return shape.box.x if shape else 0.0
