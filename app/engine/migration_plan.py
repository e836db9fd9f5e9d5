"""Where each token of a case goes on in another version of its diagram, or why it cannot. Nothing is changed here.

The same element, or the one that a mapping names, must be there, of the same kind and in the same scope. What stands keeps what it has: an
event that waits keeps its instant also where the other version draws another one.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from app.domain.element_kinds import kind_of
from app.domain.marked import marked
from app.domain.rejection import Message
from app.engine.activities import SubProcess
from app.engine.arming import is_attached
from app.engine.element import Element
from app.engine.gateways import Join
from app.engine.library import FUTURE, WAITING
from app.engine.multi_instance import MultiInstance
from app.engine.token import TOP, Token

if TYPE_CHECKING:
    from app.engine.flow import Flow, Root
    from app.engine.process_spec import ProcessSpec

Mapped = Mapping[str, str]
"""Ids of elements of the other version by those of this one."""

UNMAPPED: Final = marked(
    "Expected a mapping for the element %(element)s, at which the case stands, but found none: name the element of the other version at"
    " which it goes on"
)
VANISHED: Final = marked(
    "Expected the element %(element)s, at which the case stands, in the other version, but it is not there: map it to an element that is,"
    " or wait until the step is done"
)
NO_TARGET: Final = marked(
    "Expected the element %(target)s, to which %(element)s is mapped, in the other version, but it is not there: map it to one that is"
)
MOVED: Final = marked(
    "Expected the element %(target)s inside %(inside)s, where %(element)s stands, but the other version has it inside %(found)s: nothing"
    " moves into a sub-process or out of one; wait until the step is done"
)
OTHER_KIND: Final = marked(
    "Expected the element %(element)s, at which the case stands, to stay a %(before)s, but found a %(after)s: map it to an element of the"
    " same kind"
)
OTHER_TRIGGER: Final = marked(
    "Expected the event %(target)s to wait for the same kind of thing as %(element)s, but it waits for another: give it another id in the"
    " diagram"
)
OTHER_LOOP: Final = marked(
    "Expected the loop on %(target)s to be run and to collect its results as that on %(element)s, whose items are open, but it does not:"
    " wait until the step is done"
)
OTHER_WORK: Final = marked(
    "Expected %(target)s to be carried out by whom %(element)s is waiting for, but it is carried out otherwise: wait until the step is done"
)
FLOW_GONE: Final = marked(
    "Expected the flow %(flow)s to lead to the gateway %(target)s, at which a branch waits for others, but it does not: leave the flows"
    " into the gateway as they are, or wait until the branches have met"
)
DEADLINE_EVENT: Final = marked(
    "Expected the event %(element)s, which waits for a deadline that runs, on the same element of the other version, but it is not there as"
    " it was: leave it in the diagram, or wait until the deadline is over"
)


class Move(Struct, frozen=True):
    """What becomes of one token. to: the element at which it goes on; None: it ends there, or there is a problem."""

    token: Token
    to: Element | None = None
    problem: Message | None = None

    @property
    def element_id(self) -> str:
        return self.token.task_spec.element_id

    @property
    def is_attached(self) -> bool:
        return _waits_beside(self.token)

    @property
    def ends(self) -> bool:
        """An event of something else that the other version no longer has."""
        return self.to is None and self.problem is None


def plan_moves(root: "Root", newer: "ProcessSpec", mapping: Mapped | None) -> list[Move]:
    """Return what becomes of every token of the process itself, in the order of the snapshot; called processes stay on their versions.

    mapping: None lets each element go on at the one with its id.
    """
    found: list[Move] = []
    inside: dict[int, ProcessSpec] = {}
    goes_on: dict[int, Element] = {}
    for flow in root.flows():
        spec = newer if flow.parent is None else inside.get(flow.parent.id)
        if spec is None:
            continue  # a called process, or the inside of an element that cannot go on
        for token in flow.tasks.values():
            if token.id == TOP or (token.above.id != TOP and token.above.id not in goes_on):
                continue  # what hangs below an element that cannot go on is said with that
            move = _move(token, Place(spec, newer, goes_on), mapping)
            found.append(move)
            if move.to is not None:
                goes_on[token.id] = move.to
                if isinstance(move.to, SubProcess):
                    inside[token.id] = move.to.inner
    return found


def _waits_beside(token: Token) -> bool:
    return token._state == WAITING and token.task_spec.trigger is not None and is_attached(token)


class Place(Struct, frozen=True):
    """Where a token may go on. spec: of its scope in the other version. whole: of the process. goes_on: those placed already."""

    spec: "ProcessSpec"
    whole: "ProcessSpec"
    goes_on: Mapping[int, Element]


def counterpart(spec: "ProcessSpec", element_id: str, like: Element) -> Element | None:
    """Return the element with an id that takes the same part as another: a loop and its item have one id."""
    item = like.name.endswith("#item")
    named = (one for one in spec.task_specs.values() if isinstance(one, Element) and one.element_id == element_id)
    return next((one for one in named if one.name.endswith("#item") == item), None)


def _move(token: Token, place: Place, mapping: Mapped | None) -> Move:
    element = token.task_spec
    if element.type == "guest":
        return Move(token, place.spec.task_specs[element.name])
    attached = _waits_beside(token)
    said = None if mapping is None else mapping.get(element.element_id)
    if said is None and mapping is not None and not attached:
        return Move(token, None, Message(UNMAPPED, {"element": element.element_id}))
    wanted = said or element.element_id
    target = counterpart(place.spec, wanted, element)
    problem = _missing(token, wanted, place) if target is None else _other(token, target, place)
    if attached and said is None and (target is None or not _hangs_there(token, target, place)):
        # An event of something else that the other version does not have there: it ends, unless a deadline that runs is waited for.
        bound = token.kept.deadline >= 0 or token.kept.reads >= 0
        return Move(token, None, Message(DEADLINE_EVENT, {"element": element.element_id}) if bound else None)
    return Move(token, target, None) if problem is None else Move(token, None, problem)


def _missing(token: Token, wanted: str, place: Place) -> Message:
    element = token.task_spec
    elsewhere = next(
        (spec for spec in _scopes(place.whole) if spec is not place.spec and counterpart(spec, wanted, element) is not None), None
    )
    if elsewhere is not None:
        return Message(MOVED, {"element": element.element_id, "target": wanted, "inside": place.spec.name, "found": elsewhere.name})
    if wanted == element.element_id:
        return Message(VANISHED, {"element": wanted})
    return Message(NO_TARGET, {"element": element.element_id, "target": wanted})


def _scopes(spec: "ProcessSpec") -> Iterator["ProcessSpec"]:
    yield spec
    for element in spec.task_specs.values():
        if isinstance(element, SubProcess):
            yield from _scopes(element.inner)


def _other(token: Token, target: Element, place: Place) -> Message | None:
    """Say in what an element differs from the one that it takes the place of, so that a token could not go on at it."""
    element = token.task_spec
    said: dict[str, Any] = {"element": element.element_id, "target": target.element_id}
    if element.type != target.type:
        return Message(OTHER_KIND, {"element": element.element_id, "before": kind_of(element.type), "after": kind_of(target.type)})
    if type(element.trigger) is not type(target.trigger):
        return Message(OTHER_TRIGGER, said)
    if isinstance(element, MultiInstance) and isinstance(target, MultiInstance):
        alike = element.sequential == target.sequential and element.output == target.output
        return None if alike else Message(OTHER_LOOP, said)
    if getattr(element, "runs_inside", None) != getattr(target, "runs_inside", None):
        return Message(OTHER_WORK, said)
    if isinstance(element, Join) and token._state == WAITING:
        gone = next((flow for flow in element.incoming if flow not in target.incoming), None)
        return None if gone is None else Message(FLOW_GONE, {"flow": gone, "target": target.element_id})
    if token.kept.deadline >= 0 and element.interrupting != target.interrupting:
        return Message(DEADLINE_EVENT, said)
    if not _hangs_there(token, target, place):
        host = token.above.task_spec.element_id if token.above.id != TOP else place.spec.name
        return Message(MOVED, {**said, "inside": host, "found": place.spec.name})
    return None


def _hangs_there(token: Token, target: Element, place: Place) -> bool:
    """Say whether an event hangs in the other version on what it hangs on now; of other tokens, whether they are below the same."""
    if token.above.id == TOP:
        return token.task_spec.keeps_open or target.name in place.spec.armed
    host = place.goes_on.get(token.above.id)
    if host is None:
        return False
    if isinstance(host, MultiInstance) and target.name == host.item:
        return True
    return target.name in _events_of(host)


def newly_drawn(flow: "Flow", spec: "ProcessSpec", moves: Mapping[int, Move], mapping: Mapped | None) -> Iterator[tuple[str, Token | None]]:
    """Yield the events that the other version adds to what is open in one flow, each with the token that it is attached to.

    Those that this version has too have been armed, or have happened. One that follows a deadline is added only where that runs: a
    deadline begins when its step is entered, and never in the midst of it.
    """
    for token in flow.task_tree.below:
        move = moves.get(token.id)
        if move is not None and move.to is not None and token._state != FUTURE:
            for name in _added(flow.spec, spec, _events_of(token.task_spec), _events_of(move.to), mapping):
                follows = getattr(spec.task_specs[name].trigger, "follows", False)
                if not follows or token.id in flow.root.deadlines:
                    yield name, token
    for name in _added(flow.spec, spec, flow.spec.armed, spec.armed, mapping):
        yield name, None


def _events_of(element: Element) -> list[str]:
    return [way.target for way in element.ways] if element.type == "eventBasedGateway" else list(element.boundaries)


def _added(old: "ProcessSpec", new: "ProcessSpec", before: list[str], after: list[str], mapping: Mapped | None) -> list[str]:
    came = set[str]()
    for name in before:
        element = old.task_specs[name]
        target = counterpart(new, (mapping or {}).get(element.element_id, element.element_id), element)
        if target is not None:
            came.add(target.name)
    return [name for name in after if name not in came]
