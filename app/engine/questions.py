"""What may be asked of a case in memory. Nothing here changes it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from app.domain.deadline import Deadline
from app.domain.fact import Fact
from app.domain.rejection import Rejection
from app.engine import snapshot
from app.engine.arming import name_of
from app.engine.clock_steps import leads_to_resuming
from app.engine.correcting import list_of
from app.engine.course import Barred, place_of
from app.engine.flow import Root
from app.engine.guest import guest_about
from app.engine.jobs import Job
from app.engine.open_ways import leads_back
from app.engine.shown_deadline import shown_deadline
from app.engine.standing import Standing, Target, standing, targets
from app.engine.tasks import UserTask
from app.engine.token import Token
from app.engine.trigger import MessageTrigger, SignalTrigger
from app.engine.values import value_of


class Due(NamedTuple):
    """kind: "timer", or "light" where a deadline's light or state changes."""

    due_at: datetime
    key: int
    kind: str


class Open(NamedTuple):
    """A user task that a person may complete, or a job that waits for a worker."""

    key: int
    element_id: str
    kind: str


class Subscription(NamedTuple):
    event: str
    name: str
    correlation_key: str | None
    key: int
    element_id: str


class Incident(NamedTuple):
    key: int
    element_id: str
    code: str


class Listed(NamedTuple):
    """name: of the variable that is the list. element: the one that an item finds its entry in. number: from 1. element_id: of the loop."""

    name: str
    element: str
    number: int
    element_id: str


class Questions:
    """What the layers above read of a case, to show it and to know what it waits for."""

    def __init__(self, root: Root) -> None:
        self._root = root

    def deadlines(self) -> list[Deadline]:
        """Return the deadlines that the case holds, and after them those that the commands since this was made have ended."""
        return [deadline for _, deadline in self._root.deadlines.all()] + self._root.deadlines.ended

    @property
    def facts(self) -> list[Fact]:
        """What the commands since this was made have brought about, in order."""
        return self._root.facts

    @property
    def completed(self) -> bool:
        return self._root.completed

    @property
    def counter(self) -> int:
        return self._root.counter

    def snapshot(self) -> bytes:
        return snapshot.take(self._root)

    def open_tasks(self) -> list[Open]:
        return [Open(self._key(token), token.task_spec.element_id, _kind(token)) for token in self._root.by_key.values() if _is_open(token)]

    def guest_about(self, key: int) -> int | None:
        """Return the key of the process instance that runs beside the case about a deadline; None where none does."""
        return guest_about(self._root, key - self._root.base_key)

    def shown_deadline(self, key: int) -> Deadline | None:
        """Return the deadline that the work list shows beside an open task: see app.engine.shown_deadline."""
        return shown_deadline(self._root, self._token(key))

    def timers(self) -> list[Due]:
        """Return what the clock has to do, earliest first; at one instant, the older element first."""
        root = self._root
        armed = [token for token in root.by_key.values() if token.is_armed and token.kept.is_timer]
        found = [Due(due, self._key(token), "timer") for token in armed if (due := root.due_of(token)) is not None]
        found += [Due(at, root.base_key + owner, "light") for at, owner in root.deadlines.changes()]
        return sorted(found)

    def file_of(self, key: int | None = None) -> str:
        """Return the digest of the file that draws an element instance; of the case's own process for what is no active element."""
        token = self._root.by_key.get(key - self._root.base_key) if key is not None else None
        return token.workflow.digest if token is not None else self._root.digest

    def is_process(self, key: int) -> bool:
        """Say whether a key is that of a process instance of the case, and of no element."""
        return key - self._root.base_key not in self._root.by_key

    def tasks_inside(self, key: int) -> list[int]:
        """Return the keys of the open user tasks of an element instance: its own, or those of the steps in it."""
        own = key - self._root.base_key
        return [task.key for task in self.open_tasks() if task.kind == "user" and own in _around(self._token(task.key))]

    def resumed_by_diagram(self, key: int) -> bool:
        """Say whether the diagram has stopped the clock of an element instance, and lets it run on after what is open in it: see
        app.engine.clock_steps."""
        root = self._root
        waiting = (token for token in root.by_key.values() if _waits(token))
        return any(root.base_key + root.deadlines.above(token.workflow, None) == key and leads_to_resuming(token) for token in waiting)

    def timer_element(self, key: int) -> str:
        return self._token(key).task_spec.element_id

    def subscriptions(self) -> list[Subscription]:
        return [
            Subscription(
                "message" if isinstance(token.task_spec.trigger, MessageTrigger) else "signal",
                name_of(token),
                token.kept.correlation,
                self._key(token),
                token.task_spec.element_id,
            )
            for token in self._root.by_key.values()
            if token.is_armed and isinstance(token.task_spec.trigger, MessageTrigger | SignalTrigger)
        ]

    def incidents(self) -> list[Incident]:
        root = self._root
        parked = [token for token in root.by_key.values() if token.kept.incident]
        found = [Incident(self._key(token), token.task_spec.element_id, token.kept.incident) for token in parked]
        return found + [Incident(root.base_key + own, root.deadlines.get(own).element_id, code) for own, code in root.stalled.items()]

    def variables(self, key: int) -> dict[str, Any]:
        """Return what an element instance sees; given the key of a process instance, its own. Raises Rejection("not_found")."""
        root, own = self._root, key - self._root.base_key
        scope = own if own in root.scopes else self._token(key).scope
        return {name: value_of(raw) for name, raw in root.scopes.visible(scope).items()}

    def own_variables(self) -> dict[int, dict[str, Any]]:
        """Return what each scope itself holds, by its key."""
        scopes, base = self._root.scopes, self._root.base_key
        return {base + own: {name: value_of(raw) for name, raw in held.items()} for own, held in scopes.own.items()}

    def scopes_around(self, key: int) -> list[int]:
        """Return the key of a scope that there is, then those around it, the process last."""
        return [self._root.base_key + here for here in self._root.scopes.chain(key - self._root.base_key)]

    def items(self, body: str) -> dict[str, tuple[int, Any]]:
        """Return the items of something that is done for several, by their numbers from 0, `3` or within another `0.3`: key and value."""
        found: dict[str, tuple[int, Any]] = {}
        for token in self._root.by_key.values():
            if token.is_item and token.task_spec.element_id == body:
                name, key = token.above.task_spec.element, self._key(token)
                found[place_of(token).partition("@")[2]] = (key, self.variables(key).get(name) if name else None)
        return found

    def listed(self, key: int) -> Listed:
        """Return which entry of which list an item is about. Raises Rejection("state_forbids") where it has ended, or where its list is no
        variable."""
        token = self._root.by_key.get(key - self._root.base_key)
        if token is None:
            raise Rejection("state_forbids", "Expected an item that is still in hand, but it has ended; what is recorded of it stays")
        name = list_of(token.above) if token.is_item else None
        element = token.above.task_spec.element if token.is_item else None
        if not name or not element:
            raise Rejection("state_forbids", "Expected an item of a list that a form has asked for, but this one is none")
        return Listed(name, element, token.kept.item + 1, token.task_spec.element_id)

    def standing(self, instance_key: int) -> list[Standing]:
        return standing(self._root, instance_key - self._root.base_key)

    def targets(self, instance_key: int) -> list[Target]:
        return targets(self._root, instance_key - self._root.base_key)

    def place(self, key: int) -> str:
        """Return the place of an element instance, as a course names it."""
        return place_of(self._token(key))

    @property
    def barred(self) -> list[Barred]:
        """What stands against the course of a case that is taken over: see app.engine.open_ways."""
        return self._root.going.barred if self._root.going is not None else []

    @property
    def done_between(self) -> dict[str, tuple[str, ...]]:
        """The user tasks that were done on paper on the way of such a case, and lie on no way alone: see Course.between."""
        return self._root.going.found if self._root.going is not None else {}

    def comes_back(self, key: int) -> bool:
        """Say whether a case that leaves an open task comes to it again, by what it knows."""
        token = self._token(key)
        return leads_back(token.workflow, token.task_spec.name)

    @property
    def not_come_to(self) -> list[str]:
        """The places of its course that a case which is taken over has not come to."""
        return self._root.going.left if self._root.going is not None else []

    def reserved(self, key: int) -> dict[str, Any]:
        """Return what `case` and `deadline` are to the expressions of an element instance, or of a process instance by its key.

        deadline: the instant of the nearest one around it, null where none runs. Raises Rejection("not_found").
        """
        root, own = self._root, key - self._root.base_key
        flow = next((flow for flow in root.flows() if flow.is_process and flow.scope == own), None)
        token = self._token(key) if flow is None else None
        owner = root.deadlines.above(token.workflow if token is not None else flow or root, token)
        return {"case": dict(root.world.case_facts), "deadline": root.deadlines.instant(owner)}

    # ---- inside
    def _key(self, token: Token) -> int:
        return self._root.base_key + token.id

    def _token(self, key: int) -> Token:
        token = self._root.by_key.get(key - self._root.base_key)
        if token is None:
            raise Rejection("not_found", "Expected an element instance %(key)s that is active, but found none", key=key)
        return token

    def _open(self, key: int) -> Token:
        token = self._token(key)
        if not _is_open(token):
            raise Rejection("not_found", "Expected an open task %(key)s, but found none", key=key)
        return token


def _around(token: Token) -> Iterator[int]:
    """Yield a token's own id, and those of what holds it: items of loops, scopes, calls and processes. What runs beside the case is in
    nothing of it."""
    here: Token | None = token
    while here is not None and here.task_spec.type != "guest":
        yield here.id
        if here.is_item:
            here = here.above
            continue
        if here.workflow.is_process:
            yield here.workflow.scope
        here = here.workflow.parent


def _is_open(token: Token) -> bool:
    spec = token.task_spec
    return spec.manual and not token.kept.incident and isinstance(spec, UserTask | Job) and spec.is_open(token)


def _waits(token: Token) -> bool:
    return _is_open(token) or token.is_armed or bool(token.kept.incident)


def _kind(token: Token) -> str:
    return "user" if isinstance(token.task_spec, UserTask) else "job"
