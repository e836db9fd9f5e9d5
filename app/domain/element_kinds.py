"""What the kinds of elements of a diagram are called by people. Source: BPMN 2.0.2, clauses 10.3 to 10.6."""

from collections.abc import Mapping
from typing import Final

from app.domain.marked import marked

ELEMENT_KINDS: Final[Mapping[str, str]] = {
    "boundaryEvent": marked("boundary event"),
    "businessRuleTask": marked("business rule task"),
    "callActivity": marked("call activity"),
    "endEvent": marked("end event"),
    "eventBasedGateway": marked("event-based gateway"),
    "exclusiveGateway": marked("exclusive gateway"),
    "inclusiveGateway": marked("inclusive gateway"),
    "intermediateCatchEvent": marked("intermediate catch event"),
    "intermediateThrowEvent": marked("intermediate throw event"),
    "manualTask": marked("manual task"),
    "parallelGateway": marked("parallel gateway"),
    "receiveTask": marked("receive task"),
    "scriptTask": marked("script task"),
    "sendTask": marked("send task"),
    "serviceTask": marked("service task"),
    "startEvent": marked("start event"),
    "subProcess": marked("sub-process"),
    "task": marked("task"),
    "userTask": marked("user task"),
}


def kind_of(type_: str) -> str:
    """Return what a type is called, to be translated; of one that is none of these, its own name."""
    return ELEMENT_KINDS.get(type_, type_)
