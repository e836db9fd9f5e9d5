"""What is open: a process instance, a called process or the inside of a sub-process, each a flat list of tokens and a scope."""

from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from app.domain.fact import Fact
from app.domain.instant import read_instant
from app.engine import steps, timers
from app.engine.deadlines import Deadlines
from app.engine.library import COMPLETED, FUTURE, READY, STARTED, WAITING, LibraryRoot, LibrarySub
from app.engine.scopes import Scopes
from app.engine.token import TOP, Kept, Token, kill
from app.engine.values import text_of
from app.engine.view import View

if TYPE_CHECKING:
    from app.engine.course import Going
    from app.engine.element import Element
    from app.engine.process_spec import ProcessSpec
    from app.engine.world import World


class Flow:
    """spec, tasks, completed and task_tree are the library's; scope is the key of its variables, 0 for the process instance.

    digest: of the file that it was read from. level: how many flows are around it.
    """

    spec: "ProcessSpec"
    tasks: dict[Any, Token]
    task_tree: Token
    completed: bool
    root: "Root"
    parent: "Token | None"
    scope: int
    digest: str
    level: int

    def plant(self) -> None:
        self.task_tree = Token(self, self.spec.start, None, COMPLETED, TOP)

    @property
    def is_process(self) -> bool:
        """The process instance or a called process, not the inside of a sub-process."""
        return self.parent is None or self.scope != self.parent.id

    @property
    def process_scope(self) -> int:
        """The key of the process instance, or called process, that this belongs to."""
        flow = self
        while flow.parent is not None and not flow.is_process:
            flow = flow.parent.workflow
        return flow.scope

    def view(self, extra: dict[str, Any] | None = None) -> View:
        return View(self, self.scope, None, extra)

    def add(self, name: str, parent: Token | None = None, kept: Kept | None = None, state: int = FUTURE) -> Token:
        return Token(self, self.spec.task_specs[name], parent or self.task_tree, state, self.root.next_key(), kept)

    def enter(self, name: str, via: str) -> None:
        """Put a token on an element; its step comes when its turn does."""
        self.root.agenda.append(self.add(name, kept=Kept(via=via)))

    def tokens(self) -> list[Token]:
        """Return the tokens that keep this open: all but armed starts of event sub-processes, and guests."""
        return [token for token in self.task_tree.below if token.task_spec.keeps_open or token._state not in (WAITING, STARTED)]

    def settle(self) -> None:
        """Complete when no token is left."""
        if self.completed or self.tokens():
            return
        root = self.root
        self.disarm()
        self.completed = True
        if self.parent is None:
            root.note("process_instance_completed", None, 0, process=self.spec.name)
            root.deadlines.met(0)
            return
        parent, spec = self.parent, self.parent.task_spec
        parent.kept.answers = spec.answers_of(self)
        self.close()
        del root.subprocesses[parent.id]
        parent._state = READY
        root.agenda.append(parent)

    def disarm(self) -> None:
        for token in self.task_tree.below:
            kill(token)

    def close(self) -> None:
        """End the scope of a called process. An embedded one's scope is that of its task, and ends with it."""
        if self.parent is not None and self.is_process:
            if self.completed:
                self.root.note("process_instance_completed", None, self.scope, process=self.spec.name)
                self.root.deadlines.met(self.scope)
            self.root.scopes.close(self.scope)

    def cancel_all(self) -> None:
        """Cancel all that is inside, and with it a called process."""
        self.disarm()
        if self.parent is not None and self.is_process:
            self.root.deadlines.void(self.scope)
            self.root.note("process_instance_cancelled", None, self.scope, process=self.spec.name)
        self.close()
        self.completed = True


class Sub(Flow, LibrarySub):
    def __init__(self, spec: "ProcessSpec", parent: Token, scope: int, digest: str) -> None:
        self.parent, self.scope, self.digest, self.root = parent, scope, digest, parent.workflow.root
        self.level = parent.workflow.level + 1
        LibrarySub.__init__(self, spec, parent.id, self.root)
        self.root.subprocesses[parent.id] = self
        self.plant()


class Root(Flow, LibraryRoot):
    """The process instance: its scopes, deadlines and keys, the agenda of steps, and the facts of the command at hand.

    joins: the tokens that wait at joins. written: bytes of values noted so far. collections: bodies whose output has grown, and
    its name. stalled: owners of deadlines whose next change is set aside, with the code of why. earlier: by scope and element, the key
    of a task that was left to go back and has not come again. going: what is left of the course of a case that is being taken over;
    None for all others.
    """

    subprocesses: dict[int, Sub]

    def __init__(self, spec: "ProcessSpec", digest: str, base_key: int, world: "World") -> None:
        self.root, self.parent, self.scope, self.digest, self.level = self, None, 0, digest, 0
        self.world, self.base_key, self.counter, self.received = world, base_key, 0, ""
        self.scopes, self.deadlines = Scopes(), Deadlines(self)
        self.agenda: deque[Token] = deque()
        self.facts: list[Fact] = []
        self.by_key: dict[int, Token] = {}
        self.joins: dict[int, Token] = {}
        self.written = 0
        self.stalled: dict[int, str] = {}
        self.earlier: dict[tuple[int, str], int] = {}
        self.collections: dict[int, str] = {}
        self.going: Going | None = None
        LibraryRoot.__init__(self, spec)
        self.plant()

    def next_key(self) -> int:
        self.counter += 1
        return self.counter

    def due_of(self, token: Token) -> datetime | None:
        """Return when a timer fires; None while the deadline that it follows stands still."""
        if token.kept.deadline >= 0:
            return self.deadlines.due(token.kept.deadline)
        if self.deadlines.is_stopped(token.kept.reads):
            return None
        return read_instant(token.kept.due)

    def rearm(self, token: Token) -> bool:
        """Let an event that interrupts nothing wait on. False: it was a timer, and that was its last turn."""
        if not token.kept.is_timer:
            return True
        return bool(token.kept.every) and timers.next_turn(token.kept, self.world.feel.zone)

    def note(self, kind: str, element: "Element | None", key: int, /, private: dict[str, Any] | None = None, **public: Any) -> Fact:
        fact = Fact(kind, element.element_id if element is not None else None, self.base_key + key, public, private or {})
        self.facts.append(fact)
        return fact

    def note_written(self, scope: int, name: str, value: msgspec.Raw) -> None:
        text = text_of(value)
        self.written += len(text)
        said = self.note("variable_written", None, 0, {"value": text}, scopeKey=self.base_key + scope, name=name).public
        *_, process = self.scopes.chain(scope)
        if process:
            said["processInstanceKey"] = self.base_key + process

    def run(self) -> None:
        steps.run(self)

    def flows(self) -> list[Flow]:
        return [self, *self.subprocesses.values()]
