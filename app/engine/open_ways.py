"""Whether a case that is taken over from paper could have come from one step to the next, by what it knew then: the gateways between them
are asked, though they are jumped over.

What lies on every way to a step is gone through, and the rest is left out. Its conditions are not: a penalty that must be reviewed is not
decided by the unit alone, and none is imposed that was not approved.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from app.engine.element import Element, Way
from app.engine.failure import StepFailed
from app.engine.gateways import ExclusiveGateway, is_open_way

if TYPE_CHECKING:
    from app.engine.flow import Flow
    from app.engine.process_spec import ProcessSpec
    from app.engine.view import View

_WORD: Final = re.compile(r"\w+")


class Passage(NamedTuple):
    """How a case came from steps that are over to an element. steps: ids of the other tasks of people on the way, in their order.

    conditions: what stands against every way there, as text; None: one is open, or none is drawn, since an event leads there.
    """

    steps: tuple[str, ...] = ()
    conditions: tuple[str, ...] | None = None


def passage(flow: "Flow", over: Iterable[str], wanted: str, *, anew: bool = True) -> Passage:
    """Return how a case came from steps that are over, by their names, to an element of the same flow.

    Other steps on the way were done on paper: what they would have answered is known only as far as it is a value of the case already.
    Of what stands against it the last counts, behind which the way is open. anew: what the way works out anew may come out otherwise, and
    lets nothing through.
    """
    specs, view = flow.spec.task_specs, flow.view()
    read = _read(specs.values())
    unanswered, shut = set[str](), list[tuple[Way, Element]]()
    begun = set(over)
    came: dict[str, str] = dict.fromkeys(sorted(begun), "")
    ahead, aside = deque(came), deque[str]()  # what an event leads to is a way only where no other is
    while ahead or aside:
        name = (ahead or aside).popleft()
        element = specs.get(name)
        if not isinstance(element, Element):
            continue
        if name not in begun:
            if anew and any(_rewrites(element, known, view) for known in read):
                shut += [(way, element) for way in element.ways]  # conditions would read what it left, and find what was there before
                continue
            unanswered |= _answers(element)
        opened = list(_open(element, view, unanswered))
        shut += [(way, element) for way in element.ways if way not in opened]
        for found, names in ((ahead, [way.target for way in opened]), (aside, element.boundaries)):
            if wanted in names:
                return Passage(_steps(flow, came, name, begun))
            found += [each for each in names if each not in came]
            came |= {each: name for each in names if each not in came}
    closed = {id(way) for way, _ in shut}
    leading = [(way, element) for way, element in shut if _leads(flow.spec, way.target, wanted, closed)]
    asked = ([way] if way.condition is not None else element.ways for way, element in leading)
    texts = tuple(way.condition.text for ways in asked for way in ways if way.condition is not None)
    return Passage((), texts if leading else None)


def leads_back(flow: "Flow", name: str) -> bool:
    """Say whether a case that leaves a step comes to it again, by what it knows."""
    back = passage(flow, {name}, name, anew=False)
    return back.conditions is None and _leads(flow.spec, name, name, set(), beyond=True)


def _steps(flow: "Flow", came: Mapping[str, str], last: str, begun: set[str]) -> tuple[str, ...]:
    """Return the tasks of people on the way to an element, but for those that an event has cut short."""
    specs, found, name, after = flow.spec.task_specs, list[str](), last, ""
    while name and name not in begun:
        element = specs[name]
        if isinstance(element, Element) and element.manual and element.type == "userTask" and after not in element.boundaries:
            found.insert(0, name)
        name, after = came[name], name
    return tuple(found)


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


def _leads(spec: "ProcessSpec", first: str, wanted: str, closed: set[int], *, beyond: bool = False) -> bool:
    """Say whether ways that are not closed lead to an element, or through one. beyond: it is not enough that it is the first."""
    seen, ahead = set[str](), [first]
    while ahead:
        name = ahead.pop()
        if name == wanted and not beyond:
            return True
        element = spec.task_specs.get(name)
        if name not in seen and isinstance(element, Element):
            seen.add(name)
            following = [way.target for way in element.ways if id(way) not in closed] + list(element.boundaries)
            if beyond and wanted in following:
                return True
            ahead += following
    return False
