"""How long cases stood where nobody was asked anything: at events that they waited for, and in processes that they called."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from app.store.database import Reader

WAITING: Final = ("intermediateCatchEvent", "receiveTask", "callActivity")
"""Types of elements at which a case stands without a task of its own."""

_ENDS: Final = {"element_completed": True, "element_passed": True, "element_cancelled": False}
_SPOKEN: Final = " OR ".join(f'body LIKE \'%"type":"{name}"%\'' for name in WAITING)
_EVENTS: Final = f"SELECT case_key, effective_at, body FROM audit_event WHERE case_key IN ({{}}) AND ({_SPOKEN}) ORDER BY case_key, seq"


class Wait(NamedTuple):
    """One stay of a case at an element of its own process. began, ended: instants as text in UTC; ended None while it goes on.

    came: whether what was waited for came; a wait that was cancelled ended without it.
    """

    element_id: str
    began: str
    ended: str | None
    came: bool


def element_waits(store: Reader, case_keys: Sequence[int]) -> dict[int, list[Wait]]:
    """Return the waits of some cases, by the key of the case, in the order in which they began.

    They are read from the events: no table holds where a case stood, but for tasks and jobs. What called processes wait for is the time of
    the call.
    """
    found: dict[int, dict[str, Wait]] = {key: {} for key in case_keys}
    names = {f"k{place}": str(key) for place, key in enumerate(case_keys)}
    if not names:
        return {}
    for row in store.all(_EVENTS.format(", ".join(f":{name}" for name in names)), **names):
        waits = found[int(row["case_key"])]
        for fact in _of_the_case(row):
            key = str(fact.get("elementInstanceKey"))
            if fact["fact"] == "element_entered":
                waits[key] = Wait(fact["elementId"], row["effective_at"], None, came=False)
            elif fact["fact"] == "element_migrated" and key in waits:
                waits[key] = waits[key]._replace(element_id=fact["elementId"])
            elif fact["fact"] in _ENDS and key in waits:
                waits[key] = waits[key]._replace(ended=row["effective_at"], came=_ENDS[fact["fact"]])
    return {key: list(waits.values()) for key, waits in found.items()}


def _of_the_case(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the facts of an event about such elements of the case's own process."""
    for fact in json.loads(row["body"])["facts"]:
        if fact.get("type") in WAITING and fact.get("processInstanceKey") == row["case_key"]:
            yield fact
