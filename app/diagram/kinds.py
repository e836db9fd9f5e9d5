"""The kinds of elements, by their BPMN names."""

from typing import Final

SUB_PROCESSES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
TASKS: Final = frozenset({
    "task", "userTask", "manualTask", "scriptTask", "businessRuleTask", "serviceTask", "sendTask", "receiveTask",
})  # fmt: skip
ACTIVITIES: Final = TASKS | SUB_PROCESSES | {"callActivity"}
EVENTS: Final = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
GATEWAYS: Final = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"})
