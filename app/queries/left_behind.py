"""Open tasks in the hands of people who were disabled: they go back to their groups."""

from app.store.database import Reader

MOST = 200


def left_behind(store: Reader, account: str = "") -> list[int]:
    """Return their keys, the first due first. account: of one person alone; empty for all."""
    one = " AND a.name = :account" if account else ""
    rows = store.all(
        "SELECT t.key FROM account a JOIN user_task t ON t.assignee = a.name AND t.state = 'CREATED'"
        f" WHERE a.state = 'disabled'{one} ORDER BY t.sort_at, t.key LIMIT {MOST}",
        **({"account": account} if account else {}),
    )
    return [row["key"] for row in rows]
