"""Which elements of a case were done so far, by scope, read from its record: that one is reached again says that work came back."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, field

from app.domain.migrated_elements import renamed


class _Done(NamedTuple):
    """One completed element. event: number of the one that says so, of those noted. instance: key of its process instance."""

    element: str
    scope: str
    event: int
    instance: str


class DoneBefore(Struct):
    """What the events noted so far say. Facts are as they stand in the body of an event.

    moves_return: that what a move outside the course does again comes back, as it counted in events of before it did not."""

    moves_return: bool = False
    _elements: dict[str, str] = field(default_factory=dict)
    _done: dict[str, _Done] = field(default_factory=dict)
    _submitted: dict[str, int] = field(default_factory=dict)
    _events: int = 0

    def note(self, facts: Iterable[Mapping[str, Any]]) -> None:
        """Take note of one event. A submission that is withdrawn takes back what it had finished.

        A move outside the course is no coming back: what it has done again is done anew for its process instance. What goes on by another
        version under another id was done under that.
        """
        self._events += 1
        for fact in facts:
            kind, key = fact["fact"], str(fact.get("elementInstanceKey", ""))
            if kind == "element_entered":
                self._elements[key] = fact["elementId"]
            elif kind == "element_completed":
                self._done[key] = _Done(fact["elementId"], str(fact["scopeKey"]), self._events, str(fact.get("processInstanceKey")))
            elif kind == "task_completed":
                self._submitted[key] = self._events
            elif kind == "completion_withdrawn":
                undone = self._submitted.get(key)
                self._done = {done: found for done, found in self._done.items() if found.event != undone}
            elif kind == "instance_modified" and not self.moves_return:
                self._done = {done: found for done, found in self._done.items() if found.instance != key}
            elif kind == "instance_migrated":
                self._rename(key, renamed(fact))
            elif kind == "element_migrated":
                self._elements[key] = fact["elementId"]

    def _rename(self, instance: str, names: Mapping[str, str]) -> None:
        for done, found in self._done.items():
            if found.instance == instance and found.element in names:
                self._done[done] = found._replace(element=names[found.element])

    def was_done(self, element_id: str, scope: int) -> bool:
        """Say whether an element was done in a scope."""
        return any((found.element, found.scope) == (element_id, str(scope)) for found in self._done.values())

    def is_loop_of(self, element_id: str, scope: int) -> bool:
        """Say whether a scope is the loop whose items an element's are: they are done one after another, and none of them comes back."""
        return self._elements.get(str(scope)) == element_id
