"""Taking what was on its way to a case: a message or a signal, each once."""

import json

from app.domain.fact import Fact
from app.domain.rejection import Rejection
from app.store.database import Reader


def take_message(store: Reader, key: int) -> Fact:
    """Return the fact that a message was taken, which names the case that threw it. Raises Rejection("conflict") where another was first.

    Its row is locked until the transaction ends: two nodes that deliver at once must queue here, or both would take it.
    """
    for_update = "" if store.is_sqlite else " FOR UPDATE"
    row = store.one(f"SELECT taken, thrown_by FROM message WHERE key = :key{for_update}", key=key)  # noqa: S608  # nothing from outside
    if row is None or row["taken"]:
        raise _gone()
    return Fact("message_taken", None, None, {"messageKey": key, "thrownBy": _case(row["thrown_by"])})


def take_signal(store: Reader, key: int) -> Fact:
    """Return the fact that a signal was received, as `take_message` does."""
    for_update = "" if store.is_sqlite else " FOR UPDATE"
    content = store.value(f"SELECT content FROM outbox WHERE key = :key{for_update}", key=key)  # noqa: S608  # nothing from outside
    if content is None:
        raise _gone()
    said = json.loads(content)
    return Fact("signal_received", None, None, {"name": said["name"], "signalKey": key, "thrownBy": _case(said["thrownBy"])})


def _case(key: int | None) -> str | None:
    return None if key is None else str(key)


def _gone() -> Rejection:
    return Rejection("conflict", "Expected a message that nobody has taken, but it is gone")
