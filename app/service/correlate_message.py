"""Correlate a message: what a case waits for has come."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, field

from app.audit.merged_here import refuse_past_merged
from app.audit.naming_the_writer import refuse_naming, refuse_naming_text
from app.audit.take_message import take_message
from app.domain.permissions import plays
from app.domain.rejection import Rejection
from app.domain.reserved_names import refuse_reserved
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key

MOST_REASON: Final = 1000


class CorrelateMessage(Struct, frozen=True):
    """message_key: the published message that this brings; None: one that is not kept."""

    case_key: int
    name: str
    correlation_key: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    message_key: int | None = None


def handle(command: CorrelateMessage, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    if found is None or not (
        plays(work.actor, "operator", *filter(None, [found.sight.owner])) or work.actor.account in ("clock", "system")
    ):
        # Who may not send messages to a case learns nothing about which ones wait for what.
        raise Rejection(
            "not_found", "Expected a case that waits for the message %(name)s with this key, but there is none", name=command.name
        )
    refuse_reserved(command.variables)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": command.reason})
    refuse_naming(work.store, work.actor, found.key, found.sight, command.variables)
    reason = command.reason or _reason_among(command, work)
    case = work.case()
    case.correlate(command.name, command.correlation_key, command.variables)
    refuse_past_merged(work.store, work.surroundings, found, case.facts, {**command.variables, "reason": reason})
    taken = [take_message(work.store, command.message_key)] if command.message_key is not None else []
    return Outcome(
        "message_correlated",
        [*case.facts, *taken],
        None,
        case,
        recorded={
            "name": command.name,
            "correlationKey": command.correlation_key,
            "variables": dict(command.variables),
            "reason": reason,
        },
    )


def _reason_among(command: CorrelateMessage, work: Work) -> str:
    """Return the reason that a program sent under the name that the diagram gives it (`reasonVariable`), as pages send it."""
    rows = work.store.all(
        "SELECT s.element_id, p.digest FROM subscription s JOIN process_instance p ON p.key = s.case_key"
        " WHERE s.case_key = :key AND s.event = 'message' AND s.message_name = :name ORDER BY s.key",
        key=command.case_key,
        name=command.name,
    )
    for row in rows:
        element = work.surroundings.diagram(work.store, row["digest"]).element(row["element_id"])
        given = command.variables.get(element.properties.get("reasonVariable", "")) if element is not None else None
        if isinstance(given, str) and given.strip():
            return given[:MOST_REASON]
    return ""
