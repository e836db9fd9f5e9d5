"""Reading one process: its elements, flows, lanes and artifacts, with all its sub-processes."""

from typing import Final

from msgspec.structs import replace

from app.diagram.document import Artifact, DiagramElement, Flow, Lane, Process
from app.diagram.kinds import SUB_PROCESSES
from app.diagram.node import BPMN, Node, child, children, extension, flag, local_name, namespace, text_of
from app.diagram.problems import Problems
from app.diagram.read_events import Shared
from app.diagram.read_execution import read_execution, read_loop, read_properties

_ARTIFACTS: Final = frozenset({"textAnnotation", "group", "dataObjectReference", "dataStoreReference"})
_NOT_READ: Final = frozenset({
    "extensionElements", "documentation", "incoming", "outgoing", "laneSet", "dataObject", "dataInput", "dataOutput", "property",
    "ioSpecification", "dataInputAssociation", "dataOutputAssociation", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics",
    "auditing", "monitoring", "supports", "resourceRole", "performer", "humanPerformer", "potentialOwner", "correlationSubscription",
    "ioBinding", "supportedInterfaceRef", "completionCondition", "script", "category",
})  # fmt: skip


class ProcessReader:
    """Reads one process; what it lacks goes to `problems`."""

    def __init__(self, node: Node, shared: Shared, problems: Problems) -> None:
        self._node, self._shared, self._problems = node, shared, problems
        self._elements: dict[str, DiagramElement] = {}
        self._flows: dict[str, Flow] = {}
        self._lanes: dict[str, Lane] = {}
        self._artifacts: dict[str, Artifact] = {}
        self._associations: list[str] = []
        self._attached: dict[str, list[str]] = {}

    def read(self) -> Process:
        node = self._node
        process_id = node.get("id") or ""
        self._scope(node, process_id)
        self._connect()
        tag = extension(node, "versionTag")
        return Process(
            id=process_id,
            name=_name(node),
            line=node.sourceline,
            executable=flag(node, "isExecutable", False),
            version_tag=((tag.get("value") or "").strip() or None) if tag is not None else None,
            properties=read_properties(node),
            documentation=text_of(child(node, BPMN, "documentation")),
            elements=self._elements,
            flows=self._flows,
            lanes=self._lanes,
            artifacts=self._artifacts,
            associations=tuple(self._associations),
            attached={host: tuple(events) for host, events in self._attached.items()},
        )

    def _scope(self, node: Node, scope_id: str) -> None:
        for part in node:
            name = local_name(part)
            if namespace(part) != BPMN or (name in _NOT_READ and name != "laneSet"):
                continue
            if name == "laneSet":
                self._lane_set(part, None)
            elif name == "sequenceFlow":
                self._flow(part, scope_id)
            elif name == "association":
                self._associations.append(part.get("id") or "")
            elif name in _ARTIFACTS:
                self._artifact(part, name)
            else:
                self._element(part, name, scope_id)

    def _element(self, node: Node, kind: str, scope_id: str) -> None:
        element_id = node.get("id") or ""
        self._elements[element_id] = DiagramElement(
            id=element_id,
            kind=kind,
            name=_name(node),
            line=node.sourceline,
            parent_id=scope_id,
            properties=read_properties(node),
            execution=read_execution(node),
            loop=read_loop(node),
            definitions=self._shared.definitions(node),
            attached_to=node.get("attachedToRef") or None,
            interrupting=flag(node, "cancelActivity" if kind == "boundaryEvent" else "isInterrupting", True),
            default_flow=node.get("default") or None,
            triggered_by_event=flag(node, "triggeredByEvent", False),
            for_compensation=flag(node, "isForCompensation", False),
            instantiates=flag(node, "instantiate", False),
            documentation=text_of(child(node, BPMN, "documentation")),
        )
        if kind in SUB_PROCESSES:
            self._scope(node, element_id)

    def _flow(self, node: Node, scope_id: str) -> None:
        flow_id = node.get("id") or ""
        condition = child(node, BPMN, "conditionExpression")
        self._flows[flow_id] = Flow(
            id=flow_id,
            name=_name(node),
            source=node.get("sourceRef") or "",
            target=node.get("targetRef") or "",
            parent_id=scope_id,
            condition=text_of(condition) if condition is not None else None,
            line=node.sourceline,
            properties=read_properties(node),
        )

    def _artifact(self, node: Node, kind: str) -> None:
        text = text_of(child(node, BPMN, "text")) or _name(node)
        self._artifacts[node.get("id") or ""] = Artifact(node.get("id") or "", kind, text, node.sourceline, read_properties(node))

    def _lane_set(self, node: Node, outer: str | None) -> None:
        for lane in children(node, BPMN, "lane"):
            lane_id = lane.get("id") or ""
            held = tuple(text_of(ref) for ref in children(lane, BPMN, "flowNodeRef"))
            self._lanes[lane_id] = Lane(lane_id, _name(lane), lane.sourceline, read_properties(lane), held, outer)
            for inner in children(lane, BPMN, "childLaneSet"):
                self._lane_set(inner, lane_id)

    def _connect(self) -> None:
        incoming: dict[str, list[str]] = {}
        outgoing: dict[str, list[str]] = {}
        for flow in self._flows.values():
            for end, held in ((flow.source, outgoing), (flow.target, incoming)):
                if end in self._elements:
                    held.setdefault(end, []).append(flow.id)
                else:
                    self._missing(flow.id, flow.line, end)
        lanes: dict[str, str] = {}
        for lane in self._lanes.values():
            for element_id in lane.element_ids:
                if element_id not in self._elements:
                    self._missing(lane.id, lane.line, element_id)
                lanes[element_id] = lane.id
        for element in self._elements.values():
            if element.attached_to is not None and element.attached_to not in self._elements:
                self._missing(element.id, element.line, element.attached_to)
            if element.attached_to is not None:
                self._attached.setdefault(element.attached_to, []).append(element.id)
            if element.kind == "boundaryEvent" and element.attached_to is None:
                self._problems.add(element.id, element.line, "Expected a boundary event to name its activity, but found none")
            if element.default_flow is not None and element.default_flow not in outgoing.get(element.id, ()):
                self._missing(element.id, element.line, element.default_flow)
        for element_id, element in list(self._elements.items()):
            self._elements[element_id] = replace(
                element,
                lane_id=self._lane_of(element, lanes),
                incoming=tuple(incoming.get(element_id, ())),
                outgoing=tuple(outgoing.get(element_id, ())),
            )

    def _lane_of(self, element: DiagramElement, lanes: dict[str, str]) -> str | None:
        """Its own lane, else that of what it is attached to or drawn in: files list only what lies directly in a lane."""
        here: DiagramElement | None = element
        for _ in range(len(self._elements) + 1):
            if here is None:
                return None
            if here.id in lanes:
                return lanes[here.id]
            here = self._elements.get(here.attached_to or here.parent_id)
        return None

    def _missing(self, element_id: str, line: int | None, wanted: str) -> None:
        if not wanted:
            self._problems.add(element_id, line, "Expected %(element)s to refer to an element, but it refers to none", element=element_id)
        else:
            self._problems.add(element_id, line, "Expected %(element)s to refer to an element of its process, but it has no %(wanted)s",
                               element=element_id, wanted=wanted)  # fmt: skip


def _name(node: Node) -> str:
    return " ".join((node.get("name") or "").split())
