"""Small processes for tests of the REST surface, each with one thing to try."""

import json
from itertools import pairwise
from typing import Final

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d"'
    ' targetNamespace="test">'
)


def diagram(process_id: str, inner: str, outside: str = "") -> str:
    name = process_id.replace("-", " ")
    return f'{_HEAD}{outside}<bpmn:process id="{process_id}" name="{name}" isExecutable="true">{inner}</bpmn:process></bpmn:definitions>'


def flow(source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'


def user_task(id: str, name: str, assignment: str, form: str | None = None, inputs: str = "") -> str:
    drawn = f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    said = f"<zeebe:userTask/><zeebe:assignmentDefinition {assignment}/>{drawn}{inputs}"
    return f'<bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements>{said}</bpmn:extensionElements></bpmn:userTask>'


START: Final = '<bpmn:startEvent id="begin" name="begin"/>'
END: Final = '<bpmn:endEvent id="end" name="end"/>'


def _line(*ids: str) -> str:
    return "".join(flow(source, target) for source, target in pairwise(ids))


def _message(name: str, key: str | None) -> str:
    said = f'<bpmn:extensionElements><zeebe:subscription correlationKey="{key}"/></bpmn:extensionElements>' if key else ""
    return f'<bpmn:message id="m-{name}" name="{name}">{said}</bpmn:message>'


def _event(tag: str, id: str, message: str) -> str:
    return f'<bpmn:{tag} id="{id}" name="{id}"><bpmn:messageEventDefinition id="{id}-d" messageRef="m-{message}"/></bpmn:{tag}>'


TWO_STEPS: Final = diagram(
    "two-steps",
    START
    + user_task(
        "first", "First", 'candidateGroups="hotline"', "asked", '<zeebe:ioMapping><zeebe:input source="=1" target="own"/></zeebe:ioMapping>'
    )
    + user_task("second", "Second", 'candidateGroups="handler@health-bureau"')
    + END
    + _line("begin", "first", "second", "end"),
)
"""A task with a form and a variable of its own for the hotline, then one without a form for a handler."""

AT_ONCE: Final = diagram(
    "at-once",
    START
    + '<bpmn:scriptTask id="double" name="Double"><bpmn:extensionElements><zeebe:script expression="=amount * 2" resultVariable="twice"/>'
    + "</bpmn:extensionElements></bpmn:scriptTask>"
    + END
    + _line("begin", "double", "end"),
)
"""Ends in the command that starts it, with `twice` the `amount`."""

STUCK: Final = diagram(
    "stuck",
    START
    + '<bpmn:exclusiveGateway id="which" name="Which?" default="which-second"/>'
    + user_task("first", "First", 'candidateGroups="hotline"')
    + user_task("second", "Second", 'candidateGroups="hotline"')
    + '<bpmn:endEvent id="end" name="end"/><bpmn:endEvent id="other" name="other"/>'
    + flow("begin", "which")
    + '<bpmn:sequenceFlow id="which-first" name="yes" sourceRef="which" targetRef="first"><bpmn:conditionExpression'
    + ' xsi:type="bpmn:tFormalExpression">=ready</bpmn:conditionExpression></bpmn:sequenceFlow>'
    + flow("which", "second")
    + flow("first", "end")
    + flow("second", "other"),
)
"""An incident on `which` where `ready` is neither true nor false."""

WAITS: Final = diagram(
    "waits",
    START
    + user_task("before", "Before", 'candidateGroups="hotline"')
    + _event("intermediateCatchEvent", "reply", "reply")
    + user_task("after", "After", 'candidateGroups="hotline"')
    + END
    + _line("begin", "before", "reply", "after", "end"),
    _message("reply", "=number"),
)
"""A task, then it waits for the message `reply` with the key `number`, then another task."""

BY_MESSAGE: Final = diagram(
    "by-message",
    _event("startEvent", "arrival", "arrival")
    + user_task("look", "Look", 'candidateGroups="hotline"')
    + END
    + _line("arrival", "look", "end"),
    _message("arrival", None),
)

FORM: Final = json.dumps(
    {
        "type": "default",
        "id": "asked",
        "schemaVersion": 16,
        "components": [
            {"type": "number", "key": "amount", "label": "Amount", "validate": {"required": True}},
            {"type": "textfield", "key": "why", "label": "Why", "conditional": {"hide": "=amount < 100"}},
            {"type": "checkbox", "key": "approved", "label": "Approved"},
        ],
    }
)
"""`why` is shown from an amount of 100 on."""

FILES: Final = {
    "two-steps.bpmn": TWO_STEPS,
    "at-once.bpmn": AT_ONCE,
    "stuck.bpmn": STUCK,
    "waits.bpmn": WAITS,
    "by-message.bpmn": BY_MESSAGE,
    "asked.form": FORM,
}
