"""The course of a case that is taken over in the middle of its procedure: what it goes through until it stands where the paper stands."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from app.domain.instant import read_instant
from app.engine.open_ways import passage
from app.engine.values import given

if TYPE_CHECKING:
    from app.domain.fact import Fact
    from app.engine.arming import Armed
    from app.engine.flow import Root
    from app.engine.token import Token
    from app.engine.world import World

ITEM: Final = "#item"
After = str | Sequence[Sequence[str]] | None


class Course(Struct, frozen=True):
    """after: for each place that is gone through, the elements that come after it, whatever its flows say, each with the flow by which
    its token comes, "" for none; no element: its token ends there; None: it goes on as drawn. One element alone may be its name.

    answers: what was answered in the user tasks among them, by place. They are passed over: nobody gets a task, no deadline runs, and
    what they write is written. instants: when an item came to where it stands, or was done, by item, as text; else as of the command.
    between: the user tasks that do not lie on every way, and were done after a place and before what comes after it. They write nothing:
    what they answered stands in the case already. days: on which a user task was done, by place, or by its id where it has none, as text.

    A place is the id of an element. Within something that is done for each of several items, the number of the item, from 0, follows:
    `reply@3`; within several, the outer one first: `report@3.0`. An item is its number alone, with the body's id: `departments@3`.
    """

    after: Mapping[str, After] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    instants: Mapping[str, str] = field(default_factory=dict)
    between: Mapping[str, Sequence[str]] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)


class Barred(NamedTuple):
    """place: of a step that is over. target: what it was to be followed by. conditions: what stands against every way there, as text."""

    place: str
    target: str
    conditions: tuple[str, ...]


class Going:
    """What is left of a course while a case goes it. barred: what stood against it so far. found: by place, the user tasks that lie on the
    way to what comes after it, though not on every way."""

    def __init__(self, course: Course) -> None:
        self._after = {place: _ways(after) for place, after in course.after.items()}
        self._answers = {place: given(answers) for place, answers in course.answers.items()}
        self._due: dict[int, datetime] = {}
        self._over: dict[int, set[str]] = {}
        self.barred: list[Barred] = []
        self.found: dict[str, tuple[str, ...]] = {}
        self._between, self._days = course.between, course.days
        self._instants = {place: read_instant(text) for place, text in course.instants.items()}

    @property
    def left(self) -> list[str]:
        """The places that the case has not come to."""
        return [place for place, after in self._after.items() if after != []]

    def passes(self, token: "Token") -> bool:
        return bool(self._after) and place_of(token) in self._after

    def answered(self, token: "Token") -> dict[str, msgspec.Raw]:
        return self._answers.get(place_of(token), {})

    def take(self, token: "Token") -> list[tuple[str, str]] | None:
        """Return what comes after a token that is passed, once; None: it goes on as drawn. What ends there ends there each time."""
        place = place_of(token)
        after = self._after[place] if self._after[place] == [] else self._after.pop(place)
        over = self._over.setdefault(id(token.workflow), set())
        over.add(token.task_spec.name)
        for target, _ in after or ():
            steps, conditions = passage(token.workflow, over, target)
            if conditions is not None:
                self.barred.append(Barred(place, target, conditions))
            elif steps:
                self.found[place] = tuple(dict.fromkeys((*self.found.get(place, ()), *steps)))
        return after

    def note_paper(self, token: "Token") -> None:
        """Say of a step that is passed when it was done on paper, and which others were done before the next one that is gone through."""
        flow, root, place = token.workflow, token.workflow.root, place_of(token)
        self._note_day(root.facts[-1], place)
        for name in self._between.get(place, ()):
            around: dict[str, Any] = {"scopeKey": root.base_key + flow.scope, "processInstanceKey": root.base_key + flow.process_scope}
            element = flow.spec.task_specs[name]
            fact = root.note("element_passed", element, root.next_key(), type=element.type, **around)
            self._note_day(fact, "@".join(filter(None, (name, place.partition("@")[2]))))

    def _note_day(self, fact: "Fact", place: str) -> None:
        if place in self._days and fact.kind == "element_passed":
            fact.public["doneOn"] = self._days[place]

    @staticmethod
    def next_of(agenda: "deque[Token]") -> "Token":
        """Take the token whose step comes next: items go one after another, as on paper, for they may write the same variable; and what
        one brings about around it comes before the next."""
        token = min(agenda, key=_turn)
        agenda.remove(token)
        return token

    @contextmanager
    def since_receipt(self, root: "Root") -> Iterator[None]:
        """Let an event that is passed be worked out as of the receipt, so that a date that has come stays that date."""
        with _as_of(root.world, read_instant(root.received) if root.received else root.world.now):
            yield

    def happened(self, token: "Token", armed: "Armed | None") -> None:
        """Let an event that is passed have happened when its timer was due."""
        if armed is not None and armed.kept.due:
            self._due[token.id] = read_instant(armed.kept.due)

    @contextmanager
    def time_of(self, token: "Token", world: "World") -> Iterator[None]:
        """Let a step be taken as of the instant at which its event happened, or its item came to where it stands, where one is known."""
        due = self._due.get(token.id)
        at = due if due is not None and due <= world.now else self._at(token) if self._instants else None
        with _as_of(world, at if at is not None else world.now):
            yield

    def _at(self, token: "Token") -> datetime | None:
        place = ""
        for body, number in items_around(token):
            place = f"{body}@{place.partition('@')[2]}.{number}" if place else f"{body}@{number}"
            if place in self._instants:
                return self._instants[place]
        return None


@contextmanager
def _as_of(world: "World", at: datetime) -> Iterator[None]:
    if at == world.now:
        yield
        return
    now, feel = world.now, world.feel
    world.now, world.feel = at, replace(feel, now=at)
    try:
        yield
    finally:
        world.now, world.feel = now, feel


def _ways(after: After) -> list[tuple[str, str]] | None:
    if isinstance(after, str):
        return [(after, "")]
    return None if after is None else [(target, flow) for target, flow in after]


def _turn(token: "Token") -> tuple[int, ...]:
    numbers = [int(number) for _, number in items_around(token)] if token.is_live else []
    return (len(numbers), *numbers)


def place_of(token: "Token") -> str:
    """Return the place of a token in a course."""
    numbers = ".".join(number for _, number in items_around(token))
    # Names tell the armed start of an event sub-process from the start drawn in it, which has the same id.
    element = token.task_spec.name.removesuffix(ITEM)
    return f"{element}@{numbers}" if numbers else element


def items_around(token: "Token") -> list[tuple[str, str]]:
    """Return the items in which a token lies, or which it is, the outermost first: the id of the body, and the number from 0."""
    found: list[tuple[str, str]] = []
    here: Token | None = token
    while here is not None:
        if here.is_item:
            found.insert(0, (here.task_spec.element_id, str(here.kept.item)))
            here = here.above
        here = here.workflow.parent
    return found
