"""Who somebody is: account, roles, units."""

from msgspec import Struct

from app.domain.actor import Actor, Holding
from app.store.database import Reader


class Account(Struct, frozen=True):
    """What signing in needs to know. locked_until: instant as text, or None. must_change: somebody else set the password."""

    name: str
    display_name: str
    password_hash: str | None
    active: bool
    demo: bool
    failures: int
    locked_until: str | None
    rights_version: int
    must_change: bool = False


def account(store: Reader, name: str) -> Account | None:
    """Return what signing in needs to know of an account; None where there is none."""
    row = store.one(
        "SELECT name, display_name, password_hash, state, demo, failures, locked_until, rights_version, must_change_password"
        " FROM account WHERE name = :name",
        name=name,
    )
    if row is None:
        return None
    return Account(
        row["name"],
        row["display_name"],
        row["password_hash"],
        row["state"] == "active",
        bool(row["demo"]),
        row["failures"],
        row["locked_until"],
        row["rights_version"],
        bool(row["must_change_password"]),
    )


class Standing(Struct, frozen=True):
    """rights_version: grows with every change of password, roles or state. locked_until: instant as text, or None."""

    actor: Actor
    rights_version: int
    locked_until: str | None


def standing(store: Reader, name: str) -> Standing | None:
    """Return the person behind an account with the roles held, and as of which version; None where there is none or it is disabled."""
    row = store.one("SELECT display_name, state, everything, rights_version, locked_until FROM account WHERE name = :name", name=name)
    if row is None or row["state"] != "active":
        return None
    holdings = store.all("SELECT role, unit FROM holding WHERE account = :name ORDER BY role, unit", name=name)
    held = frozenset(Holding(found["role"], found["unit"]) for found in holdings)
    return Standing(Actor(name, row["display_name"], held, bool(row["everything"])), row["rights_version"], row["locked_until"])


def actor_of(store: Reader, name: str) -> Actor | None:
    """Return the person behind an account with the roles held; None where there is none or it is disabled."""
    found = standing(store, name)
    return found.actor if found is not None else None


class Colleague(Struct, frozen=True):
    """A person as colleagues read them: name, unit and post."""

    account: str
    name: str
    role: str
    unit_id: str
    unit: str
    post: str


def colleagues(store: Reader, *, demo_only: bool = False) -> list[Colleague]:
    """Return the active accounts with their first role, in the order in which they were entered."""
    rows = store.all(
        "SELECT a.name, a.display_name, h.role, h.unit, h.post, u.name AS unit_name FROM account a LEFT JOIN holding h ON h.account"
        " = a.name"
        " LEFT JOIN unit u ON u.id = h.unit WHERE a.state = 'active' AND (:demo = 0 OR a.demo = 1) ORDER BY a.name, h.role, h.unit",
        demo=1 if demo_only else 0,
    )
    found: dict[str, Colleague] = {}
    for row in rows:
        found.setdefault(
            row["name"],
            Colleague(row["name"], row["display_name"], row["role"] or "", row["unit"] or "", row["unit_name"] or "", row["post"] or ""),
        )
    return list(found.values())


class Post(Struct, frozen=True):
    """unit: its name, empty for roles of the city. post: A or B, the first or second holder."""

    role: str
    unit: str
    post: str


def posts(store: Reader, name: str) -> list[Post]:
    """Return the roles that a person holds."""
    rows = store.all(
        "SELECT h.role, h.post, u.name AS unit FROM holding h LEFT JOIN unit u ON u.id = h.unit WHERE h.account = :name"
        " ORDER BY h.role, h.unit",
        name=name,
    )
    return [Post(row["role"], row["unit"] or "", row["post"]) for row in rows]
