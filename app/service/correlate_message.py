"""Correlate a message: what a case waits for has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.permissions import plays
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key


@dataclass(frozen=True)
class CorrelateMessage:
    case_key: int
    name: str
    correlation_key: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def handle(command: CorrelateMessage, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    if found is None or not (
        plays(work.actor, "operator", *filter(None, [found.sight.owner])) or work.actor.account in ("clock", "system")
    ):
        # Who may not send messages to a case learns nothing about which ones wait for what.
        raise Rejection(
            "not_found", "Expected a case that waits for the message %(name)s with this key, but there is none", name=command.name
        )
    case = work.case()
    case.correlate(command.name, command.correlation_key, command.variables)
    return Outcome(
        "message_correlated",
        case.facts,
        None,
        case,
        recorded={"name": command.name, "variables": dict(command.variables), "reason": command.reason},
    )
