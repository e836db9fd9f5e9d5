"""What may come after a step, as its diagram is drawn and by what the case knows: nobody can say yet which way the answers lead."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from app.diagram import DiagramElement, Process
from app.feel import FeelError, FeelWorld, conjuncts, parse_expression

_WORKED = frozenset({"userTask", "callActivity"})


def next_steps(process: Process, element_id: str, barred: Collection[str] = ()) -> list[DiagramElement]:
    """Return the steps that people see next, and the ends, in the order of the flows.

    Automatic steps and gateways are passed through; the end of a sub-process leads on to what follows it. barred: ids of flows that
    cannot be taken.
    """
    start = process.elements.get(element_id)
    found: dict[str, DiagramElement] = {}
    seen: set[str] = set()
    ahead = list(_after(process, start, barred)) if start is not None else []
    while ahead:
        element = ahead.pop(0)
        if element.id in seen:
            continue
        seen.add(element.id)
        parent = process.elements.get(element.parent_id)
        if element.kind in _WORKED:
            found.setdefault(element.title, element)
        elif element.kind == "subProcess":
            ahead = [inner for inner in process.inside(element.id) if inner.kind == "startEvent"] + ahead
        elif element.kind == "endEvent" and parent is None:
            found.setdefault(element.title, element)
        elif element.kind == "endEvent" and parent is not None and element.event is None:
            ahead = [*_after(process, parent, barred), *ahead]
        else:
            ahead = [*_after(process, element, barred), *ahead]
    return list(found.values())


def barred_flows(process: Process, element_id: str, known: Mapping[str, Any], world: FeelWorld) -> frozenset[str]:
    """Return the flows behind a step that what is known already rules out, whatever the answers will be.

    Only gateways right behind the step are judged: what runs between may change what they ask. known: variables that the step leaves as
    they are.
    """
    barred: set[str] = set()
    start = process.elements.get(element_id)
    ahead, seen = list(_after(process, start)) if start is not None else [], set[str]()
    while ahead:
        gateway = ahead.pop()
        if gateway.kind != "exclusiveGateway" or gateway.id in seen:
            continue
        seen.add(gateway.id)
        barred |= {id for id in gateway.outgoing if _is_ruled_out(process.flows[id].condition, known, world)}
        ahead += _after(process, gateway, barred)
    return frozenset(barred)


def _is_ruled_out(condition: str | None, known: Mapping[str, Any], world: FeelWorld) -> bool:
    """Say whether a condition, or one of the parts that all have to hold, is false already."""
    if condition is None:
        return False
    try:
        return any(_is_false(part, known, world) for part in conjuncts(condition.strip().removeprefix("=")))
    except FeelError:
        return False


def _is_false(part: str, known: Mapping[str, Any], world: FeelWorld) -> bool:
    found = parse_expression(part)
    return bool(found.names) and found.names <= known.keys() and found.evaluate(known, world) is False


def _after(process: Process, element: DiagramElement, barred: Collection[str] = ()) -> Iterator[DiagramElement]:
    for flow in element.outgoing:
        target = process.elements.get(process.flows[flow].target)
        if target is not None and flow not in barred:
            yield target
