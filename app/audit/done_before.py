"""Which elements of a case were done so far, by scope, read from its record: that one is reached again says that work came back."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field


class DoneBefore(Struct):
    """What the events noted so far say. Facts are as they stand in the body of an event."""

    _elements: dict[str, str] = field(default_factory=dict)
    _done: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    _submitted: dict[str, int] = field(default_factory=dict)
    _events: int = 0

    def note(self, facts: Iterable[Mapping[str, Any]]) -> None:
        """Take note of one event. A submission that is withdrawn takes back what it had finished."""
        self._events += 1
        for fact in facts:
            kind, key = fact["fact"], str(fact.get("elementInstanceKey", ""))
            if kind == "element_entered":
                self._elements[key] = fact["elementId"]
            elif kind == "element_completed":
                self._done[key] = (fact["elementId"], str(fact["scopeKey"]), self._events)
            elif kind == "task_completed":
                self._submitted[key] = self._events
            elif kind == "completion_withdrawn":
                undone = self._submitted.get(key)
                self._done = {done: found for done, found in self._done.items() if found[2] != undone}

    def was_done(self, element_id: str, scope: int) -> bool:
        """Say whether an element was done in a scope."""
        return any((element, within) == (element_id, str(scope)) for element, within, _ in self._done.values())

    def is_loop_of(self, element_id: str, scope: int) -> bool:
        """Say whether a scope is the loop whose items an element's are: they are done one after another, and none of them comes back."""
        return self._elements.get(str(scope)) == element_id
