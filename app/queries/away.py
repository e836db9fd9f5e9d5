"""Who is away, for pages on which somebody chooses to whom work goes."""

from collections.abc import Mapping
from datetime import datetime

from app.domain.instant import instant_text
from app.store.database import Reader


def away(store: Reader, now: datetime) -> Mapping[str, str]:
    """Return until when each account that is away now is, as text in UTC, by account."""
    rows = store.all(
        "SELECT account, MAX(ends_at) AS ends_at FROM leave WHERE starts_at <= :now AND ends_at > :now GROUP BY account",
        now=instant_text(now),
    )
    return {row["account"]: row["ends_at"] for row in rows}
