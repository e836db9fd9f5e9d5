"""Trying again what failed, and closing what only a person could put right."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.fact import Fact
from app.engine.case import Case
from app.engine.deadline_commands import REPLY_PROVEN


def retry_steps(case: Case, incidents: Iterable[Mapping[str, Any]]) -> list[str]:
    """Try the failed steps of incidents again, and return the keys of those that the engine tried.

    incidents: rows with element_instance_key, element_id and kind. One about a reply that was proven has no step that could be tried: its
    operator says that the case is where it belongs.
    """
    retried = []
    for row in incidents:
        if row["kind"] == REPLY_PROVEN:
            note_set_right(case, row)
            continue
        case.retry(row["element_instance_key"])
        retried.append(str(row["element_instance_key"]))
    return retried


def note_set_right(case: Case, row: Mapping[str, Any]) -> None:
    """Close an incident about a reply that was proven. row: as those of `retry_steps`."""
    said = {"code": REPLY_PROVEN, "how": "set right"}
    case.facts.append(Fact("incident_resolved", row["element_id"], row["element_instance_key"], said))
