"""The three processes of the bench, written once and rendered in each server's dialect.

A  start, five user tasks one after another, end
B  start, parallel split, eight user tasks, join, exclusive gateway, (approved) user task, end
C  start, user task with an interrupting 1-second boundary timer, end

Every user task has a form of three fields: amount (number), comment (text), approved (yes or no). A dialect says how a form, a condition
and a duration are written; all else is plain BPMN 2.0.
"""

import itertools
import json
import os
from collections.abc import Callable
from typing import Any

FIELDS = (("amount", "number", "Amount"), ("comment", "string", "Comment"), ("approved", "boolean", "Approved"))
_serial = itertools.count()
_run = os.urandom(4).hex()


def answers() -> dict[str, Any]:
    """Return what a person types: no two submissions alike, since a server may store equal data once."""
    number = next(_serial)
    return {"amount": 1000 + number, "comment": f"bench comment {_run} number {number}", "approved": True}


def form_file() -> str:
    kinds = {"number": "number", "string": "textfield", "boolean": "checkbox"}
    parts = [{"type": kinds[kind], "key": key, "label": label, "id": f"field_{key}"} for key, kind, label in FIELDS]
    return json.dumps({"type": "default", "id": "bench_form", "schemaVersion": 17, "components": parts})


class Zeebe:
    """Camunda 8's extension elements, which our product reads; expressions are FEEL."""

    namespace = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    task_attributes, process_attributes, condition, duration = "", "", "=approved", "PT1S"

    def __init__(self, assignment: str = 'assignee="demo"') -> None:
        self.form = (
            '<bpmn:extensionElements><zeebe:userTask/><zeebe:formDefinition formId="bench_form"/>'
            f"<zeebe:assignmentDefinition {assignment}/></bpmn:extensionElements>"
        )


class Camunda:
    """Camunda 7's extension elements, for camunda-python."""

    namespace = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    task_attributes, process_attributes = ' camunda:assignee="demo"', ' camunda:historyTimeToLive="P30D"'
    condition, duration = "${approved == true}", "PT1S"

    def __init__(self) -> None:
        kinds = {"number": "long", "string": "string", "boolean": "boolean"}
        fields = "".join(f'<camunda:formField id="{key}" label="{label}" type="{kinds[kind]}"/>' for key, kind, label in FIELDS)
        self.form = f"<bpmn:extensionElements><camunda:formData>{fields}</camunda:formData></bpmn:extensionElements>"


class Plain:
    """No forms; conditions and durations are Python expressions, as the stock engine of the floor reads them."""

    namespace, form, task_attributes, process_attributes = "", "", "", ""
    condition, duration = "approved == True", '"PT1S"'


Dialect = Zeebe | Camunda | Plain


class _Drawing:
    def __init__(self, dialect: Dialect, process_id: str) -> None:
        self.dialect, self.process_id = dialect, process_id
        self.nodes: list[tuple[str, str, str, str]] = []
        self.flows: list[tuple[str, str, str, str]] = []

    def node(self, tag: str, element_id: str, inner: str = "", attributes: str = "") -> str:
        self.nodes.append((tag, element_id, inner, attributes))
        return element_id

    def user_task(self, element_id: str, name: str) -> str:
        return self.node("userTask", element_id, self.dialect.form, f' name="{name}"{self.dialect.task_attributes}')

    def flow(self, source: str, target: str, condition: str = "") -> None:
        self.flows.append((f"f_{source}_{target}", source, target, condition))

    def xml(self) -> str:
        parts = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'{self.dialect.namespace} id="defs_{self.process_id}" targetNamespace="http://bench.example/bpmn">',
            f'<bpmn:process id="{self.process_id}" name="{self.process_id}" isExecutable="true"{self.dialect.process_attributes}>',
        ]
        for tag, element_id, inner, attributes in self.nodes:
            arriving = "".join(f"<bpmn:incoming>{flow}</bpmn:incoming>" for flow, _, target, _ in self.flows if target == element_id)
            leaving = "".join(f"<bpmn:outgoing>{flow}</bpmn:outgoing>" for flow, source, _, _ in self.flows if source == element_id)
            first, last = (inner, "") if inner.startswith("<bpmn:extensionElements") else ("", inner)
            parts.append(f'<bpmn:{tag} id="{element_id}"{attributes}>{first}{arriving}{leaving}{last}</bpmn:{tag}>')
        for flow, source, target, condition in self.flows:
            body = (
                f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>' if condition else ""
            )
            parts.append(f'<bpmn:sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target}">{body}</bpmn:sequenceFlow>')
        parts.append("</bpmn:process></bpmn:definitions>")
        return "\n".join(parts)


def process_a(dialect: Dialect, process_id: str = "bench_a", steps: int = 5) -> str:
    drawing = _Drawing(dialect, process_id)
    previous = drawing.node("startEvent", "start")
    for number in range(1, steps + 1):
        current = drawing.user_task(f"task{number}", f"Step {number}")
        drawing.flow(previous, current)
        previous = current
    drawing.flow(previous, drawing.node("endEvent", "end"))
    return drawing.xml()


def process_b(dialect: Dialect, process_id: str = "bench_b", width: int = 8) -> str:
    drawing = _Drawing(dialect, process_id)
    drawing.node("startEvent", "start")
    drawing.node("parallelGateway", "split")
    drawing.flow("start", "split")
    drawing.node("parallelGateway", "join")
    for number in range(1, width + 1):
        task = drawing.user_task(f"par{number}", f"Parallel {number}")
        drawing.flow("split", task)
        drawing.flow(task, "join")
    drawing.node("exclusiveGateway", "gw", attributes=' default="f_gw_end_no"')
    drawing.flow("join", "gw")
    drawing.user_task("final", "Final")
    drawing.node("endEvent", "end_yes")
    drawing.node("endEvent", "end_no")
    drawing.flow("gw", "final", dialect.condition)
    drawing.flow("gw", "end_no")
    drawing.flow("final", "end_yes")
    return drawing.xml()


def process_c(dialect: Dialect, process_id: str = "bench_c") -> str:
    drawing = _Drawing(dialect, process_id)
    drawing.node("startEvent", "start")
    drawing.user_task("wait", "Wait for somebody")
    drawing.flow("start", "wait")
    drawing.node("endEvent", "end_done")
    drawing.node("endEvent", "end_late")
    drawing.flow("wait", "end_done")
    timer = (
        '<bpmn:timerEventDefinition id="t1"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
        f"{dialect.duration}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    drawing.node("boundaryEvent", "timer", timer, ' cancelActivity="true" attachedToRef="wait"')
    drawing.flow("timer", "end_late")
    return drawing.xml()


PROCESSES: dict[str, tuple[str, Callable[[Dialect], str]]] = {
    "A": ("bench_a", process_a),
    "B": ("bench_b", process_b),
    "C": ("bench_c", process_c),
}
