"""The rule task-says-what-it-does."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "task-says-what-it-does",
    ERROR,
    instead=(
        "Fill in the task type, the script, the decision or the called process in the properties panel; for manual work use a user task."
    ),
)
def task_says_what_it_does(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """An automatic step needs to know what to do; without it the case would stop there with an incident."""
    for process in diagram.processes:
        for element in process.elements.values():
            missing = _missing(element)
            if missing:
                yield at(element, "Expected %(missing)s on %(element)s, but found none", missing=missing)


def _missing(element: DiagramElement) -> str:
    """What the element lacks, in words; empty where it lacks nothing."""
    if element.kind == "userTask" and not element.execution.user_task:
        return "the mark of a Camunda user task (zeebe:userTask)"
    if element.kind in ("serviceTask", "sendTask"):
        return "" if element.task_definition and element.task_definition.type else "a task type"
    if element.kind == "scriptTask":
        whole = element.script is not None and element.script.expression and element.script.result_variable
        return "" if whole or element.task_definition else "a script with an expression and a result variable"
    if element.kind == "businessRuleTask":
        whole = element.called_decision is not None and element.called_decision.decision_id and element.called_decision.result_variable
        return "" if whole or element.task_definition else "a called decision with a result variable"
    if element.kind == "callActivity":
        return "" if element.called_element and element.called_element.process_id else "a called process"
    return ""
