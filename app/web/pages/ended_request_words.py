"""How a request for more time ended, in words. It runs beside a case: its end is never the case's."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from app.domain.extension_request import PROCESS
from app.domain.marked import marked
from app.domain.rejection import Message
from app.queries.history import HistoryEvent

_ENDS: Final = {
    "granted": marked("more time for %(step)s is granted"),
    "refused": marked("more time for %(step)s is not granted"),
    "withdrawn": marked("the request for more time for %(step)s is withdrawn"),
    "lapsed": marked("it stands as lateness of who had to decide: %(who)s"),
}
LAPSED: Final = marked("the request for more time for %(step)s lapsed undecided: its deadline came first")
DROPPED: Final = marked("the request for more time for %(step)s ended with its step, undecided")


class EndedRequest(NamedTuple):
    """end: granted, refused, withdrawn, lapsed or dropped. about: the fact by which it was asked for; None where that is not among the
    events. who: accounts and groups that were to decide."""

    end: str
    about: Mapping[str, Any] | None
    who: tuple[str, ...]


def ended_requests(events: Sequence[HistoryEvent]) -> dict[int, EndedRequest]:
    """Return, by the number of an event, the request for more time that ended in it. events: of a case, in order."""
    asked: dict[str, Mapping[str, Any]] = {}
    deciders: dict[str, tuple[str, ...]] = {}
    found = {}
    for event in events:
        for fact in event.facts:
            kind, key = fact["fact"], str(fact.get("elementInstanceKey", ""))
            if kind == "extension_requested":
                asked[str(fact["requestKey"])] = fact
            elif kind == "task_created":
                named = [fact["assignee"]] if fact.get("assignee") else [*fact.get("candidateGroups", ()), *fact.get("candidateUsers", ())]
                deciders[str(fact.get("processInstanceKey"))] = tuple(named)
            elif kind in ("process_instance_completed", "process_instance_cancelled") and fact.get("process") == PROCESS:
                found[int(event.event["seq"])] = EndedRequest(_end(event, key), asked.get(key), deciders.get(key, ()))
    return found


def _end(event: HistoryEvent, request: str) -> str:
    """Return by which of its ends a request was left."""
    ends = [fact["elementId"] for fact in event.facts if fact["fact"] == "element_completed" and fact.get("processInstanceKey") == request]
    return ends[-1] if ends and ends[-1] in _ENDS else "dropped"


def ended_request_words(found: EndedRequest, step: str, who: str) -> Message:
    """Return what is said of its end. step: the name of what more time was asked for. who: those who had to decide."""
    return Message(_ENDS.get(found.end, DROPPED), {"step": step, "who": who})
