"""How a case can be put at a step in the middle of its procedure: what lies on every way to the step, and what stands against it."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct, field

from app.diagram.document import DiagramElement, Process
from app.domain.marked import marked
from app.domain.rejection import Message

_RUN: Final = frozenset({"startEvent", "businessRuleTask", "scriptTask", "endEvent"})
_SPLITS: Final = frozenset({"parallelGateway", "inclusiveGateway"})
NOT_REACHED: Final = marked("no way leads from the start of the procedure to %(step)s")
BESIDE: Final = marked("%(step)s is one of several branches that run at the same time, and cannot be entered alone")
AFTER: Final = marked("%(step)s comes after branches that run at the same time: enter the case before they part")
BY_EVENT: Final = marked("%(step)s is reached by the event %(event)s alone, and cannot be entered without it")
WITHIN: Final = marked("%(step)s lies within %(around)s, which is done for each of several items, and cannot be entered alone")
BEHIND: Final = marked("%(step)s comes after %(before)s, whose parts are on no sheet: enter the case there")


class _Barred(Exception):
    def __init__(self, template: str, **facts: str) -> None:
        self.message = Message(template, facts)


class WayIn(Struct, frozen=True):
    """course: for each element that is gone through, the one that comes after it; what is in neither is jumped over.

    done: the user tasks that a person has finished before, in their order. refusal: why no case can be put there; None: it can.
    """

    step: DiagramElement
    course: Mapping[str, str] = field(default_factory=dict)
    done: tuple[DiagramElement, ...] = ()
    refusal: Message | None = None


def ways_in(process: Process) -> tuple[WayIn, ...]:
    """Return the way to each step at which a case can wait for people: user tasks, and what is done for each item of a list."""
    steps = (one for one in process.elements.values() if one.kind == "userTask" or (one.kind == "subProcess" and one.loop is not None))
    return tuple(_way_in(process, step) for step in steps)


def _way_in(process: Process, step: DiagramElement) -> WayIn:
    course: dict[str, str] = {}
    done: list[DiagramElement] = []
    around = tuple(process.around(step))
    try:
        for outer in around:
            if outer.triggered_by_event or outer.kind != "subProcess":
                raise _Barred(NOT_REACHED, step=step.title)
            if outer.loop is not None:
                raise _Barred(WITHIN, step=step.title, around=outer.title)
        for target in (*reversed(around), step):
            _lead(process, target, step, course, done)
    except _Barred as barred:
        return WayIn(step, refusal=barred.message)
    return WayIn(step, course, tuple(done))


def _lead(process: Process, target: DiagramElement, step: DiagramElement, course: dict[str, str], done: list[DiagramElement]) -> None:
    """Add what lies on every way from the start of the target's scope to the target. Raises _Barred."""
    scope = _Scope(process, target.parent_id)
    passed = scope.before(target)
    if passed is None:
        raise _Barred(NOT_REACHED, step=step.title)
    event = next((one for one in passed if one.kind == "boundaryEvent"), None)
    if event is not None:
        raise _Barred(BY_EVENT, step=step.title, event=event.title)
    splits = list(scope.splits_before(target))
    if splits:
        raise _Barred(AFTER if all(scope.all_lead(split, target) for split in splits) else BESIDE, step=step.title)
    stops = [one for one in passed if _stands(one, step)]
    for here, after in zip(stops, [*stops[1:], target], strict=True):
        course[here.id] = after.id
        if here.kind == "userTask":
            done.append(here)
        elif here.kind == "subProcess":
            _cross(process, here, step, course, done)


def _stands(one: DiagramElement, step: DiagramElement) -> bool:
    """Say whether a case goes through an element on the way to a step; what merely leads on is jumped over. Raises _Barred."""
    if one.loop is not None or one.kind == "callActivity":
        raise _Barred(BEHIND, step=step.title, before=one.title)
    return one.kind in _RUN or one.kind in ("userTask", "subProcess")


def _cross(process: Process, inside: DiagramElement, step: DiagramElement, course: dict[str, str], done: list[DiagramElement]) -> None:
    """Lead through the inside of a sub-process that lies before the step, to its plain end."""
    end = next((one for one in process.inside(inside.id) if one.kind == "endEvent" and not one.definitions), None)
    if end is None:
        raise _Barred(BEHIND, step=step.title, before=inside.title)
    _lead(process, end, step, course, done)


class _Scope:
    """The elements drawn directly in a process or sub-process, and the ways between them."""

    def __init__(self, process: Process, scope_id: str) -> None:
        self._process = process
        self._elements = {one.id: one for one in process.inside(scope_id)}
        starts = [one for one in self._elements.values() if one.kind == "startEvent"]
        self._start = next((one for one in starts if not one.definitions), None)

    def before(self, target: DiagramElement) -> list[DiagramElement] | None:
        """Return what every way from the start to the target goes through, in order, the start first; None where no way leads there."""
        start = self._start
        if start is None or target.id not in self._reach(start.id):
            return None
        without = {name: self._reach(start.id, name) for name in self._elements if name != target.id}
        always = [name for name, reached in without.items() if target.id not in reached]
        always.sort(key=lambda name: sum(name not in without[other] for other in always))
        return [self._elements[name] for name in always]

    def splits_before(self, target: DiagramElement) -> Iterator[DiagramElement]:
        """Yield the gateways behind which several branches run at the same time, as far as a case can come through one to the target."""
        reached = self._reach(self._start.id, target.id) if self._start is not None else set()
        for name in self._elements:
            one = self._elements[name]
            if name in reached and one.kind in _SPLITS and len(one.outgoing) > 1 and target.id in self._reach(name):
                yield one

    def all_lead(self, split: DiagramElement, target: DiagramElement) -> bool:
        """Say whether each branch of a split leads to the target, so that the branches have met again before it."""
        heads = (self._process.flows[flow].target for flow in split.outgoing)
        return all(target.id in self._reach(head, split.id) for head in heads)

    def _reach(self, first: str, without: str = "") -> set[str]:
        seen: set[str] = set()
        todo = [first]
        while todo:
            here = todo.pop()
            if here != without and here not in seen:
                seen.add(here)
                todo.extend(self._following(here))
        return seen

    def _following(self, name: str) -> Iterator[str]:
        element = self._elements[name]
        yield from (self._process.flows[flow].target for flow in element.outgoing)
        yield from (event.id for event in self._process.boundaries(name))
        link = _link(element, "intermediateThrowEvent")
        if link is not None:
            yield from (one.id for one in self._elements.values() if _link(one, "intermediateCatchEvent") == link)


def _link(element: DiagramElement, kind: str) -> str | None:
    return next((one.name or "" for one in element.definitions if one.kind == "link"), None) if element.kind == kind else None
