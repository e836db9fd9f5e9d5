"""How a case can be put in the middle of its procedure: what lies on every way to where it stands, and what stands against it."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from app.diagram.document import DiagramElement, Process
from app.diagram.scope_ways import ScopeWays
from app.domain.marked import marked
from app.domain.rejection import Message

_RUN: Final = frozenset({"startEvent", "businessRuleTask", "scriptTask", "endEvent", "intermediateCatchEvent", "userTask", "subProcess"})
"""What a case goes through on its way: what computes, what people have done, and events, which happened when their timers were due."""
_STOP, _RESUME = "duban:stop-clock", "duban:resume-clock"
_THROWN: Final = frozenset({"escalation", "error"})
WAITS: Final = frozenset({"userTask", "eventBasedGateway"})
"""Where a token can be put: tasks of people, gateways that wait for an event, and what is done for each of several items."""

NOT_REACHED: Final = marked("no way leads from the start of the procedure to %(step)s")
UNSAID: Final = marked(
    "at the same time as %(step)s runs the branch of %(branch)s: name its step too, or write 已办完 before the last one done"
)
AFTER: Final = marked("%(step)s comes after %(before)s, where the case is said to stand too")
BY_CHOICE: Final = marked("before %(step)s branches part that need not all be taken: enter the case before they part")
BESIDE_HOST: Final = marked("%(step)s runs beside %(around)s: name the step there too")
WITHIN: Final = marked(
    "%(step)s lies within %(around)s, which is done for each of several items: name %(around)s, and the step of each item in the sheet 分项"
)
BEHIND: Final = marked("%(step)s comes after %(before)s, which another procedure does: enter the case there")


class _Barred(Exception):
    def __init__(self, template: str, **facts: str) -> None:
        self.message = Message(template, facts)


class Stand(Struct, frozen=True):
    """Where a case, or an item of something that is done for several, stands on paper.

    steps: ids of the steps that are open. over: ids of the last steps of branches that are done.
    """

    steps: tuple[str, ...]
    over: tuple[str, ...] = ()


class WayIn(Struct, frozen=True):
    """course: for each element that is gone through, what comes after it, each with the flow it comes by; nothing: its token ends there;
    None: it goes on as drawn. What is in neither is jumped over. done: the tasks that people have finished before, in their order.
    refusal: why no case can be put there; None: it can. crossed: what is done for each of several items, and must be over for all of
    them. clock: the last of the steps jumped over that stop a clock or let it run on: whether it stands, and since when, is on paper alone.
    """

    step: DiagramElement
    course: Mapping[str, tuple[tuple[str, str], ...] | None] = field(default_factory=dict)
    done: tuple[DiagramElement, ...] = ()
    refusal: Message | None = None
    crossed: tuple[DiagramElement, ...] = ()
    clock: DiagramElement | None = None

    @property
    def is_stopped(self) -> bool | None:
        """Whether the diagram has stopped a clock on the way; None: it has nothing to do with one."""
        return self.clock.task_definition.type == _STOP if self.clock is not None and self.clock.task_definition is not None else None


def ways_in(process: Process) -> tuple[WayIn, ...]:
    """Return the way to each step at which a case can wait, as if it stood there alone: what runs beside it is left out."""
    return tuple(way_in(process, process.id, Stand((one.id,)), alone=True) for one in process.elements.values() if waits(one))


def waits(element: DiagramElement) -> bool:
    return element.kind in WAITS or (element.kind == "subProcess" and element.loop is not None)


def way_in(process: Process, scope_id: str, stand: Stand, *, alone: bool = False) -> WayIn:
    """Return the way to where a case stands. scope_id: of the process; or of what is done for each item, for one of them.

    alone: what runs at the same time need not be said, and is left out.
    """
    first = process.elements[(stand.steps or stand.over)[0]]
    leading = _Leading(process, first, alone)
    try:
        leading.lead(scope_id, [process.elements[id] for id in stand.steps], [process.elements[id] for id in stand.over])
    except _Barred as barred:
        return WayIn(first, refusal=barred.message)
    return WayIn(first, leading.course, tuple(leading.done), None, tuple(leading.crossed), leading.clock)


class _Leading:
    """A way that is being found. course, done, crossed, clock: as WayIn has them."""

    def __init__(self, process: Process, step: DiagramElement, alone: bool) -> None:
        self._process, self._step, self._alone = process, step, alone
        self.course: dict[str, tuple[tuple[str, str], ...] | None] = {}
        self.done: list[DiagramElement] = []
        self.crossed: list[DiagramElement] = []
        self.clock: DiagramElement | None = None

    def lead(self, scope_id: str, steps: list[DiagramElement], over: list[DiagramElement]) -> None:
        """Add what lies on every way from the start of a scope to where a case stands in it. Raises _Barred."""
        scope = ScopeWays(self._process, scope_id)
        places = _Places()
        for element in steps:
            self._place(scope, scope_id, element, places, is_over=False)
        # Where nothing is open, the case goes on from what was done last.
        last = over[0] if not steps and len(over) == 1 else None
        for element in over:
            self._place(scope, scope_id, element, places, is_over=True)
        if last is not None and last.id in places.over:
            places.open[last.id] = places.over.pop(last.id)
        self._check_hosts(scope, places)
        passed = self._passed(scope, places)
        if not self._alone:
            self._check_branches(scope, passed, places)
        self._lay(scope, passed, places, last)
        for direct, (within, done) in places.inside.items():
            self.lead(direct, within, done)

    def _place(self, scope: ScopeWays, scope_id: str, element: DiagramElement, places: "_Places", *, is_over: bool) -> None:
        """Find where a token is put so that a step is open: there, at what it lies in, or at what throws the event that leads there."""
        direct = self._direct(scope_id, element)
        if direct is not element:
            places.inside.setdefault(direct.id, ([], []))[is_over].append(element)
            is_over = False
        if direct.triggered_by_event:
            start = next((one for one in self._process.inside(direct.id) if one.kind == "startEvent"), None)
            thrower = scope.thrower(start) if start is not None and start.definitions else None
            if thrower is None:
                raise _Barred(NOT_REACHED, step=element.title)
            direct = thrower
        event = scope.last_event(direct)
        if event is not None and event.definitions[0].kind in _THROWN:
            host = self._process.elements[event.attached_to or ""]
            if is_over:
                self.course[event.id] = ()
            else:
                places.open.setdefault(host.id, host)
            return
        (places.over if is_over else places.open)[direct.id] = direct

    def _direct(self, scope_id: str, element: DiagramElement) -> DiagramElement:
        """Return what is drawn directly in the scope: the element, or the sub-process in which it lies."""
        here = element
        for outer in self._process.around(element):
            if outer.id == scope_id:
                break
            if outer.loop is not None:
                raise _Barred(WITHIN, step=element.title, around=outer.title)
            here = outer
        if here.parent_id != scope_id:
            raise _Barred(NOT_REACHED, step=element.title)
        return here

    def _check_hosts(self, scope: ScopeWays, places: "_Places") -> None:
        """See that what runs beside something, by an event that does not interrupt it, does not stand there alone."""
        for one in places.all():
            event = scope.last_event(one)
            if event is not None and not event.interrupting and event.attached_to not in places.open and not self._alone:
                raise _Barred(BESIDE_HOST, step=one.title, around=self._process.elements[event.attached_to or ""].title)

    def _passed(self, scope: ScopeWays, places: "_Places") -> list[DiagramElement]:
        """Return what has been gone through, in an order in which it can have been."""
        found: set[str] = set()
        for one in places.all():
            found |= self._behind(scope, one, set())
        found |= set(places.over)
        both = next((one for one in places.open.values() if one.id in found), None)
        if both is not None:
            later = next(one for one in places.all() if both.id in self._behind(scope, one, set()) or one.id in places.over)
            raise _Barred(AFTER, step=later.title, before=both.title)
        order = list(scope.elements)
        weight = {name: len(self._behind(scope, scope.elements[name], set()) & found) for name in found}
        return [scope.elements[name] for name in sorted(found, key=lambda name: (weight[name], order.index(name)))]

    def _behind(self, scope: ScopeWays, one: DiagramElement, seen: set[str]) -> set[str]:
        """Return the names of what lies behind an element: on every way to it, and on every way into each join before it."""
        before = scope.before(one)
        if before is None:
            raise _Barred(NOT_REACHED, step=self._step.title)
        names = {each.id for each in before} - {each.attached_to for each in before if each.kind == "boundaryEvent"}
        for join in before:
            if join.kind != "parallelGateway" or len(join.incoming) < 2 or join.id in seen:
                continue
            seen.add(join.id)
            for _, source in scope.sources(join):
                if join not in (scope.before(source) or []):
                    names |= {source.id} | self._behind(scope, source, seen)
        return names

    def _check_branches(self, scope: ScopeWays, passed: list[DiagramElement], places: "_Places") -> None:
        """See that each branch of those that run at the same time is spoken of, or has met the others again."""
        stands = {one.id for one in places.all()}
        if any(one.kind == "endEvent" and one.definitions and one.definitions[0].kind == "terminate" for one in places.open.values()):
            return
        for split in scope.elements.values():
            if split.kind not in ("parallelGateway", "inclusiveGateway") or len(split.outgoing) < 2:
                continue
            if split.kind == "inclusiveGateway":
                if any(self._may_pass(scope, split, one) for one in places.all()):
                    raise _Barred(BY_CHOICE, step=self._step.title)
            elif split in passed:
                silent = next((head for head in scope.branches(split) if not stands & scope.reach(head.id, split.id)), None)
                if silent is not None:
                    raise _Barred(UNSAID, step=self._step.title, branch=silent.title)

    def _may_pass(self, scope: ScopeWays, split: DiagramElement, one: DiagramElement) -> bool:
        start = scope.start.id if scope.start is not None else ""
        return split.id in scope.reach(start, one.id) and scope.lies_behind(split, one.id)

    def _lay(self, scope: ScopeWays, passed: list[DiagramElement], places: "_Places", last: DiagramElement | None) -> None:
        """Lay the course: one token goes through all that was passed, and parts where the case stands."""
        # Of items that are over, with the branch that ends with them, nothing more is asked.
        stops = [one for one in passed if self._stands(one) and not (one.loop is not None and one.id in places.over)]
        ends = [(one.id, "") for one in places.open.values()]
        for one in places.over.values():
            joins = ((join, flow) for join, flow in scope.joins_behind(one) if join not in passed)
            ends += [(join.id, flow) for join, flow in joins if (join.id, flow) not in ends][:1]
        for here, after in zip(stops, [*([(one.id, "")] for one in stops[1:]), ends], strict=True):
            self.course[here.id] = tuple(after)
            self._note(here)
        if last is not None and last.id in places.open:
            if last.kind == "userTask":
                self.course[last.id] = self._after(scope, last)
            self._note(last)

    def _after(self, scope: ScopeWays, last: DiagramElement) -> tuple[tuple[str, str], ...] | None:
        """Return what comes after a step that was done last, where a clock ran on or was stopped at once then; else it goes on as drawn."""
        here, turned = last, False
        while len(here.outgoing) == 1:
            (flow,) = here.outgoing
            (here,) = scope.branches(here)
            if not _turns_clock(here):
                return ((here.id, flow),) if turned else None
            self.clock, turned = here, True
        return None

    def _note(self, passed: DiagramElement) -> None:
        if passed.kind == "userTask" and passed.loop is None:
            self.done.append(passed)
        elif passed.loop is not None:
            self.crossed.append(passed)
        elif passed.kind == "subProcess":
            ends = [one for one in self._process.inside(passed.id) if one.kind == "endEvent"]
            plain = [one for one in ends if not one.definitions or one.definitions[0].kind == "terminate"]
            if not plain:
                raise _Barred(NOT_REACHED, step=self._step.title)
            clock = self.clock
            self.lead(passed.id, [max(plain, key=lambda one: bool(one.definitions))], [])
            self.clock = clock  # of what is over

    def _stands(self, one: DiagramElement) -> bool:
        """Say whether a case goes through an element on the way to a step; what merely leads on is jumped over. Raises _Barred."""
        if one.kind == "callActivity":
            raise _Barred(BEHIND, step=self._step.title, before=one.title)
        if _turns_clock(one):
            self.clock = one
        return one.kind in _RUN


def _turns_clock(one: DiagramElement) -> bool:
    return one.task_definition is not None and one.task_definition.type in (_STOP, _RESUME)


class _Places(Struct):
    """Where tokens are put in one scope. open: elements at which they stand. over: last elements of branches that are done.

    inside: by id of a sub-process that is open, the steps in it that are open, and those that are done.
    """

    open: dict[str, DiagramElement] = field(default_factory=dict)
    over: dict[str, DiagramElement] = field(default_factory=dict)
    inside: dict[str, tuple[list[DiagramElement], list[DiagramElement]]] = field(default_factory=dict)

    def all(self) -> list[DiagramElement]:
        return [*self.open.values(), *self.over.values()]


def done_on_some(process: Process, way: WayIn) -> tuple[DiagramElement, ...]:
    """Return the tasks of people that lie on some ways to a step, though not on all: by what was answered, one or the other was done.

    Of the step's own scope only; where an event leads to its scope, of the ways to what throws that.
    """
    around = list(process.around(way.step))
    if way.refusal is not None or any(one.loop is not None for one in around):
        return ()
    scope = ScopeWays(process, process.id)
    direct = around[-1] if around else way.step
    if direct.triggered_by_event:
        start = next((one for one in process.inside(direct.id) if one.kind == "startEvent" and one.definitions), None)
        thrower = scope.thrower(start) if start is not None else None
        direct = thrower if thrower is not None else direct
    if scope.start is None:
        return ()
    before = scope.reach(scope.start.id, direct.id)
    ahead = (one for one in scope.elements.values() if one.id in before and one.kind == "userTask" and one not in way.done)
    return tuple(one for one in ahead if direct.id in scope.reach(one.id))
