"""Sequence flows and links between the elements of one process or sub-process."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from app.engine.compile_text import expression
from app.engine.drawn import Node, child, children, tag_of, text_in
from app.engine.element import Element, Way
from app.engine.events import BoundaryEvent, CatchEvent, EventStart, StartEvent
from app.engine.inclusive_join import InclusiveGateway
from app.engine.process_spec import ProcessSpec
from app.engine.refused import Refused
from app.engine.trigger import LinkTrigger, TimerTrigger
from app.engine.upstream import upstream

Attempt = Callable[[Callable[[], Any]], Any]
Elements = dict[str, tuple[Element, Node]]
_CHOOSING: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})


def connect(spec: ProcessSpec, node: Node, elements: Elements, attempt: Attempt) -> None:
    """Join the elements. attempt: does one part of the work and notes a refusal, so that a designer sees them all at once."""
    for flow in children(node, "sequenceFlow"):
        attempt(partial(_flow, flow, elements))
    attempt(partial(_links, elements))
    for element, drawn in elements.values():
        attempt(partial(_check, spec, element, drawn))
    for found in spec.task_specs.values():
        if isinstance(found, InclusiveGateway):
            found.upstream = upstream(spec, found)


def _flow(flow: Node, elements: Elements) -> None:
    source, target = elements.get(flow.get("sourceRef")), elements.get(flow.get("targetRef"))
    if source is None or target is None:
        raise Refused(
            "loose-flow",
            flow.get("id"),
            "Expected the flow to join two elements of the same process or sub-process, but found a loose end",
            "Draw the flow again",
        )
    element, drawn = source
    text = text_in(child(flow, "conditionExpression"))
    chooses, default = tag_of(drawn) in _CHOOSING, drawn.get("default") == flow.get("id")
    if text and not chooses:
        raise Refused(
            "condition-without-gateway",
            flow.get("id"),
            "Expected conditions only on flows out of an exclusive or inclusive gateway",
            "Draw a gateway, and the condition on its flow",
        )
    condition = expression(flow.get("id"), "the condition", text, always=True) if text and not default else None
    element.ways += (Way(flow.get("id"), target[0].name, condition, default and chooses),)
    element.connect(target[0])
    target[0].incoming += (flow.get("id"),)


def _links(elements: Elements) -> None:
    catches: dict[str, Element] = {}
    for element, _ in elements.values():
        if isinstance(element.trigger, LinkTrigger) and isinstance(element, CatchEvent):
            if not element.trigger.name or element.trigger.name in catches:
                raise Refused(
                    "link-name",
                    element.element_id,
                    "Expected a name of its own on the link, but found %(name)s",
                    "Name each link once",
                    name=element.trigger.name or "none",
                )
            catches[element.trigger.name] = element
    for element, _ in elements.values():
        if isinstance(element.trigger, LinkTrigger) and not isinstance(element, CatchEvent):
            end = catches.get(element.trigger.name)
            if end is None:
                raise Refused(
                    "link-without-end",
                    element.element_id,
                    "Expected a link catch event %(name)s in the same process or sub-process",
                    "Draw it, or draw a flow",
                    name=element.trigger.name or "without a name",
                )
            element.ways += (Way("", end.name),)
            element.connect(end)
            end.incoming += (f"{element.name}#link",)
            element.trigger = None
    for end in catches.values():
        end.trigger = None


def _check(spec: ProcessSpec, element: Element, drawn: Node) -> None:
    tag = tag_of(drawn)
    if (
        not element.incoming
        and not isinstance(element, StartEvent | BoundaryEvent | EventStart)
        and drawn.get("triggeredByEvent") != "true"
    ):
        raise Refused(
            "unreachable",
            element.element_id,
            "Expected a flow into the element, but found none: it would never run",
            "Connect or delete it",
        )
    if tag in _CHOOSING and len(element.ways) == 1 and element.ways[0].condition is None:
        element.ways = (Way(element.ways[0].flow_id, element.ways[0].target),)  # a join: the one way out is always open
    if tag in _CHOOSING and len(element.ways) > 1 and any(way.condition is None and not way.is_default for way in element.ways):
        bare = next(way for way in element.ways if way.condition is None and not way.is_default)
        raise Refused(
            "flow-without-condition",
            bare.flow_id,
            "Expected a condition on each flow out of the gateway but the default one",
            "Enter a condition, or make it the default flow",
        )
    if tag == "intermediateCatchEvent" and element.trigger is None and not any(name.endswith("#link") for name in element.incoming):
        raise Refused(
            "catch-without-trigger", element.element_id, "Expected a trigger on the catch event, but found none", "Choose one, or delete it"
        )
    if tag == "eventBasedGateway":
        _check_event_gateway(spec, element)
    _check_deadline_timers(spec, element)


def _check_event_gateway(spec: ProcessSpec, gateway: Element) -> None:
    targets = [spec.task_specs[way.target] for way in gateway.ways]
    if not targets or not all(_may_follow(target) for target in targets):
        raise Refused(
            "event-gateway",
            gateway.element_id,
            "Expected only events with a trigger after the gateway, each with no other flow into it, input mapping or boundary event",
            "Draw events after the gateway, and merge flows behind them",
        )


def _may_follow(event: Element) -> bool:
    """Say whether an element may follow an event gateway: it is armed there without being entered."""
    waits = isinstance(event, CatchEvent) and event.trigger is not None
    return waits and len(event.incoming) == 1 and not event.maps_in and not event.boundaries


def _check_deadline_timers(spec: ProcessSpec, host: Element) -> None:
    timers = [spec.task_specs[name] for name in host.boundaries]
    following = [timer for timer in timers if isinstance(timer.trigger, TimerTrigger) and timer.trigger.follows]
    if following and host.terms is None:
        raise Refused(
            "deadline-timer-without-deadline",
            following[0].element_id,
            "Expected a deadline on %(host)s, whose timer is =deadline",
            "Enter its deadline.length",
            host=host.element_id,
        )
    if host.terms is not None and host.terms.silence and not any(timer.interrupting for timer in following):
        raise Refused(
            "silence-without-timer",
            host.element_id,
            "Expected an interrupting boundary timer with the date =deadline: silence takes effect there",
            "Attach one and draw what silence leads to",
        )
