"""Taking a published message: each is taken once."""

from app.domain.fact import Fact
from app.domain.rejection import Rejection
from app.store.database import Reader


def take_message(store: Reader, key: int) -> Fact:
    """Return the fact that a message was taken. Raises Rejection("conflict") where another case was first.

    Its row is locked until the transaction ends: two nodes that deliver at once must queue here, or both would take it.
    """
    for_update = "" if store.is_sqlite else " FOR UPDATE"
    taken = store.value(f"SELECT taken FROM message WHERE key = :key{for_update}", key=key)  # noqa: S608  # nothing from outside
    if taken is None or taken:
        raise Rejection("conflict", "Expected a message that nobody has taken, but it is gone")
    return Fact("message_taken", None, None, {"messageKey": key})
