"""Who takes a message that is not kept: a case that waits for it, else a process that it starts."""

from msgspec import Struct

from app.domain.rejection import Rejection
from app.store.database import Reader


class MessageTarget(Struct, frozen=True):
    """case_key: of the case that waits; None where the message starts a process by one of its start events."""

    case_key: int | None
    process_instance_key: int | None
    definition_key: int | None
    element_id: str


def message_target(store: Reader, name: str, correlation_key: str) -> MessageTarget:
    """Return the longest waiting case, else a start event. Raises Rejection("not_found") where nothing waits for the message."""
    row = store.one(
        "SELECT s.case_key, s.definition_key, s.element_id FROM subscription s WHERE s.event = 'message' AND s.message_name = :name"
        " AND (s.case_key IS NULL OR s.correlation_key = :key) ORDER BY CASE WHEN s.case_key IS NULL THEN 1 ELSE 0 END, s.key LIMIT 1",
        name=name,
        key=correlation_key,
    )
    if row is None:
        raise message_unknown(name)
    return MessageTarget(row["case_key"], row["case_key"], row["definition_key"], row["element_id"])


def message_unknown(name: str) -> Rejection:
    return Rejection("not_found", "Expected a case that waits for the message %(name)s with this key, but there is none", name=name)
