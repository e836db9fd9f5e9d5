"""What happened in a case, event by event, with what people wrote where it has not been erased."""

import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.audit.odd_event import naming_odd_event
from app.domain.instant import read_instant
from app.queries.linked_cases import number_of_case, takers
from app.store.database import Reader

_BETWEEN: Final = frozenset({"message_thrown", "message_taken", "signal_thrown", "signal_received"})


class HistoryEvent(Struct, frozen=True):
    """event: the columns of audit_event. facts: its body's. private: what people wrote, by the place of its fact. actor_name: as
    colleagues read it."""

    event: Mapping[str, Any]
    facts: list[dict[str, Any]]
    private: Mapping[str, Mapping[str, Any]]
    recorded: Mapping[str, Any]
    actor_name: str | None


def history(store: Reader, case_key: int) -> list[HistoryEvent]:
    """Return the events of one case in order. The caller has checked that the asker may see the case."""
    return events_where(store, case_key, "")


def events_where(store: Reader, case_key: int, condition: str, **values: Any) -> list[HistoryEvent]:
    """Return those events of a case in order that a condition lets through. condition: SQL of ours, beginning with AND; "" for all.

    Raises UnreadableEvent where one of them is not of the kind that an event is.
    """
    rows = store.all(
        "SELECT e.*, c.content, a.display_name FROM audit_event e LEFT JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        f" LEFT JOIN account a ON a.name = e.actor WHERE e.case_key = :key{condition} ORDER BY e.seq",
        key=str(case_key),
        **values,
    )
    with naming_odd_event(store, case_key):
        events = [_event(dict(row)) for row in rows]
        _name_the_others(store, case_key, events)
    return events


def events_between(store: Reader, case_key: int, first: int, last: int) -> list[HistoryEvent]:
    """Return the events of a case from one number to another, in order."""
    return events_where(store, case_key, " AND e.seq BETWEEN :first AND :last", first=first, last=last)


def _name_the_others(store: Reader, case_key: int, events: list[HistoryEvent]) -> None:
    """Add to what was thrown and received the receipt number of the case at the other end, where it is no secret one."""
    facts = [fact for event in events for fact in event.facts if fact["fact"] in _BETWEEN]
    taken = takers(store, case_key) if any(fact["fact"] == "message_thrown" for fact in facts) else {}
    for fact in facts:
        if fact["fact"] == "signal_thrown":
            fact["receivedByNumbers"] = [number for case in fact.get("cases", ()) if (number := number_of_case(store, case))]
        elif fact["fact"] == "message_thrown":
            fact["takenByNumber"] = taken.get(fact.get("messageKey"))
        else:
            fact["thrownByNumber"] = number_of_case(store, fact.get("thrownBy"))


def _event(row: dict[str, Any]) -> HistoryEvent:
    if not (type(row["seq"]) is int and isinstance(row["actor"], str)):
        raise TypeError("Expected the number and the actor of an event, but found something else")
    for instant in (row["effective_at"], row["recorded_at"]):
        read_instant(instant)
    content = json.loads(row.pop("content") or '{"private": {}, "input": {}}')
    name = row.pop("display_name")
    return HistoryEvent(row, json.loads(row["body"])["facts"], content["private"], content["input"], name)


def event_of(row: Mapping[str, Any]) -> HistoryEvent:
    """Return an event as its row tells it, with nothing of what people wrote beside it. row: columns of audit_event, display_name."""
    return HistoryEvent(row, json.loads(row["body"])["facts"], {}, {}, row["display_name"])
