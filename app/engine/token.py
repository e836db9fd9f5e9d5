"""A token: one place at which a case stands, waits or works.

The tree holds live tokens only and is three levels deep: the top of a process or sub-process; its tokens and the armed starts of its event
sub-processes; below a token its boundary events, its multi-instance items or its gateway's events. Nothing is predicted, and a token
that is done leaves the tree, so there is no history to walk, copy, save or sort.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from app.engine.library import CANCELLED, WAITING, LibraryTask

if TYPE_CHECKING:
    from app.engine.element import Element
    from app.engine.flow import Flow

TOP = -1
"""The key of the top of each tree, which is no element instance."""


class Kept(msgspec.Struct, omit_defaults=True, rename={"correlation": "key"}):
    """What a token carries in the snapshot.

    via: the sequence flow it came by. item: its index in a multi-instance body, from 0.
    due: when its timer fires, as text. start, every, nth, left: of a cycle, its first instant, its period, the turns already
    fired, and the turns left (-1: without end).
    deadline: the owner of the deadline that its timer is; reads: of the one that its date was worked out of.
    correlation: the text by which a message is told apart.
    total, done, items: of a multi-instance body, and the items still to come of a sequential one. ended: how many of those that are done
    were ended before they were.
    answers: what the element brought and is not yet written. incident: the code of why its step failed.
    digest, process: of a call activity, what was resolved.
    host_deadline: of a boundary event that has happened, when the deadline of its host was, as text: by now that may be over.
    """

    via: str = ""
    item: int = -1
    due: str = ""
    start: str = ""
    every: str = ""
    nth: int = 0
    left: int = 0
    deadline: int = -1
    reads: int = -1
    correlation: str | None = None
    total: int = 0
    done: int = 0
    ended: int = 0
    items: list[msgspec.Raw] = []
    answers: dict[str, msgspec.Raw] | None = None
    incident: str = ""
    digest: str = ""
    process: str = ""
    host_deadline: str = ""

    @property
    def is_timer(self) -> bool:
        return self.due != "" or self.deadline >= 0


class Token(LibraryTask):
    """The library's task with an integer for its key and `kept` in place of its data."""

    # What the library sets on each task and nothing here uses: the same for all, and not to be written to.
    triggered = False
    thread_id = 0
    last_state_change = 0.0
    data: Mapping[str, Any] = MappingProxyType({})
    internal_data: Mapping[str, Any] = MappingProxyType({})

    id: int
    workflow: "Flow"
    task_spec: "Element"
    _parent: int | None
    _children: list[int]
    _state: int

    def __init__(self, flow: "Flow", element: Any, parent: "Token | None", state: int, key: int, kept: Kept | None = None) -> None:
        # The library's own start makes a random key and reads the wall clock.
        self.id, self.workflow, self.task_spec, self._state = key, flow, element, state
        self._children = []
        self.kept = kept if kept is not None else Kept()
        flow.tasks[key] = self
        if parent is None:
            self._parent = None
        else:
            self._parent = parent.id
            parent._children.append(key)
            flow.root.by_key[key] = self

    @property
    def above(self) -> "Token":
        """The token that this one hangs below."""
        return self.workflow.tasks[self._parent]

    @property
    def below(self) -> list["Token"]:
        tasks = self.workflow.tasks
        return [tasks[key] for key in self._children]

    @property
    def is_item(self) -> bool:
        return self.kept.item >= 0

    @property
    def is_live(self) -> bool:
        return self.workflow.root.by_key.get(self.id) is self

    @property
    def is_armed(self) -> bool:
        """An event that waits, and has not been parked."""
        return self._state == WAITING and not self.kept.incident

    @property
    def is_waiting(self) -> bool:
        return self._state == WAITING

    @property
    def scope(self) -> int:
        """The key of the innermost scope that the token sees."""
        return self.id if self.id in self.workflow.root.scopes else self.workflow.scope

    def detach(self) -> None:
        """Take the token and what hangs below it out of the tree."""
        flow = self.workflow
        for child in self.below:
            child.detach()
        flow.tasks[self._parent]._children.remove(self.id)
        del flow.tasks[self.id], flow.root.by_key[self.id]


def kill(token: Token) -> None:
    """Cancel a token with all below and inside it. The library's way drops children without cancelling their sub-processes."""
    root = token.workflow.root
    if not token.is_live:
        return  # another one of the same list took it along
    for child in token.below:
        kill(child)
    inside = root.subprocesses.pop(token.id, None)
    if inside is not None:
        inside.cancel_all()
    token.task_spec.cancelled(token)
    root.scopes.close(token.id)
    token._state = CANCELLED
    token.detach()
