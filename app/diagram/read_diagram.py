"""Reading a BPMN 2.0 file."""

import re
from collections.abc import Iterator
from typing import Final

from app.diagram.document import Diagram, Foreign, Participant, Process
from app.diagram.node import BPMN, ZEEBE, Node, children, local_name, namespace
from app.diagram.problems import Problems
from app.diagram.read_drawing import read_drawing
from app.diagram.read_events import Shared
from app.diagram.read_execution import read_properties
from app.diagram.read_process import ProcessReader
from app.markup.read_xml import read_xml

_ID: Final = re.compile(r"[^\W\d][\w.-]{0,199}")
_READ: Final = frozenset({
    "userTask", "assignmentDefinition", "formDefinition", "taskSchedule", "priorityDefinition", "ioMapping", "calledDecision",
    "calledElement", "taskDefinition", "taskHeaders", "script", "loopCharacteristics", "subscription", "versionTag", "properties",
})  # fmt: skip


def read_diagram(raw: bytes, file_name: str) -> Diagram:
    """Return the file as a document.

    Every id that a flow, lane, boundary event or event names exists in it.

    Raises Rejection("bad_xml") or ("too_large") where it is no XML that we read, and Rejection("bad_diagram") with one finding for each
    required part that is missing.

    Source: BPMN 2.0.2, chapters 8 to 12; the zeebe namespace as the Camunda 8 modeler writes it.
    """
    root: Node = read_xml(raw, file_name)
    problems = Problems(file_name)
    if root.tag != f"{{{BPMN}}}definitions":
        problems.add(None, root.sourceline, "Expected a BPMN 2.0 file (bpmn:definitions), but found %(found)s", found=local_name(root))
        problems.refuse()
    _check_ids(root, problems)
    shared = Shared(root, problems)
    processes = tuple(ProcessReader(node, shared, problems).read() for node in children(root, BPMN, "process"))
    if not processes:
        problems.add(None, root.sourceline, "Expected at least one process, but found none")
    participants = tuple(_participants(root, processes, problems))
    drawing = read_drawing(root, problems)
    problems.refuse()
    return Diagram(file_name, processes, participants, tuple(_message_flows(root)), tuple(_foreign(root)), drawing)


def _check_ids(root: Node, problems: Problems) -> None:
    """Everything of the BPMN namespace that has an id has its own; what is drawn or flows must have one."""
    seen: dict[str, int | None] = {}
    for node, inside in _walk(root):
        if namespace(node) != BPMN:
            continue
        said = node.get("id")
        if said is None:
            if local_name(inside) in _HOLD_ELEMENTS and local_name(node) not in _NEED_NO_ID:
                problems.add(None, node.sourceline, "Expected an id on every %(kind)s, but found one without", kind=local_name(node))
        elif not _ID.fullmatch(said):
            problems.add(None, node.sourceline, "Expected an id of letters, digits, -, _ and ., but found %(id)s", id=said or '""')
        elif said in seen:
            problems.add(said, node.sourceline, "Expected each id once, but found %(id)s on line %(first)s too", id=said, first=seen[said])
        else:
            seen[said] = node.sourceline


_HOLD_ELEMENTS: Final = frozenset(
    {"process", "subProcess", "transaction", "adHocSubProcess", "laneSet", "childLaneSet", "definitions", "collaboration"}
)
_NEED_NO_ID: Final = frozenset({
    "documentation", "extensionElements", "incoming", "outgoing", "laneSet", "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics", "import", "extension", "relationship", "ioSpecification", "property", "supports", "auditing",
    "monitoring", "completionCondition", "dataInputAssociation", "dataOutputAssociation", "resourceRole", "performer",
    "humanPerformer", "potentialOwner", "ioBinding", "supportedInterfaceRef", "correlationSubscription",
})  # fmt: skip


def _walk(root: Node) -> Iterator[tuple[Node, Node]]:
    """Every element below the root with the one around it, in the file's order."""
    todo = [(part, root) for part in reversed(list(root))]
    while todo:
        node, inside = todo.pop()
        yield node, inside
        todo.extend((part, node) for part in reversed(list(node)))


def _participants(root: Node, processes: tuple[Process, ...], problems: Problems) -> Iterator[Participant]:
    known = {process.id for process in processes}
    for collaboration in children(root, BPMN, "collaboration"):
        for node in children(collaboration, BPMN, "participant"):
            wanted = (node.get("processRef") or "").rpartition(":")[2] or None
            if wanted is not None and wanted not in known:
                problems.add(
                    node.get("id"), node.sourceline, "Expected a process with the id %(wanted)s, but the file has none", wanted=wanted
                )
            yield Participant(node.get("id") or "", node.get("name") or "", wanted, node.sourceline, read_properties(node))


def _message_flows(root: Node) -> Iterator[str]:
    for collaboration in children(root, BPMN, "collaboration"):
        yield from (node.get("id") or "" for node in children(collaboration, BPMN, "messageFlow"))


def _foreign(root: Node) -> Iterator[Foreign]:
    """Extension elements of others, and those of the zeebe namespace that this product does not read."""
    for node, inside in [(root, root), *_walk(root)]:
        for box in children(node, BPMN, "extensionElements"):
            for part in box:
                if namespace(part) != ZEEBE or local_name(part) not in _READ:
                    yield Foreign(node.get("id") or inside.get("id"), _short(part), part.sourceline)


def _short(node: Node) -> str:
    space = namespace(node)
    return f"zeebe:{local_name(node)}" if space == ZEEBE else f"{local_name(node)} ({space})"
