"""A short way to write a BPMN file for the engine's tests and benches: one function for each kind of element, all giving text."""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
)


def _attributes(said: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in said.items())


def el(tag: str, id: str, *inside: str, **attributes: str) -> str:
    return f'<bpmn:{tag} id="{id}"{_attributes(attributes)}>{"".join(inside)}</bpmn:{tag}>'


def z(tag: str, *inside: str, **attributes: str) -> str:
    return f"<zeebe:{tag}{_attributes(attributes)}>{''.join(inside)}</zeebe:{tag}>"


def ext(*parts: str) -> str:
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>" if parts else ""


def io(inputs: Mapping[str, str] | None = None, outputs: Mapping[str, str] | None = None) -> str:
    """inputs, outputs: target -> source, in their order."""
    ins = (z("input", source=source, target=target) for target, source in (inputs or {}).items())
    outs = (z("output", source=source, target=target) for target, source in (outputs or {}).items())
    return z("ioMapping", *ins, *outs)


def props(**said: str) -> str:
    """props(deadline__length="7"): two underscores stand for the full stop in a property's name."""
    return z("properties", *(z("property", name=name.replace("__", "."), value=value) for name, value in said.items()))


def start(id: str = "s", *inside: str, **said: str) -> str:
    return el("startEvent", id, *inside, **said)


def end(id: str = "e", *inside: str) -> str:
    return el("endEvent", id, *inside)


def user(id: str, *parts: str, loop: str = "") -> str:
    return el("userTask", id, ext(z("userTask"), *parts), loop)


def script(id: str, result: str, expression: str, *parts: str, loop: str = "") -> str:
    return el("scriptTask", id, ext(z("script", expression=expression, resultVariable=result), *parts), loop)


def service(id: str, type: str, *parts: str, tag: str = "serviceTask") -> str:
    return el(tag, id, ext(z("taskDefinition", type=type), *parts))


def xor(id: str, default: str = "") -> str:
    return el("exclusiveGateway", id, **({"default": default} if default else {}))


def gate(id: str) -> str:
    return el("parallelGateway", id)


def sub(id: str, *inside: str, parts: Iterable[str] = (), loop: str = "", **said: str) -> str:
    return el("subProcess", id, ext(*parts), loop, *inside, **said)


def boundary(id: str, on: str, what: str, cancel: bool = True, parts: Iterable[str] = ()) -> str:
    return el("boundaryEvent", id, ext(*parts), what, attachedToRef=on, cancelActivity=str(cancel).lower())


def event_sub(id: str, what: str, *inside: str, interrupting: bool = True, parts: Iterable[str] = ()) -> str:
    first = start(id + "_s", what, isInterrupting=str(interrupting).lower())
    return sub(id, first, *inside, parts=parts, triggeredByEvent="true")


def call(id: str, process: str, *parts: str, loop: str = "", **said: str) -> str:
    return el("callActivity", id, ext(z("calledElement", processId=process, **said), *parts), loop)


def _timer(kind: str, text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{escape(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"


def duration(text: str) -> str:
    return _timer("timeDuration", text)


def date(text: str) -> str:
    return _timer("timeDate", text)


def cycle(text: str) -> str:
    return _timer("timeCycle", text)


def error(code: str | None) -> str:
    return f'<bpmn:errorEventDefinition errorRef="error_{code}"/>' if code else "<bpmn:errorEventDefinition/>"


def escalation(code: str | None) -> str:
    return f'<bpmn:escalationEventDefinition escalationRef="escalation_{code}"/>' if code else "<bpmn:escalationEventDefinition/>"


def signal(name: str) -> str:
    return f'<bpmn:signalEventDefinition signalRef="signal_{name}"/>'


def message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="message_{name}"/>'


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def each(collection: str, element: str | None = None, output: str | None = None, result: str | None = None, sequential: bool = False,
         until: str | None = None) -> str:  # fmt: skip
    said = {"inputCollection": collection, "inputElement": element, "outputCollection": output, "outputElement": result}
    done = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else ""
    inside = ext(z("loopCharacteristics", **{name: text for name, text in said.items() if text}))
    return f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">{inside}{done}</bpmn:multiInstanceLoopCharacteristics>'


def path(ids: str, *, tag: str = "", **conditions: str) -> str:
    """path("s x e", x="amount > 3"): flows s_x and x_e, the one that leaves x with a condition. tag: makes the ids of a second pair differ."""
    names, out = ids.split(), []
    for a, b in zip(names, names[1:], strict=False):
        said = conditions.get(a)
        inner = f"<bpmn:conditionExpression>={escape(said)}</bpmn:conditionExpression>" if said else ""
        out.append(f'<bpmn:sequenceFlow id="{a}_{b}{tag}" sourceRef="{a}" targetRef="{b}">{inner}</bpmn:sequenceFlow>')
    return "".join(out)


def process(id: str, *inside: str, keys: Mapping[str, str | None] | None = None, parts: Iterable[str] = ()) -> bytes:
    """keys: message name -> expression of its correlation key. Errors, escalations and signals A, B and C are there for all."""
    shared = "".join(
        f'<bpmn:error id="error_{c}" errorCode="{c}"/><bpmn:escalation id="escalation_{c}" escalationCode="{c}"/><bpmn:signal id="signal_{c}" name="{c}"/>'
        for c in "ABC"
    )
    shared += "".join(
        f'<bpmn:message id="message_{m}" name="{m}">{ext(z("subscription", correlationKey=k)) if k else ""}</bpmn:message>'
        for m, k in (keys or {}).items()
    )
    body = f'<bpmn:process id="{id}" isExecutable="true">{ext(*parts)}{"".join(inside)}</bpmn:process>'
    return f"{HEAD}{shared}{body}</bpmn:definitions>".encode()
