"""Whether a token may go back from one step to an earlier one of its scope without breaking what is drawn between them.

What lies between is walked again. A fork there would start its branches a second time beside those still under way, and a join there
would wait for branches that are over: where that would happen, the token may not go back.
"""

from typing import TYPE_CHECKING, Final

from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.engine.element import Element
from app.engine.multi_instance import MultiInstance
from app.engine.tasks import UserTask

if TYPE_CHECKING:
    from app.engine.process_spec import ProcessSpec
    from app.engine.token import Token

_CHOICES: Final = frozenset({"exclusiveGateway", "eventBasedGateway"})
_STILL_OPEN: Final = marked(
    "Expected a way back to %(step)s within this branch, but other branches that begin between are still under way: finish them first, or"
    " send back to a step of this branch"
)
_NEVER_JOINED: Final = marked(
    "Expected a way back to %(step)s, but it is in one of several branches that have joined since, and the others would not come again:"
    " send back to a step before they part"
)


def require_way_back(token: "Token", to: str) -> None:
    """Raise Rejection("state_forbids") unless the token may go back to the element named."""
    flow = token.workflow
    target = flow.spec.task_specs.get(to)
    if not isinstance(target, UserTask | MultiInstance):
        raise Rejection("bad_request", "Expected a step of the same part of the procedure to send back to, but found %(found)s", found=to)
    if token.is_item:
        raise Rejection(
            "state_forbids", "Expected a step that is done once, but this one is done by several at once: one alone cannot leave"
        )
    between = _between(flow.spec, to, token.task_spec.name)
    specs = [flow.spec.task_specs[name] for name in between]
    joins = [spec for spec in specs if spec.type == "parallelGateway" and len(spec.incoming) > 1 and spec.name != to]
    forks = [spec for spec in specs if spec.type not in _CHOICES and len(spec.ways) > 1]
    beside = [spec for spec in specs if spec.name in _beside(flow.spec)]
    others = [other for other in flow.tokens() if other is not token and other.task_spec.type != "guest"]
    if others and (joins or forks or beside):
        raise Rejection("state_forbids", _STILL_OPEN, step=target.label or to)
    reached = _reached(flow.spec, to, token.task_spec.name)
    for join in joins:
        sources = [element.name for element in _drawn(flow.spec) if any(way.target == join.name for way in element.ways)]
        if not set(sources) <= reached:
            raise Rejection("state_forbids", _NEVER_JOINED, step=target.label or to)


def steps_between(token: "Token", to: str) -> frozenset[str]:
    """Return the names of the elements that are walked again, both ends among them."""
    return _between(token.workflow.spec, to, token.task_spec.name)


def _between(spec: "ProcessSpec", to: str, leaving: str) -> frozenset[str]:
    """Return all elements on a way from one to the other that meets each of them once."""
    onward = _walk(_ways(spec), to, stop=leaving)
    backward: dict[str, list[str]] = {}
    for name, targets in _ways(spec).items():
        for target in targets:
            backward.setdefault(target, []).append(name)
    return (onward & _walk(backward, leaving, stop=to)) | {to, leaving}


def _reached(spec: "ProcessSpec", to: str, leaving: str) -> frozenset[str]:
    return _walk(_ways(spec), to, stop=leaving)


def _walk(ways: dict[str, list[str]], begin: str, stop: str) -> frozenset[str]:
    found, left = {begin}, [begin]
    while left:
        for name in ways.get(left.pop(), ()):
            if name not in found:
                found.add(name)
                if name != stop:
                    left.append(name)
    return frozenset(found)


def _ways(spec: "ProcessSpec") -> dict[str, list[str]]:
    """Return where each element leads, by its flows, links and boundary events."""
    return {element.name: [*(way.target for way in element.ways), *element.boundaries] for element in _drawn(spec)}


def _beside(spec: "ProcessSpec") -> frozenset[str]:
    """Return the boundary events that interrupt nothing: what follows them goes on beside their host."""
    return frozenset(name for host in _drawn(spec) for name in host.boundaries if not spec.task_specs[name].interrupting)


def _drawn(spec: "ProcessSpec") -> list[Element]:
    """Return the elements without what the library adds of its own."""
    found: list[object] = list(spec.task_specs.values())
    return [element for element in found if isinstance(element, Element)]
