"""Every FEEL text of a diagram, with the place where it stands."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from app.diagram import Diagram, DiagramElement, Process
from app.feel import Expression, parse_expression
from app.feel.builtins import BUILTINS
from app.lint.properties import FEEL, MARKED, owners
from app.lint.rule import Located
from app.lint.timer_literal import is_timer_literal

CALENDAR_FUNCTIONS: Final = frozenset({
    "add working days", "working days between", "is working day", "is provisional", "office hours between", "close of business",
})  # fmt: skip

FUNCTIONS: Final = frozenset(BUILTINS) | CALENDAR_FUNCTIONS
"""What a text may call: FEEL's own functions and the calendar's."""


class FeelText(Struct, frozen=True):
    """where: the element or attribute of the file that holds it. text: without the leading `=`.

    inside: the element it belongs to, for a flow the sub-process that the flow is drawn in; None for the process itself.
    """

    owner: Located
    line: int | None
    where: str
    text: str
    process: Process
    inside: DiagramElement | None

    def parsed(self) -> Expression:
        """Raises FeelError."""
        return parse_expression(self.text, CALENDAR_FUNCTIONS)


def feel_texts(diagram: Diagram) -> Iterator[FeelText]:
    """Texts that are always FEEL, and those that a leading `=` marks."""
    for process, owner in owners(diagram):
        element = owner if isinstance(owner, DiagramElement) else None
        for name, value in owner.properties.items():
            decided = name == "deadline.length" and value.startswith("decision:")
            if (name in FEEL and not decided) or (name in MARKED and value.startswith("=")):
                yield FeelText(owner, owner.line, name, value.removeprefix("="), process, element)
    for process in diagram.processes:
        for flow in process.flows.values():
            if flow.condition is not None:
                yield FeelText(
                    flow, flow.line, "conditionExpression", flow.condition.removeprefix("="), process, process.elements.get(flow.parent_id)
                )
        for element in process.elements.values():
            for line, where, text in _texts_of(element):
                yield FeelText(element, line, where, text.removeprefix("="), process, element)


def _texts_of(element: DiagramElement) -> Iterator[tuple[int | None, str, str]]:
    for where, text in _always_feel(element):
        if text:
            yield element.line, where, text
    for where, marked in _marked(element):
        if marked is not None and marked.startswith("="):
            yield element.line, where, marked
    for way, mappings in (("input", element.io.inputs), ("output", element.io.outputs)):
        for mapping in mappings:
            if mapping.source.startswith("="):
                yield mapping.line, f"zeebe:{way} source", mapping.source


def _always_feel(element: DiagramElement) -> Iterator[tuple[str, str]]:
    if element.script is not None:
        yield "zeebe:script expression", element.script.expression
    if element.loop is not None:
        yield "zeebe:loopCharacteristics inputCollection", element.loop.collection
        yield "zeebe:loopCharacteristics outputElement", element.loop.output_element
        yield "completionCondition", element.loop.completion_condition
    for event in element.definitions:
        if event.correlation_key is not None:
            yield "zeebe:subscription correlationKey", event.correlation_key
        if event.timer_kind is not None and not is_timer_literal(event.timer_text):
            yield event.timer_kind, event.timer_text


def _marked(element: DiagramElement) -> Iterator[tuple[str, str | None]]:
    said = element.execution
    if said.assignment is not None:
        yield "zeebe:assignmentDefinition assignee", said.assignment.assignee
        yield "zeebe:assignmentDefinition candidateGroups", said.assignment.candidate_groups
        yield "zeebe:assignmentDefinition candidateUsers", said.assignment.candidate_users
    if said.task_schedule is not None:
        yield "zeebe:taskSchedule dueDate", said.task_schedule.due_date
        yield "zeebe:taskSchedule followUpDate", said.task_schedule.follow_up_date
    if said.task_definition is not None:
        yield "zeebe:taskDefinition type", said.task_definition.type
        yield "zeebe:taskDefinition retries", said.task_definition.retries
    yield "zeebe:priorityDefinition priority", said.priority
    yield "zeebe:formDefinition formId", said.form.form_id if said.form is not None else None
    yield "zeebe:calledDecision decisionId", said.called_decision.decision_id if said.called_decision is not None else None
    yield "zeebe:calledElement processId", said.called_element.process_id if said.called_element is not None else None
