"""What an event brought when it was recorded beside what it brings when it is computed again: where they differ."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.domain.fact import Fact
from app.domain.identity import PERSONAL_NAMES
from app.domain.marked import marked
from app.domain.rejection import Message

Said = tuple[str, str]
"""Kind and name of a thing; see Difference."""

_DEADLINE: Final = ("state", "light", "deadlineAt", "effectiveAt", "rule", "article", "calendarVersion", "provisional")
_TOKENS: Final = {
    "element_entered": "entered",
    "element_completed": "completed",
    "element_cancelled": "cancelled",
    "element_passed": "passed",
}
_TIMERS: Final = frozenset({"timer_armed", "timer_moved", "timer_disarmed"})

NEXT_DUE: Final = "next due"
DUE_BEFORE: Final = "due before the event"
FOLLOWED: Final = "calendar followed"
_WORDS: Final = {
    NEXT_DUE: marked("when something falls due next, as the clock is told and as it is computed"),
    DUE_BEFORE: marked("when the event was recorded, and what had fallen due before and was not applied first"),
    FOLLOWED: marked("the version of the calendar that the case is said to follow, and the last that was followed in it"),
}


class Difference(Struct, frozen=True):
    """kind: variable, token, flow, task, deadline, timer, fact or row. name: of the variable, the element's id, the kind of the fact, or of
    a row of a table and of its column.

    recorded, recomputed: what each side says, as text; None: nothing. Of a row, and of the instant NEXT_DUE that the clock is told,
    recorded is what it says now; of FOLLOWED, the version of the calendar that an event or the store says.
    """

    kind: str
    name: str
    recorded: str | None
    recomputed: str | None

    @property
    def may_tell_writer(self) -> bool:
        """Whether it may say who wrote in, which some cases keep from their readers. A row may hold a word of any variable."""
        return self.kind == "row" or self.name in PERSONAL_NAMES

    @property
    def thing(self) -> Message:
        """What differs, for people."""
        words = _WORDS.get(self.name) if self.kind in ("timer", "deadline") else None
        return Message(words or f"{self.kind} {self.name}", {})

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: recorded {_shown(self.recorded)}, recomputed {_shown(self.recomputed)}"


def _shown(text: str | None) -> str:
    return "nothing" if text is None else text if len(text) <= 200 else text[:200] + "..."


def differences(facts: Sequence[Mapping[str, Any]], private: Mapping[str, Mapping[str, Any]], again: Iterable[Fact]) -> list[Difference]:
    """Return in what the facts of an event differ, in the order of their record; what only one side has comes with None for the other.

    private: what lies beside the recorded facts, by their place. again: as they were computed again.
    """
    recorded = _things((fact, private.get(str(place), {})) for place, fact in enumerate(facts))
    recomputed = _things((fact.body(), fact.private) for fact in again)
    return [
        Difference(thing[0], name, recorded.get((thing, name)), recomputed.get((thing, name)))
        for thing, name in dict.fromkeys((*recorded, *recomputed))
        if recorded.get((thing, name)) != recomputed.get((thing, name))
    ]


def _things(facts: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[tuple[Said, str], str]:
    """Return what the facts come to: by kind, key and name of each thing, the last that is said of it."""
    found: dict[tuple[Said, str], str] = {}
    for fact, beside in facts:
        read = _READERS.get(fact["fact"]) or (_deadline if fact["fact"].startswith("deadline_") else None)
        if read is None:
            continue
        kind, key, name, said = read(fact, beside)
        thing = ((kind, key), name)
        # A step may come and go within one event: all that happened to it counts, of anything else the last.
        found[thing] = f"{found[thing]}, {said}" if kind in ("token", "timer") and thing in found else said
    return found


Read = tuple[str, str, str, str]


def _variable(fact: Mapping[str, Any], beside: Mapping[str, Any]) -> Read:
    said = "removed" if fact["fact"] == "variable_removed" else str(beside.get("value", "erased"))
    return "variable", str(fact["scopeKey"]), fact["name"], said


def _token(fact: Mapping[str, Any], _beside: Mapping[str, Any]) -> Read:
    return "token", str(fact.get("elementInstanceKey")), fact.get("elementId", ""), _TOKENS[fact["fact"]]


def _flow(fact: Mapping[str, Any], _beside: Mapping[str, Any]) -> Read:
    return "flow", str(fact.get("elementInstanceKey")), fact.get("flowId") or "", "taken"


def _task(fact: Mapping[str, Any], _beside: Mapping[str, Any]) -> Read:
    said = "; ".join(f"{name} {fact[name]}" for name in ("candidateGroups", "candidateUsers", "formDigest", "dueAt") if fact.get(name))
    return "task", str(fact.get("elementInstanceKey")), fact.get("elementId", ""), said or "created"


def _timer(fact: Mapping[str, Any], _beside: Mapping[str, Any]) -> Read:
    said = " ".join(filter(None, (fact["fact"].partition("_")[2], fact.get("dueAt"))))
    return "timer", str(fact.get("elementInstanceKey")), fact.get("elementId", ""), said


def _deadline(fact: Mapping[str, Any], _beside: Mapping[str, Any]) -> Read:
    said = "; ".join(f"{name} {fact[name]}" for name in _DEADLINE if fact.get(name) is not None)
    return "deadline", str(fact.get("elementInstanceKey")), fact.get("elementId", ""), said


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Read]]] = {
    "variable_written": _variable,
    "variable_removed": _variable,
    "flow_taken": _flow,
    "task_created": _task,
    **dict.fromkeys(_TOKENS, _token),
    **dict.fromkeys(_TIMERS, _timer),
}
