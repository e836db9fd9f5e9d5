"""Which case waits for a message."""

from dataclasses import dataclass

from app.domain.rejection import Rejection
from app.store.database import Reader


@dataclass(frozen=True)
class MessageTarget:
    key: int
    case_key: int
    process_instance_key: int


def message_target(store: Reader, name: str, correlation_key: str) -> MessageTarget:
    """Return the oldest waiting one. Raises Rejection("not_found") where nothing waits for the message with that key."""
    row = store.one(
        "SELECT s.key, s.case_key FROM subscription s WHERE s.message_name = :name AND s.correlation_key = :key AND s.case_key IS"
        " NOT NULL ORDER BY s.key LIMIT 1",
        name=name,
        key=correlation_key,
    )
    if row is None:
        raise Rejection("not_found", "Expected a case that waits for the message %(name)s with this key, but there is none", name=name)
    return MessageTarget(row["key"], row["case_key"], row["case_key"])
