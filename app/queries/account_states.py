"""Accounts as who keeps them safe sees them: locked, without a password, signed in; and the open sessions of one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.domain.instant import instant_text
from app.queries.people import held_by
from app.store.database import Reader

STATES: Final = {
    "locked": "a.state = 'active' AND a.locked_until > :now",
    "failures": "a.state = 'active' AND a.failures > 0",
    "no-password": "a.state = 'active' AND a.password_hash IS NULL",
    "must-change": "a.state = 'active' AND a.must_change_password = 1",
    "signed-in": "a.state = 'active' AND EXISTS (SELECT 1 FROM session s WHERE {open})",
    "disabled": "a.state = 'disabled'",
}
"""What an account may be looked for by."""

_OPEN: Final = "s.account = a.name AND s.rights_version = a.rights_version AND s.expires_at > :now"


class AccountState(Struct, frozen=True):
    """Instants as text in UTC, real time. failures: wrong passwords since the last right one. held: rows with role, unit and unit_name.

    temporary: somebody else set the password, and it has yet to be changed. demo: the password is a demo city's, printed for everybody.
    """

    account: str
    name: str
    active: bool
    failures: int
    locked_until: str | None
    has_password: bool
    temporary: bool
    signed_in_at: str | None
    sessions: int
    demo: bool
    held: Sequence[Mapping[str, Any]] = ()


class OpenSession(Struct, frozen=True):
    """id: the first digits of the digest of its token. Instants as text in UTC, real time. must_change: it leads to one page only."""

    id: str
    created_at: str
    seen_at: str
    expires_at: str
    address: str
    must_change: bool


_COLUMNS: Final = (
    "a.name, a.display_name, a.state, a.failures, CASE WHEN a.locked_until > :now THEN a.locked_until END AS locked_until,"
    " a.password_hash IS NOT NULL AS has_password, a.must_change_password, a.signed_in_at, a.demo,"
    f" (SELECT COUNT(*) FROM session s WHERE {_OPEN}) AS sessions"
)


def account_states(
    store: Reader, now: datetime, *, state: str = "", unit: str = "", q: str = "", limit: int = 50, offset: int = 0
) -> tuple[Sequence[AccountState], int]:
    """Return one page of the accounts and how many there are. now: real time. state: one of STATES; unit: an id, "-" for none."""
    parts, values = ["1 = 1"], dict[str, Any]()
    if state:
        parts.append(STATES[state].format(open=_OPEN))
    if unit:
        parts.append("EXISTS (SELECT 1 FROM holding h WHERE h.account = a.name AND h.unit = :unit)")
        values["unit"] = "" if unit == "-" else unit
    if q:
        parts.append("(a.name LIKE :q ESCAPE '\\' OR a.display_name LIKE :q ESCAPE '\\')")
        values["q"] = "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    where = " AND ".join(parts)
    if ":now" in where:
        total = store.value(f"SELECT COUNT(*) FROM account a WHERE {where}", **values, now=instant_text(now))
    else:
        total = store.value(f"SELECT COUNT(*) FROM account a WHERE {where}", **values)
    rows = store.all(
        f"SELECT {_COLUMNS} FROM account a WHERE {where}"
        " ORDER BY (SELECT MIN(h.unit) FROM holding h WHERE h.account = a.name), a.name LIMIT :limit OFFSET :offset",
        **values,
        now=instant_text(now),
        limit=limit,
        offset=offset,
    )
    return _with_holdings(store, rows), int(total)


def account_state(store: Reader, name: str, now: datetime) -> AccountState | None:
    """Return one account; None where there is none. now: real time."""
    rows = store.all(f"SELECT {_COLUMNS} FROM account a WHERE a.name = :name", name=name, now=instant_text(now))
    found = _with_holdings(store, rows)
    return found[0] if found else None


def open_sessions(store: Reader, name: str, now: datetime, digits: int) -> Sequence[OpenSession]:
    """Return the sessions of an account that are open, the newest first. now: real time. digits: how many of each digest name it."""
    rows = store.all(
        f"SELECT s.token_digest, s.created_at, s.seen_at, s.expires_at, s.address, s.must_change FROM session s JOIN account a ON {_OPEN}"
        " WHERE a.name = :name AND a.state = 'active' ORDER BY s.created_at DESC, s.token_digest",
        name=name,
        now=instant_text(now),
    )
    return [
        OpenSession(
            row["token_digest"][:digits],
            row["created_at"],
            row["seen_at"],
            row["expires_at"],
            row["address"],
            bool(row["must_change"]),
        )
        for row in rows
    ]


def _with_holdings(store: Reader, rows: Sequence[Mapping[str, Any]]) -> Sequence[AccountState]:
    if not rows:
        return []
    held = held_by(store, [row["name"] for row in rows])
    return [
        AccountState(
            row["name"],
            row["display_name"],
            row["state"] == "active",
            row["failures"],
            row["locked_until"],
            bool(row["has_password"]),
            bool(row["must_change_password"]),
            row["signed_in_at"],
            row["sessions"],
            bool(row["demo"]),
            held.get(row["name"], ()),
        )
        for row in rows
    ]
