"""What a sheet may call those who hold a task: units, roles, posts and people, each by its name and by its code."""

from typing import NamedTuple

from app.domain.roles import ROLE_TITLES
from app.store.database import Reader


class HolderName(NamedTuple):
    """kind: what it is. remark: for a unit its full name, for a post and a person whom they belong to."""

    kind: str
    name: str
    code: str
    remark: str


def holder_names(store: Reader) -> list[HolderName]:
    """Return them for a sheet's own list: names that several have stand there as often as they are meant, each with its code."""
    units = {
        row["id"]: row
        for row in store.all("SELECT u.id, u.name, o.name AS office FROM unit u LEFT JOIN office o ON o.id = u.id ORDER BY u.id")
    }
    found = [HolderName("单位", row["name"], id, f"全称 {row['office']}" if row["office"] else "") for id, row in units.items()]

    def group(role: str, unit: str) -> tuple[str, str]:
        title = ROLE_TITLES.get(role, role)
        return (f"{units[unit]['name']}{title}", f"{role}@{unit}") if unit in units else (title, role)

    roles = store.all(
        "SELECT DISTINCT h.role, h.unit FROM holding h JOIN account a ON a.name = h.account WHERE a.state = 'active'"
        " ORDER BY h.unit, h.role"
    )
    found += [HolderName("角色", *group(row["role"], row["unit"]), "") for row in roles]
    posts = store.all("SELECT role, unit, name FROM post ORDER BY unit, role, name")
    for row in posts:
        title, code = group(row["role"], row["unit"])
        found.append(HolderName("岗位", row["name"], code, title))
    people = store.all("SELECT name, display_name FROM account WHERE state = 'active' ORDER BY name")
    held: dict[str, list[str]] = {}
    for row in store.all("SELECT account, role, unit FROM holding ORDER BY account, unit, role"):
        held.setdefault(row["account"], []).append(group(row["role"], row["unit"])[0])
    found += [HolderName("人员", row["display_name"], row["name"], "、".join(held[row["name"]])) for row in people if row["name"] in held]
    return found
