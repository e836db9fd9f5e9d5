"""Whose silence took effect: of several departments asked at once by one step, the one that did not answer."""

from collections.abc import Sequence
from typing import Final

from app.domain.marked import marked
from app.queries.history import HistoryEvent

SILENCE: Final = {
    "consent": marked("no reply came from %(who)s at %(step)s: it counts as consent"),
    "approval": marked("no decision came from %(who)s at %(step)s: it counts as approval"),
}
"""What silence took effect as: by the fact, as the diagram's `deadline.silence` says."""


def silent_ones(events: Sequence[HistoryEvent]) -> dict[int, tuple[str, ...]]:
    """Return, by the number of an event in which silence took effect, the accounts and groups that had been asked. events: of a case, in
    order."""
    asked: dict[str, tuple[str, ...]] = {}
    found = {}
    for event in events:
        keys = []
        for fact in event.facts:
            kind, key = fact["fact"], str(fact.get("elementInstanceKey", ""))
            if kind == "task_created":
                asked[key] = tuple(
                    [*fact.get("candidateGroups", ()), *fact.get("candidateUsers", ())] or filter(None, [fact.get("assignee")])
                )
            elif kind == "deadline_lapsed" or (kind == "task_cancelled" and fact.get("lapsed")):
                keys.append(key)
        who = dict.fromkeys(name for key in keys for name in asked.get(key, ()))
        if who:
            found[int(event.event["seq"])] = tuple(who)
    return found
