"""What a diagram says of tasks and calls."""

from collections.abc import Callable
from typing import Any, Final

from app.engine.activities import CallActivity
from app.engine.compile_text import expression, optional, variable
from app.engine.drawn import Node, properties, said, said_once, tag_of
from app.engine.element import Element
from app.engine.events import CatchEvent, ThrowEvent
from app.engine.jobs import Job
from app.engine.refused import Refused
from app.engine.tasks import Assignment, DecisionTask, ScriptTask, UserTask
from app.engine.trigger import MessageTrigger

BINDINGS: Final = ("latest", "deployment", "versionTag")


def _binding(element_id: str, node: Node) -> tuple[str, str | None]:
    binding, tag = node.get("bindingType") or "latest", node.get("versionTag")
    if binding not in BINDINGS or (binding == "versionTag" and not tag):
        raise Refused(
            "bad-binding",
            element_id,
            "Expected the binding to be one of %(bindings)s, the last with a tag, but found %(found)s",
            "Choose one of them",
            bindings=", ".join(BINDINGS),
            found=binding,
        )
    return binding, tag


def user_task(element: UserTask, node: Node) -> None:
    """Read people, dates, priority, title and form of a user task."""
    element_id, drawn = node.get("id"), properties(node)
    people, form = said_once(node, "assignmentDefinition"), said_once(node, "formDefinition")
    dates, priority = said_once(node, "taskSchedule"), said_once(node, "priorityDefinition")
    binding, tag = _binding(element_id, form) if form is not None else ("latest", None)

    def of(found: Node | None, name: str) -> Any:
        return optional(element_id, name, found.get(name)) if found is not None else None

    element.assignment = Assignment(
        of(people, "assignee"),
        of(people, "candidateGroups"),
        of(people, "candidateUsers"),
        of(dates, "dueDate"),
        of(dates, "followUpDate"),
        of(priority, "priority"),
        optional(element_id, "titleTemplate", drawn.get("titleTemplate"), always=True),
        of(form, "formId"),
        binding,
        tag,
        drawn.get("fourEyes") or None,
    )


def script_task(element: ScriptTask, node: Node) -> None:
    script = said_once(node, "script")
    if script is None or not script.get("expression"):
        raise Refused(
            "script-without-expression",
            node.get("id"),
            "Expected a FEEL expression on the script task, but found none",
            "Choose the implementation FEEL expression and enter one",
        )
    element.script = expression(node.get("id"), "the script", script.get("expression"), always=True)
    element.result = _result(node, script)


def decision_task(element: DecisionTask, node: Node) -> None:
    called = said_once(node, "calledDecision")
    if called is None or not called.get("decisionId"):
        raise Refused(
            "decision-without-id",
            node.get("id"),
            "Expected the business rule task to name a decision, but found none",
            "Choose the implementation DMN decision and enter its id",
        )
    element.decision = expression(node.get("id"), "the decision id", called.get("decisionId"))
    element.binding, element.version_tag = _binding(node.get("id"), called)
    element.result = _result(node, called)


def _result(node: Node, found: Node) -> str:
    name = found.get("resultVariable") or ""
    return variable(node.get("id"), "the result variable", name) if name.strip() else ""


def job(element: Job, node: Node) -> None:
    found = said_once(node, "taskDefinition")
    if found is None or not found.get("type"):
        if isinstance(element, ThrowEvent):
            return
        raise Refused(
            "job-without-type", node.get("id"), "Expected a job type on the task, but found none", "Enter the task definition type"
        )
    element.job_type = expression(node.get("id"), "the job type", found.get("type"))
    element.retries = optional(node.get("id"), "the retries", found.get("retries"))
    element.headers = tuple((header.get("key", ""), header.get("value", "")) for header in said(node, "taskHeaders", "header"))
    element.manual = not element.runs_inside


def call_activity(element: CallActivity, node: Node) -> None:
    found = said_once(node, "calledElement")
    if found is None or not found.get("processId"):
        raise Refused(
            "call-without-process",
            node.get("id"),
            "Expected the call activity to name a process, but found none",
            "Enter the called element's id",
        )
    element.called = expression(node.get("id"), "the called process", found.get("processId"))
    element.binding, element.version_tag = _binding(node.get("id"), found)
    element.all_in = found.get("propagateAllParentVariables") != "false"
    element.all_out = found.get("propagateAllChildVariables") != "false"


def receive_task(element: CatchEvent, node: Node, read_message: Callable[..., Any]) -> None:
    element.trigger = read_message(node.get("id"), "message", node.get("messageRef"))


def message_throw(element: Element, node: Node) -> None:
    if isinstance(element, ThrowEvent):
        if isinstance(element.trigger, MessageTrigger):
            element.message_name = element.trigger.name.text
        job(element, node)


READERS: Final[dict[str, Callable[[Any, Node], None]]] = {
    "userTask": user_task,
    "scriptTask": script_task,
    "businessRuleTask": decision_task,
    "serviceTask": job,
    "sendTask": job,
    "callActivity": call_activity,
    "intermediateThrowEvent": message_throw,
    "endEvent": message_throw,
}


def read_details(element: Element, node: Node) -> None:
    """Read what belongs to the element's kind. Raises Refused."""
    reader = READERS.get(tag_of(node))
    if reader is not None:
        reader(element, node)
