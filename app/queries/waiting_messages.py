"""What is on its way from case to case, or to a case from outside, and has somebody who waits for it."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.domain.canonical import parse
from app.domain.instant import instant_text
from app.domain.paper import LIMIT_SET
from app.store.database import Reader

_MESSAGE = """
SELECT m.key, m.name, m.correlation_key, m.variables, s.key AS subscription, s.case_key, s.definition_key, s.element_id
FROM message m JOIN subscription s
ON s.event = 'message' AND s.message_name = m.name AND (s.case_key IS NULL OR s.correlation_key = m.correlation_key)
WHERE m.taken = 0 AND (m.expires_at > :now OR m.key = :published) AND m.key NOT IN ({messages}) AND s.key NOT IN ({subscriptions})
ORDER BY m.key, CASE WHEN s.case_key IS NULL THEN 1 ELSE 0 END, s.key LIMIT 1
"""
_SIGNAL = """
SELECT o.key, o.content FROM outbox o WHERE o.kind = 'signal' AND o.key NOT IN ({signals})
AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.case_key = o.case_key AND e.key < o.key) ORDER BY o.key LIMIT 1
"""


_LIMIT = """
SELECT m.key, m.name, m.correlation_key, m.variables, p.key AS case_key, NULL AS definition_key, '' AS element_id, 0 AS subscription
FROM message m JOIN process_instance p ON p.receipt_number = m.correlation_key
WHERE m.taken = 0 AND m.expires_at > :now AND m.name = :limit AND m.thrown_by IS NOT NULL AND m.key NOT IN ({messages})
ORDER BY m.key LIMIT 1
"""
"""What an issued paper sets in a case: no event of its diagram waits for it."""


class Delivery(Struct, frozen=True):
    """A message or signal and one who waits for it: a case, or a start event of a definition.

    subscription: of the one who waits for a message; 0 for a signal.
    """

    is_signal: bool
    key: int
    name: str
    case_key: int | None
    definition_key: int | None
    element_id: str
    correlation_key: str = ""
    variables: Mapping[str, Any] | None = None
    subscription: int = 0

    @property
    def put_off_as(self) -> tuple[str, int]:
        """Return what is put off where the delivery fails: all messages that the same event of a case waits for, so that they keep their
        order; else this one alone."""
        if self.is_signal:
            return "signals", self.key
        return ("subscriptions", self.subscription) if self.subscription and self.case_key is not None else ("messages", self.key)


def next_delivery(
    store: Reader, now: datetime, published: int | None, put_off: Mapping[str, Collection[int]], *, signals: bool = True
) -> Delivery | None:
    """Return what is to be delivered next: signals before messages, each in the order in which they were sent; a message to a case before
    one that starts a case, and to the longest waiting before the others.

    published: a message that counts whatever its time to live. put_off: keys to pass over, by `messages`, `subscriptions` and `signals`.
    signals: whether they are looked for.
    """
    keys = {kind: ", ".join(map(str, sorted(put_off.get(kind, ())))) or "-1" for kind in ("messages", "subscriptions", "signals")}
    row = store.one(_SIGNAL.format(**keys)) if signals else None
    if row is not None:
        said = json.loads(row["content"])
        definition = said.get("definitionKey")
        return Delivery(
            True, row["key"], said["name"], said.get("case"), None if definition is None else int(definition), said.get("elementId", "")
        )
    row = store.one(_MESSAGE.format(**keys), now=instant_text(now), published=-1 if published is None else published)
    row = row or store.one(_LIMIT.format(**keys), now=instant_text(now), limit=LIMIT_SET)
    if row is None:
        return None
    return Delivery(
        False,
        row["key"],
        row["name"],
        row["case_key"],
        row["definition_key"],
        row["element_id"],
        row["correlation_key"] or "",
        parse(row["variables"]),
        row["subscription"],
    )
