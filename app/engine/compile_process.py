"""A process, or the inside of a sub-process, from its drawing: in two flat passes and in the order of the file, so that moving a shape
changes nothing."""

from typing import Any, Final

from app.domain.marked import marked
from app.engine import activities, events, gateways, inclusive_join, jobs, tasks
from app.engine.compile_deadline import read_terms
from app.engine.compile_event import EventReader
from app.engine.compile_loop import wrap
from app.engine.compile_task import read_details
from app.engine.compile_text import mappings
from app.engine.connect import connect
from app.engine.deadline_terms import Terms
from app.engine.drawn import Node, child, children, properties, tag_of
from app.engine.element import Element, Way
from app.engine.guest import NAME as GUEST
from app.engine.guest import Guest
from app.engine.process_spec import ProcessSpec
from app.engine.refused import Refused, refuse_loops_and_compensation

PARSER_CLASSES: Final[dict[str, type[Element]]] = {
    "userTask": tasks.UserTask,
    "task": tasks.NoneTask,
    "manualTask": tasks.NoneTask,
    "scriptTask": tasks.ScriptTask,
    "businessRuleTask": tasks.DecisionTask,
    "serviceTask": jobs.Job,
    "sendTask": jobs.Job,
    "receiveTask": events.CatchEvent,
    "subProcess": activities.SubProcess,
    "callActivity": activities.CallActivity,
    "exclusiveGateway": gateways.ExclusiveGateway,
    "parallelGateway": gateways.ParallelGateway,
    "inclusiveGateway": inclusive_join.InclusiveGateway,
    "eventBasedGateway": events.EventGateway,
    "startEvent": events.StartEvent,
    "endEvent": events.EndEvent,
    "boundaryEvent": events.BoundaryEvent,
    "intermediateThrowEvent": events.ThrowEvent,
    "intermediateCatchEvent": events.CatchEvent,
}

DRAWING: Final = frozenset(
    {
        "incoming",
        "outgoing",
        "extensionElements",
        "documentation",
        "laneSet",
        "textAnnotation",
        "association",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "group",
        "sequenceFlow",
        "multiInstanceLoopCharacteristics",
        "property",
        "ioSpecification",
        "auditing",
        "monitoring",
        "category",
        "correlationSubscription",
        "dataInputAssociation",
        "dataOutputAssociation",
        "",
    }
)

INSTEAD: Final = {
    "transaction": "Draw a sub-process with an error boundary event",
    "adHocSubProcess": "Draw the order of the work, or a multi-instance over a list",
    "complexGateway": "Use an inclusive or a parallel gateway",
}


class Compiler:
    """Reads one file. findings: all that is refused, so that a designer sees them at once."""

    def __init__(self, root: Node) -> None:
        self.events = EventReader(root)
        self.findings: list[Refused] = []
        self.groups: dict[str, tuple[str, ...]] = {}

    def process(self, node: Node) -> ProcessSpec:
        self._read_lanes(node)
        spec = self._inside(node, node.get("id"))
        spec.label = node.get("name") or ""
        self._try(lambda: setattr(spec, "terms", self._terms_of_process(node)))
        Guest(spec, GUEST)
        return spec

    def _terms_of_process(self, node: Node) -> Terms | None:
        terms = read_terms(node)
        if terms is not None and terms.silence:
            raise Refused(
                "deadline-silence",
                node.get("id"),
                "Expected no deadline.silence on a process: no event could say what it leads to",
                "Set it on the task, sub-process or call activity whose silence counts",
            )
        return terms

    def _read_lanes(self, node: Node) -> None:
        for lane in node.iter(f"{node.tag.removesuffix('process')}lane"):
            groups = properties(lane).get("candidateGroups", "")
            names = tuple(name.strip() for name in groups.split(",") if name.strip())
            if names:
                self.groups.update({(found.text or "").strip(): names for found in children(lane, "flowNodeRef")})

    def _try(self, work: Any) -> Any:
        try:
            return work()
        except Refused as refused:
            self.findings.append(refused)
            return None

    def _inside(self, node: Node, name: str) -> ProcessSpec:
        spec = ProcessSpec(name)
        elements: dict[str, tuple[Element, Node]] = {}
        whole = True
        for found in node:
            tag = tag_of(found)
            if tag in DRAWING:
                continue
            element = self._try(lambda found=found: self._element(spec, found))
            if element is not None:
                elements[found.get("id")] = (element, found)
            else:
                whole = False
        if not whole:
            return spec  # flows to an element that is refused would only be refused too
        self._attach(elements)
        if not spec.starts or (len(spec.starts) > 1 and tag_of(node) != "process"):
            self.findings.append(
                Refused(
                    "one-start",
                    name,
                    "Expected a start event (in a sub-process exactly one), but found %(found)s",
                    "Draw one",
                    found=len(spec.starts),
                )
            )
        connect(spec, node, elements, self._try)
        return spec

    def _element(self, spec: ProcessSpec, node: Node) -> Element:
        element_id, tag = node.get("id"), tag_of(node)
        if tag not in PARSER_CLASSES:
            raise Refused(
                "element-not-supported",
                element_id,
                "Expected an element that can be run, but found %(found)s",
                INSTEAD.get(tag, "Use another element"),
                found=tag,
            )
        if not element_id or "#" in element_id or element_id in spec.task_specs:
            raise Refused(
                "element-id",
                element_id,
                "Expected an id of its own, without #, on each element, but found %(found)s",
                "Give it another id",
                found=element_id or marked("no name"),
            )
        refuse_loops_and_compensation(node)
        if node.get("triggeredByEvent") == "true":
            return self._event_sub_process(spec, node)
        element = PARSER_CLASSES[tag](spec, element_id)
        self._fill(spec, element, node)
        loop = child(node, "multiInstanceLoopCharacteristics")
        terms = read_terms(node, loop=loop is not None)
        if loop is not None:
            element = wrap(spec, element, loop)
        element.terms = terms
        return element

    def _fill(self, spec: ProcessSpec, element: Element, node: Node) -> None:
        tag = tag_of(node)
        element.type, element.label = tag, node.get("name") or ""
        element.maps_in, element.maps_out = mappings(node, "input"), mappings(node, "output")
        if isinstance(element, tasks.UserTask):
            element.default_groups = self.groups.get(element.element_id, ())
        if isinstance(element, activities.SubProcess):
            element.inner = self._inside(node, element.element_id)
        if tag == "receiveTask":
            element.trigger = self.events.referred(element.element_id, "message", node.get("messageRef"))
        elif isinstance(element, events.StartEvent | events.CatchEvent | events.ThrowEvent | events.BoundaryEvent):
            element.interrupting = node.get("cancelActivity", "true") == "true"
            if isinstance(element, events.BoundaryEvent):
                element.begins_anew = properties(node).get("beginsAnew") == "true"
            place = _place_of(node)
            element.trigger = self.events.read(node, place, repeats="tart" in place or not element.interrupting)
        if isinstance(element, events.StartEvent):
            spec.starts.append(element.name)
            spec.none_start = element.name if element.trigger is None else spec.none_start
        read_details(element, node)

    def _event_sub_process(self, spec: ProcessSpec, node: Node) -> Element:
        """Its start is armed as long as what is around it is open; inside, that start is passed at once."""
        element_id, drawn = node.get("id"), child(node, "startEvent")
        if drawn is None or child(node, "incoming") is not None:
            raise Refused(
                "event-sub-process",
                element_id,
                "Expected one start event with a trigger and no flow into the event sub-process",
                "Draw its start event inside, and connect nothing to it",
            )
        element = activities.EventSubProcess(spec, element_id)
        start = events.EventStart(spec, f"{element_id}#start", drawn.get("id"))
        start.type, start.interrupting = "startEvent", drawn.get("isInterrupting", "true") != "false"
        start.trigger = self.events.read(drawn, "eventSubProcessStart", repeats=not start.interrupting)
        if start.trigger is None:
            raise Refused(
                "event-sub-process", element_id, "Expected a trigger on the start of the event sub-process, but found none", "Choose one"
            )
        start.maps_out = mappings(drawn, "output")
        start.ways = (Way("", element.name),)
        element.type, element.label = "eventSubProcess", node.get("name") or ""
        element.maps_in, element.maps_out = mappings(node, "input"), mappings(node, "output")
        element.inner = self._inside(node, element_id)
        element.terms = read_terms(node)
        spec.armed.append(start.name)
        return element

    def _attach(self, elements: dict[str, tuple[Element, Node]]) -> None:
        for element, node in elements.values():
            if isinstance(element, events.BoundaryEvent):
                host = elements.get(node.get("attachedToRef"))
                if host is None or element.trigger is None:
                    self.findings.append(
                        Refused(
                            "boundary-event",
                            element.element_id,
                            "Expected a boundary event with a trigger, on an activity",
                            "Attach it to an activity and choose its trigger",
                        )
                    )
                    continue
                host[0].boundaries += (element.name,)


def _place_of(node: Node) -> str:
    tag, around = tag_of(node), node.getparent()
    if tag != "startEvent" or tag_of(around) == "process":
        return tag
    return "eventSubProcessStart" if around.get("triggeredByEvent") == "true" else "subProcessStart"
