"""Whether a case could have come to where it stands, by what it knows: the gateways before it are asked once more.

A case that is taken over from paper is put at its step; what lies on every way there is gone through, and the rest is jumped over. Its
conditions are not: a penalty that must be reviewed is not decided by the unit alone, and none is imposed that was not approved.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from app.engine.element import Element, Way
from app.engine.failure import StepFailed
from app.engine.gateways import ExclusiveGateway, is_open_way

_WORD: Final = re.compile(r"\w+")
_PASSED: Final = frozenset({"element_passed", "element_completed"})

if TYPE_CHECKING:
    from app.engine.flow import Flow
    from app.engine.token import Token
    from app.engine.view import View


def barred(token: "Token") -> list[str] | None:
    """Return the texts of the conditions that stand against every way to a token, and to what it lies in; None where a way is open.

    What the commands since the case was made have gone through counts as come to: by its own conditions, or because it lies on every way.
    From there on a condition is judged by the values as they are now: of several rounds through a loop, the last.
    """
    root = token.workflow.root
    taken = {fact.public["flowId"] for fact in root.facts if fact.kind == "flow_taken"}
    passed = {fact.element_id for fact in root.facts if fact.kind in _PASSED and fact.element_id}
    here: Token | None = token
    while here is not None and here.task_spec.type != "guest":
        if here.is_item:
            here = here.above
            continue
        against = _against(here.workflow, here.task_spec.name, passed, taken)
        if against is not None:
            return against
        here = here.workflow.parent
    return None


def _against(flow: "Flow", wanted: str, passed: set[str], taken: set[str]) -> list[str] | None:
    view, specs = flow.view(), flow.spec.task_specs
    seen, closed = set[str](), list[Way]()
    drawn = [element for element in specs.values() if isinstance(element, Element)]
    read = {word for each in drawn for way in each.ways if way.condition is not None for word in _WORD.findall(way.condition.text)}
    ahead = [*flow.spec.starts, *flow.spec.armed, flow.spec.none_start, *passed]
    ahead += [way.target for element in drawn for way in element.ways if way.flow_id in taken]
    while ahead:
        name = ahead.pop()
        if name == wanted:
            return None
        element = specs.get(name)
        if name in seen or not isinstance(element, Element):
            continue
        seen.add(name)
        if name not in passed and any(_rewrites(element, known, view) for known in read):
            continue  # conditions would read what it left, and find what was there before
        opened = list(_open(element, view))
        closed += [way for way in element.ways if way not in opened]
        ahead += [way.target for way in opened] + list(element.boundaries)
    leading = [way for way in closed if _leads(flow, way.target, wanted)]
    return [way.condition.text for way in leading if way.condition is not None]


def _rewrites(element: Element, known: str, view: "View") -> bool:
    """Say whether an element works out anew a variable that has a value already; what merely keeps an answer under its name does not."""
    computed = (target for target, source in element.maps_out if source.text.strip(" =") != target)
    return known in computed and view.get(known) is not None


def _open(element: Element, view: "View") -> Iterator[Way]:
    """Yield the ways that a token would take; a gateway that chooses takes the first."""
    found = []
    for way in element.ways:
        try:
            if is_open_way(way, view):
                found.append(way)
        except StepFailed:
            continue  # a condition that gives no truth value opens nothing, and where it is alone the case would stop there
    chooses = isinstance(element, ExclusiveGateway)
    yield from (found[:1] if chooses else found) or [way for way in element.ways if way.is_default]


def _leads(flow: "Flow", first: str, wanted: str) -> bool:
    specs, seen, ahead = flow.spec.task_specs, set[str](), [first]
    while ahead:
        name = ahead.pop()
        if name == wanted:
            return True
        element = specs.get(name)
        if name not in seen and isinstance(element, Element):
            seen.add(name)
            ahead += [way.target for way in element.ways] + list(element.boundaries)
    return False
