"""A short way to write a BPMN file for tests.

process("p", start(), user("ask"), end(), path("s ask e"))
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="http://duban.example">'
)
TAIL = "</bpmn:definitions>"


def el(tag: str, id: str, *inside: str, **attributes: str) -> str:
    """Write an element; an empty id is left out."""
    named = {"id": id, **attributes} if id else attributes
    said = "".join(f" {name}={quoteattr(value)}" for name, value in named.items())
    return f"<bpmn:{tag}{said}>{''.join(inside)}</bpmn:{tag}>"


def ext(*parts: str) -> str:
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>"


def z(tag: str, *inside: str, **attributes: str) -> str:
    said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<zeebe:{tag}{said}>{''.join(inside)}</zeebe:{tag}>"


def io(inputs: Mapping[str, str] | Iterable[tuple[str, str]] = (), outputs: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> str:
    """Write mappings, given as target -> source."""
    ways = [("input", dict(inputs)), ("output", dict(outputs))]
    return z("ioMapping", *(z(way, source=source, target=target) for way, held in ways for target, source in held.items()))


def properties(**values: str) -> str:
    """Write zeebe properties; `__` in a name stands for a dot: deadline__length="7"."""
    return z("properties", *(z("property", name=name.replace("__", "."), value=value) for name, value in values.items()))


def start(id: str = "s", *inside: str, **attributes: str) -> str:
    return el("startEvent", id, *inside, **attributes)


def end(id: str = "e", *inside: str, **attributes: str) -> str:
    return el("endEvent", id, *inside, **attributes)


def user(id: str, *parts: str, loop: str = "", **attributes: str) -> str:
    return el("userTask", id, ext(z("userTask"), *parts), loop, **attributes)


def script(id: str, result: str, expression: str, loop: str = "", **attributes: str) -> str:
    return el("scriptTask", id, ext(z("script", expression=expression, resultVariable=result)), loop, **attributes)


def decide(id: str, decision: str, result: str) -> str:
    return el("businessRuleTask", id, ext(z("calledDecision", decisionId=decision, resultVariable=result)))


def job(id: str, type: str, *parts: str, loop: str = "") -> str:
    return el("serviceTask", id, ext(z("taskDefinition", type=type), *parts), loop)


def xor(id: str, default: str = "") -> str:
    return el("exclusiveGateway", id, **({"default": default} if default else {}))


def inclusive(id: str, default: str = "") -> str:
    return el("inclusiveGateway", id, **({"default": default} if default else {}))


def gate(id: str) -> str:
    return el("parallelGateway", id)


def event_gate(id: str) -> str:
    return el("eventBasedGateway", id)


def catch(id: str, what: str) -> str:
    return el("intermediateCatchEvent", id, what)


def throw(id: str, what: str) -> str:
    return el("intermediateThrowEvent", id, what)


def sub(id: str, *inside: str, parts: Sequence[str] = (), loop: str = "", **attributes: str) -> str:
    return el("subProcess", id, ext(*parts), loop, *inside, **attributes)


def boundary(id: str, on: str, what: str, cancel: bool = True) -> str:
    return el("boundaryEvent", id, what, attachedToRef=on, cancelActivity=str(cancel).lower())


def event_sub(id: str, what: str, *inside: str, interrupting: bool = True, parts: Sequence[str] = ()) -> str:
    begins = start(f"{id}_s", what, isInterrupting=str(interrupting).lower())
    return sub(id, begins, *inside, parts=parts, triggeredByEvent="true")


def call(id: str, process: str, *parts: str, loop: str = "", **attributes: str) -> str:
    return el("callActivity", id, ext(z("calledElement", processId=process, **attributes), *parts), loop)


def duration(text: str) -> str:
    return _timer("timeDuration", text)


def date(text: str) -> str:
    return _timer("timeDate", text)


def cycle(text: str) -> str:
    return _timer("timeCycle", text)


def _timer(kind: str, text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{escape(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"


def error(code: str = "") -> str:
    return f'<bpmn:errorEventDefinition errorRef="error_{code}"/>' if code else "<bpmn:errorEventDefinition/>"


def escalation(code: str = "") -> str:
    return f'<bpmn:escalationEventDefinition escalationRef="escalation_{code}"/>' if code else "<bpmn:escalationEventDefinition/>"


def signal(name: str) -> str:
    return f'<bpmn:signalEventDefinition signalRef="signal_{name}"/>'


def message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="message_{name}"/>'


def link(name: str) -> str:
    return f"<bpmn:linkEventDefinition name={quoteattr(name)}/>"


def terminate() -> str:
    return "<bpmn:terminateEventDefinition/>"


def each(collection: str, element: str = "", output: str = "", result: str = "", *, sequential: bool = False, until: str = "") -> str:
    """Write a multi-instance. output, result: the collection of results and what each item adds; until: the completion condition."""
    said = {"inputCollection": collection, "inputElement": element, "outputCollection": output, "outputElement": result}
    done = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else ""
    inside = ext(z("loopCharacteristics", **{name: value for name, value in said.items() if value}))
    return el("multiInstanceLoopCharacteristics", "", inside, done, isSequential=str(sequential).lower())


def path(ids: str, **conditions: str) -> str:
    """path("s x e", x="amount > 3"): flows s_x and x_e, the one that leaves x with a condition."""
    return "".join(_flow(source, target, conditions.get(source)) for source, target in pairwise(ids.split()))


def _flow(source: str, target: str, condition: str | None) -> str:
    inside = f"<bpmn:conditionExpression>={escape(condition)}</bpmn:conditionExpression>" if condition else ""
    return el("sequenceFlow", f"{source}_{target}", inside, sourceRef=source, targetRef=target)


def shared(keys: Mapping[str, str | None] | Iterable[tuple[str, str | None]] = ()) -> str:
    """Write errors, escalations and signals A, B and C, and messages with their correlation keys."""
    parts = [
        f'<bpmn:error id="error_{code}" errorCode="{code}"/><bpmn:escalation id="escalation_{code}" escalationCode="{code}"/>'
        f'<bpmn:signal id="signal_{code}" name="{code}"/>'
        for code in "ABC"
    ]
    for name, key in dict(keys).items():
        subscription = ext(z("subscription", correlationKey=key)) if key else ""
        parts.append(el("message", f"message_{name}", subscription, name=name))
    return "".join(parts)


def shape(
    id: str, x: float, y: float, width: float = 100, height: float = 80, label: tuple[float, float, float, float] | None = None
) -> str:
    placed = ""
    if label is not None:
        placed = '<bpmndi:BPMNLabel><dc:Bounds x="{}" y="{}" width="{}" height="{}"/></bpmndi:BPMNLabel>'.format(*label)
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="{id}_di" bpmnElement="{id}">{bounds}{placed}</bpmndi:BPMNShape>'


def edge(id: str, *points: tuple[float, float]) -> str:
    way = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{id}_di" bpmnElement="{id}">{way}</bpmndi:BPMNEdge>'


def drawing(process_id: str, *parts: str) -> str:
    plane = f'<bpmndi:BPMNPlane id="pl" bpmnElement="{process_id}">{"".join(parts)}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="d">{plane}</bpmndi:BPMNDiagram>'


def process(
    id: str, *inside: str, keys: Mapping[str, str | None] | Iterable[tuple[str, str | None]] = (), drawn: str = "", **attributes: str
) -> bytes:
    """Write a file with one process. keys: message name -> correlation key expression; drawn: what drawing() gives."""
    said = {"isExecutable": "true"} | attributes
    return f"{HEAD}{shared(keys)}{el('process', id, *inside, **said)}{drawn}{TAIL}".encode()
