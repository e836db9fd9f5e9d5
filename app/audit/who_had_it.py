"""Who of those who did a step before may do it again."""

from collections.abc import Iterable

from app.domain.fact import Fact
from app.store.database import Reader


def who_had_it(store: Reader, created: Fact, people: Iterable[str | None]) -> str | None:
    """Return the first of the people who is still there and to whom the new task is offered; None for none of them.

    created: the fact of the new task.
    """
    groups, users = set(created.public.get("candidateGroups", ())), set(created.public.get("candidateUsers", ()))
    for account in people:
        held = store.all(
            "SELECT h.role, h.unit FROM account a LEFT JOIN holding h ON h.account = a.name WHERE a.name = :name AND a.state = 'active'",
            name=account or "",
        )
        own = {f"{row['role']}@{row['unit']}" if row["unit"] else row["role"] for row in held}
        if held and (account in users or own & groups or _member_of_all(store, account)):
            return account
    return None


def _member_of_all(store: Reader, account: str | None) -> bool:
    return bool(store.value("SELECT everything FROM account WHERE name = :name", name=account or ""))
