"""Who is away, for pages on which somebody chooses to whom work goes."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from app.domain.instant import instant_text
from app.store.database import Reader


def leaves_between(store: Reader, accounts: Iterable[str], starts_at: str, ends_at: str) -> list[tuple[str, str, str]]:
    """Return account, start and end of the leaves of some accounts that meet a period; instants are text in UTC."""
    asked = {f"a{place}": account for place, account in enumerate(sorted(accounts))}
    if not asked:
        return []
    names = ", ".join(f":{name}" for name in asked)
    rows = store.all(
        f"SELECT account, starts_at, ends_at FROM leave WHERE account IN ({names}) AND starts_at < :ends AND ends_at > :starts"
        " AND ends_at > starts_at ORDER BY starts_at, account",
        starts=starts_at,
        ends=ends_at,
        **asked,
    )
    return [(row["account"], row["starts_at"], row["ends_at"]) for row in rows]


def away(store: Reader, now: datetime) -> Mapping[str, str]:
    """Return until when each account that is away now is, as text in UTC, by account."""
    rows = store.all(
        "SELECT account, MAX(ends_at) AS ends_at FROM leave WHERE starts_at <= :now AND ends_at > :now GROUP BY account",
        now=instant_text(now),
    )
    return {row["account"]: row["ends_at"] for row in rows}
