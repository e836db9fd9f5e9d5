"""Whether a case that is taken over from paper could have come from one step to the next, by what it knew then: the gateways between them
are asked, though they are jumped over.

What lies on every way to a step is gone through, and the rest is left out. Its conditions are not: a penalty that must be reviewed is not
decided by the unit alone, and none is imposed that was not approved.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from app.engine.element import Element, Way
from app.engine.failure import StepFailed
from app.engine.gateways import ExclusiveGateway, is_open_way

if TYPE_CHECKING:
    from app.engine.flow import Flow
    from app.engine.process_spec import ProcessSpec
    from app.engine.view import View

_WORD: Final = re.compile(r"\w+")


def barred(flow: "Flow", over: Iterable[str], wanted: str) -> list[str] | None:
    """Return the texts of the conditions that stand against every way from steps that are over to an element of the same flow.

    None: a way is open, or none is drawn, since an event leads there. over: names. Other steps on the way were done on paper, or not at
    all: what they would have answered is known only as far as it is a value of the case already.
    """
    specs, view = flow.spec.task_specs, flow.view()
    read = _read(specs.values())
    seen, unanswered, shut = set[str](), set[str](), list[tuple[Way, Element]]()
    begun = set(over)
    ahead = sorted(begun)
    while ahead:
        name = ahead.pop()
        element = specs.get(name)
        if name in seen or not isinstance(element, Element):
            continue
        seen.add(name)
        if name not in begun:
            if any(_rewrites(element, known, view) for known in read):
                shut += [(way, element) for way in element.ways]  # conditions would read what it left, and find what was there before
                continue
            unanswered |= _answers(element)
        opened = list(_open(element, view, unanswered))
        shut += [(way, element) for way in element.ways if way not in opened]
        following = [*(way.target for way in opened), *element.boundaries]
        if wanted in following:
            return None
        ahead += following
    leading = [(way, element) for way, element in shut if _leads(flow.spec, way.target, wanted)]
    asked = ([way] if way.condition is not None else element.ways for way, element in leading)
    return [way.condition.text for ways in asked for way in ways if way.condition is not None] if leading else None


def _read(elements: Iterable[object]) -> frozenset[str]:
    """Return the words of all conditions of a flow."""
    ways = (way for each in elements if isinstance(each, Element) for way in each.ways)
    return frozenset(word for way in ways if way.condition is not None for word in _WORD.findall(way.condition.text))


def _open(element: Element, view: "View", unanswered: set[str]) -> Iterator[Way]:
    """Yield the ways that a token would take; a gateway that chooses takes the first, and no default where an answer is not known."""
    found, words = [], set[str]()
    for way in element.ways:
        words |= set(_WORD.findall(way.condition.text)) if way.condition is not None else set()
        try:
            if is_open_way(way, view):
                found.append(way)
        except StepFailed:
            continue  # a condition that gives no truth value opens nothing, and where it is alone the case would stop there
    if found:
        yield from found[:1] if isinstance(element, ExclusiveGateway) else found
    elif all(view.get(word) is not None for word in words & unanswered):
        yield from (way for way in element.ways if way.is_default)


def _answers(element: Element) -> set[str]:
    """Return what a step of somebody's keeps of its answers under their own names."""
    return {target for target, source in element.maps_out if element.manual and source.text.strip(" =") == target}


def _rewrites(element: Element, known: str, view: "View") -> bool:
    """Say whether an element works out anew, of what the case knows, a variable that has a value already."""
    found = (source for target, source in element.maps_out if target == known and source.text.strip(" =") != target)
    worked_out = any(source.expression is None or source.expression.names for source in found)
    return worked_out and view.get(known) is not None


def _leads(spec: "ProcessSpec", first: str, wanted: str) -> bool:
    seen, ahead = set[str](), [first]
    while ahead:
        name = ahead.pop()
        if name == wanted:
            return True
        element = spec.task_specs.get(name)
        if name not in seen and isinstance(element, Element):
            seen.add(name)
            ahead += [way.target for way in element.ways] + list(element.boundaries)
    return False
