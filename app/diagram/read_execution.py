"""Reading the zeebe extension elements of one element."""

from collections.abc import Iterator

from app.diagram.execution import (
    Assignment,
    Binding,
    CalledDecision,
    CalledElement,
    Execution,
    FormReference,
    IoMapping,
    Loop,
    Script,
    TaskDefinition,
    TaskSchedule,
    VariableMapping,
)
from app.diagram.node import BPMN, ZEEBE, Node, child, children, extension, extensions, flag, local_name, text_of


def read_properties(node: Node) -> dict[str, str]:
    """Name and value of each zeebe property; where a name is written twice the last one stands, as in the modeler."""
    return {
        (prop.get("name") or ""): (prop.get("value") or "")
        for box in extensions(node, "properties")
        for prop in children(box, ZEEBE, "property")
    }


def read_execution(node: Node) -> Execution:
    """Return what the extension elements of an element say; what they leave out is None or empty."""
    return Execution(
        user_task=extension(node, "userTask") is not None,
        assignment=_assignment(node),
        form=_form(node),
        task_schedule=_schedule(node),
        priority=_attribute(extension(node, "priorityDefinition"), "priority"),
        io=_io(node),
        called_decision=_decision(node),
        called_element=_called(node),
        task_definition=_task_definition(node),
        script=_script(node),
    )


def read_loop(node: Node) -> Loop | None:
    """Return the loop that an activity is repeated by, of either kind; None without one."""
    for part in node:
        name = local_name(part)
        if name in ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"):
            said = extension(part, "loopCharacteristics")
            return Loop(
                sequential=flag(part, "isSequential", False),
                collection=_text(said, "inputCollection"),
                element=_text(said, "inputElement"),
                output_collection=_text(said, "outputCollection"),
                output_element=_text(said, "outputElement"),
                completion_condition=text_of(child(part, BPMN, "completionCondition")),
                cardinality=text_of(child(part, BPMN, "loopCardinality")),
                standard=name == "standardLoopCharacteristics",
                line=part.sourceline,
            )
    return None


def _attribute(node: Node | None, name: str) -> str | None:
    said = node.get(name) if node is not None else None
    return said.strip() or None if said is not None else None


def _text(node: Node | None, name: str) -> str:
    return _attribute(node, name) or ""


def _binding(node: Node) -> Binding:
    return Binding(_text(node, "bindingType") or "latest", _attribute(node, "versionTag"))


def _assignment(node: Node) -> Assignment | None:
    said = extension(node, "assignmentDefinition")
    if said is None:
        return None
    return Assignment(_attribute(said, "assignee"), _attribute(said, "candidateGroups"), _attribute(said, "candidateUsers"))


def _form(node: Node) -> FormReference | None:
    said = extension(node, "formDefinition")
    return FormReference(_text(said, "formId"), _binding(said)) if said is not None else None


def _schedule(node: Node) -> TaskSchedule | None:
    said = extension(node, "taskSchedule")
    return TaskSchedule(_attribute(said, "dueDate"), _attribute(said, "followUpDate")) if said is not None else None


def _io(node: Node) -> IoMapping:
    def mappings(way: str) -> Iterator[VariableMapping]:
        for box in extensions(node, "ioMapping"):
            for said in children(box, ZEEBE, way):
                yield VariableMapping(_text(said, "source"), _text(said, "target"), said.sourceline)

    return IoMapping(tuple(mappings("input")), tuple(mappings("output")))


def _decision(node: Node) -> CalledDecision | None:
    said = extension(node, "calledDecision")
    return CalledDecision(_text(said, "decisionId"), _text(said, "resultVariable"), _binding(said)) if said is not None else None


def _called(node: Node) -> CalledElement | None:
    said = extension(node, "calledElement")
    if said is None:
        return None
    all_in, all_out = flag(said, "propagateAllParentVariables", True), flag(said, "propagateAllChildVariables", True)
    return CalledElement(_text(said, "processId"), all_in, all_out, _binding(said))


def _task_definition(node: Node) -> TaskDefinition | None:
    said = extension(node, "taskDefinition")
    if said is None:
        return None
    headers = {
        _text(header, "key"): header.get("value") or ""
        for box in extensions(node, "taskHeaders")
        for header in children(box, ZEEBE, "header")
    }
    return TaskDefinition(_text(said, "type"), _text(said, "retries") or "3", headers)


def _script(node: Node) -> Script | None:
    said = extension(node, "script")
    return Script(_text(said, "expression"), _text(said, "resultVariable")) if said is not None else None
