"""Who holds a task of a paper case: a person who is in its groups; or a unit, a role or a post that it reaches anyway."""

from collections.abc import Sequence
from typing import Any, Final

from app.audit.called_units import called_units, units_called
from app.domain.called_roles import read_holding
from app.domain.fact import Fact
from app.domain.rejection import Message
from app.domain.roles import ROLES
from app.store.database import Reader

_PEOPLE: Final = "SELECT name FROM account WHERE (name = :said OR display_name = :said) AND state = 'active' ORDER BY name"


def give_to(store: Reader, said: str, task: Fact | None) -> str | Message:
    """Return the account to which a cell gives a task, "" where it names whom it reaches anyway; or why it cannot be given so.

    said: an account or a person's name; a unit, a role (`handler@health-bureau`, 市卫健局经办) or a post, by which the row is checked.
    task: the fact that opened it; None: there is none.
    """
    groups = list(task.public["candidateGroups"]) if task is not None else []
    users = list(task.public["candidateUsers"]) if task is not None else []
    shown = {"groups": "、".join([*groups, *users]) or "-", "found": said}
    units = units_called(store, said)
    if units:
        if len(units) > 1:
            return _several(said, units)
        if any(group.partition("@")[2] == units[0] for group in groups):
            return ""
        return Message("expected a unit that the step goes to, %(groups)s, found %(found)s", shown)
    reached = _reached(store, said)
    if reached:
        if len(set(reached)) > 1 and not set(reached) <= set(groups):
            return _several(said, sorted(set(reached)))
        return (
            "" if reached[0] in groups else Message("expected a role or a post that the step goes to, %(groups)s, found %(found)s", shown)
        )
    people = [row["name"] for row in store.all(_PEOPLE, said=said)]
    people = [said] if said in people else people
    if not people:
        return Message("expected an active account, a person, a unit, a role or a post by its name, found %(found)s", {"found": said})
    fitting = [name for name in people if name in users or _groups(store, name) & set(groups)]
    if len(fitting) > 1:
        return _several(said, fitting)
    return fitting[0] if fitting else Message("expected somebody in the groups of the step, %(groups)s, found %(found)s", shown)


def _several(said: str, known: Sequence[str]) -> Message:
    return Message(
        "expected one of them by its code, but several are called %(found)s: %(known)s", {"found": said, "known": "、".join(known)}
    )


def _reached(store: Reader, said: str) -> list[str]:
    """Return the groups that a cell names, as a role or as posts."""
    held = read_holding(said, called_units(store))
    if held.role in ROLES:
        return [held.group]
    rows: Sequence[Any] = store.all("SELECT DISTINCT role, unit FROM post WHERE name = :said ORDER BY role, unit", said=said)
    return [f"{row['role']}@{row['unit']}" if row["unit"] else row["role"] for row in rows]


def _groups(store: Reader, account: str) -> set[str]:
    held = store.all("SELECT role, unit FROM holding WHERE account = :account", account=account)
    return {f"{row['role']}@{row['unit']}" if row["unit"] else row["role"] for row in held}
