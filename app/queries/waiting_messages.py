"""Published messages for which somebody waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.domain.canonical import parse
from app.domain.instant import instant_text
from app.store.database import Reader

MOST: Final = 100
_WAITING: Final = """
SELECT m.key, m.name, m.correlation_key, m.variables, s.key AS subscription, s.case_key, s.definition_key, s.element_id
FROM message m JOIN subscription s ON s.message_name = m.name AND (s.case_key IS NULL OR s.correlation_key = m.correlation_key)
WHERE m.taken = 0 AND (m.expires_at > :now OR m.key = :published)
ORDER BY m.key, CASE WHEN s.case_key IS NULL THEN 1 ELSE 0 END, s.key LIMIT :most
"""


@dataclass(frozen=True)
class WaitingMessage:
    """A message and one who waits for it: a case, or the message start event of a definition."""

    key: int
    subscription: int
    name: str
    correlation_key: str
    variables: Mapping[str, Any]
    case_key: int | None
    definition_key: int | None
    element_id: str

    @property
    def id(self) -> tuple[int, int]:
        return self.key, self.subscription


def waiting_messages(store: Reader, now: datetime, published: int | None = None) -> list[WaitingMessage]:
    """Return messages in the order of their publication, each with who waits for it: cases first, the longest waiting before the others.

    published: a message that counts whatever its time to live.
    """
    rows = store.all(_WAITING, now=instant_text(now), published=-1 if published is None else published, most=MOST)
    return [
        WaitingMessage(
            row["key"],
            row["subscription"],
            row["name"],
            row["correlation_key"] or "",
            parse(row["variables"]),
            row["case_key"],
            row["definition_key"],
            row["element_id"],
        )
        for row in rows
    ]
