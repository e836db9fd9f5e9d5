"""Who holds a task of a paper case: an account that is in its groups, or a unit whose group it reaches anyway."""

from app.domain.fact import Fact
from app.domain.rejection import Message
from app.store.database import Reader


def is_unit(store: Reader, said: str) -> bool:
    return store.one("SELECT id FROM unit WHERE id = :said OR name = :said", said=said) is not None


def give_to(store: Reader, said: str, task: Fact | None) -> Message | None:
    """Return why a cell cannot name the holder of a task; None: it can. task: the fact that opened it; None: there is none."""
    groups = list(task.public["candidateGroups"]) if task is not None else []
    users = list(task.public["candidateUsers"]) if task is not None else []
    unit = store.one("SELECT id FROM unit WHERE id = :said OR name = :said ORDER BY id", said=said)
    if unit is not None:
        if any(group.partition("@")[2] == unit["id"] for group in groups):
            return None
        shown = {"groups": "、".join(groups) or "-", "found": said}
        return Message("expected a unit that the step goes to, %(groups)s, found %(found)s", shown)
    if store.one("SELECT name FROM account WHERE name = :said AND state = 'active'", said=said) is None:
        return Message("expected an active account or a registered unit, found %(found)s", {"found": said})
    held = store.all("SELECT role, unit FROM holding WHERE account = :said", said=said)
    own = {f"{row['role']}@{row['unit']}" if row["unit"] else row["role"] for row in held}
    if own & set(groups) or said in users:
        return None
    shown = {"groups": "、".join([*groups, *users]) or "-", "found": said}
    return Message("expected somebody in the groups of the step, %(groups)s, found %(found)s", shown)
