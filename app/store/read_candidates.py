"""The people in the groups of a task, to whom it may be given."""

from collections.abc import Collection
from typing import Final

from msgspec import Struct

from app.store.database import Reader

OPEN_WORK: Final = (
    "(SELECT COUNT(*) FROM user_task t JOIN process_instance c ON c.key = t.case_key WHERE t.assignee = a.name AND t.state = 'CREATED'"
    " AND c.secret = 0)"
)
"""How much an account `a` has in hand, as everybody may know it: a count betrays no secret case. Source: docs/permissions."""


class Candidate(Struct, frozen=True):
    """Somebody to whom a task may be given, with the number of open tasks that they hold."""

    account: str
    name: str
    unit: str
    open_tasks: int


def somebody_else(store: Reader, groups: frozenset[str], users: frozenset[str], others: Collection[str]) -> bool:
    """Return whether there is an active person in the groups of a task beside some, such as the one who holds it."""
    values: dict[str, str] = {f"other{place}": name for place, name in enumerate(sorted(others))}
    beside = f" AND a.name NOT IN ({', '.join(f':{name}' for name in values)})" if values else ""
    parts = []
    for place, group in enumerate(sorted(groups)):
        role, _, unit = group.partition("@")
        values |= {f"role{place}": role, f"unit{place}": unit}
        parts.append(f"(h.role = :role{place} AND COALESCE(h.unit, '') = :unit{place})")
    for place, user in enumerate(sorted(users)):
        values[f"user{place}"] = user
        parts.append(f"a.name = :user{place}")
    asked = f"SELECT 1 FROM holding h JOIN account a ON a.name = h.account WHERE a.state = 'active'{beside}"
    return bool(parts) and store.value(f"{asked} AND ({' OR '.join(parts)}) LIMIT 1", **values) is not None


def candidates(store: Reader, groups: frozenset[str], users: frozenset[str]) -> list[Candidate]:
    """Return the active people in the groups of a task, those with the least work first."""
    rows = store.all(
        f"SELECT a.name, a.display_name, h.role, h.unit, u.name AS unit_name, {OPEN_WORK} AS held"
        " FROM account a JOIN holding h ON h.account = a.name LEFT JOIN unit u ON u.id = h.unit WHERE a.state = 'active' ORDER BY"
        " held, a.name"
    )
    found: dict[str, Candidate] = {}
    for row in rows:
        group = f"{row['role']}@{row['unit']}" if row["unit"] else row["role"]
        if group in groups or row["name"] in users:
            found.setdefault(row["name"], Candidate(row["name"], row["display_name"], row["unit_name"] or "", row["held"]))
    return list(found.values())
