"""Comparing the rows by which people may do more than their roles say with the events of the city that made them.

An account let in again, one that is a member of every group, somebody named to stand in, a token put in: each would be a right that
nobody gave, and whoever used it would do so under a name of good standing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from app.audit.chain_break import Break
from app.store.database import Reader

MARKS: Final = (
    '"account_registered"', '"account_disabled"', '"account_enabled"', '"roles_changed"', '"post_registered"', '"post_changed"',
    '"leave_entered"', '"leave_ended"', '"token_created"', '"token_revoked"',
)  # fmt: skip
"""What the body of an event holds that gives or takes a right."""

Values = dict[str, Any]
_Read = Callable[[Mapping[str, Any], "_Given"], None]
_ROWS: Final = {
    "account": "SELECT name AS id, state, everything FROM account",
    "holding": "SELECT account || ' ' || role || ' ' || unit AS id, post FROM holding",
    "post": "SELECT id, role, unit, first, second FROM post",
    "leave": "SELECT id, account, starts_at, ends_at, substitute FROM leave",
    "access_token": "SELECT id, account, scopes, rights_version, created_at, expires_at, revoked_at FROM access_token",
}
_OF_PEOPLE: Final = frozenset({"account", "holding"})


class _Given:
    """What the events say, row by row: values by table and id, and the event that said it last."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Values] = {}
        self.by: dict[tuple[str, str], int] = {}
        self.seq = 0

    def set(self, table: str, id: object, **values: Any) -> None:
        self.rows[table, str(id)] = {**self.rows.get((table, str(id)), {}), **values}
        self.by[table, str(id)] = self.seq


def bad_right(store: Reader, key: str, facts: Iterable[tuple[int, Mapping[str, Any]]], last: int) -> Break | None:
    """Return the first event of the city of which such a row says something else; with the last event, a row that none of them made.

    facts: in their order, each with the number of its event. last: the number of the last event.
    """
    given = _Given()
    for seq, fact in facts:
        given.seq = seq
        if (read := _READERS.get(fact["fact"])) is not None:
            read(fact, given)
    there = {(table, str(row["id"])): row for table, sql in _ROWS.items() for row in store.all(sql)}
    wrong = [given.by[id] for id, said in given.rows.items() if not _same(said, there.get(id))]
    put_in = [id for id in there if id not in given.rows]
    if wrong:
        first = min(wrong)
        people = any(id[0] in _OF_PEOPLE for id, seq in given.by.items() if seq == first and not _same(given.rows[id], there.get(id)))
        return Break(key, first, "account" if people else "row")
    return Break(key, last, "account_inserted" if put_in[0][0] in _OF_PEOPLE else "row_inserted") if put_in else None


def _same(said: Values, row: Mapping[str, Any] | None) -> bool:
    return row is not None and all(row[name] == value for name, value in said.items())


def _account(fact: Mapping[str, Any], given: _Given) -> None:
    given.set("account", fact["account"], state="active", everything=1 if fact["everything"] else 0)
    _roles({"account": fact["account"], "added": fact["holdings"]}, given)


def _disabled(fact: Mapping[str, Any], given: _Given) -> None:
    given.set("account", fact["account"], state="disabled")


def _enabled(fact: Mapping[str, Any], given: _Given) -> None:
    given.set("account", fact["account"], state="active")


def _roles(fact: Mapping[str, Any], given: _Given) -> None:
    for held in fact.get("removed", ()):
        for kept in (given.rows, given.by):
            kept.pop(("holding", f"{fact['account']} {held['role']} {held['unit']}"), None)
    for held in fact.get("added", ()):
        given.set("holding", f"{fact['account']} {held['role']} {held['unit']}", post=held["post"])


def _post(fact: Mapping[str, Any], given: _Given) -> None:
    said = {"role": fact["role"], "unit": fact["unit"], "first": fact.get("first"), "second": fact.get("second")}
    given.set("post", int(fact["postId"]), **said)


def _leave(fact: Mapping[str, Any], given: _Given) -> None:
    said = {"account": fact["account"], "starts_at": fact["startsAt"], "ends_at": fact["endsAt"], "substitute": fact.get("substitute")}
    given.set("leave", int(fact["leaveId"]), **said)


def _back(fact: Mapping[str, Any], given: _Given) -> None:
    given.set("leave", int(fact["leaveId"]), ends_at=fact["endsAt"])


def _token(fact: Mapping[str, Any], given: _Given) -> None:
    said = {"account": fact["account"], "scopes": " ".join(fact["scopes"]), "rights_version": fact["rightsVersion"]}
    given.set("access_token", fact["tokenId"], created_at=fact["createdAt"], expires_at=fact["expiresAt"], revoked_at=None, **said)


def _revoked(fact: Mapping[str, Any], given: _Given) -> None:
    given.set("access_token", fact["tokenId"], revoked_at=fact["revokedAt"])


_READERS: Final[Mapping[str, _Read]] = {
    "account_registered": _account,
    "account_disabled": _disabled,
    "account_enabled": _enabled,
    "roles_changed": _roles,
    "post_registered": _post,
    "post_changed": _post,
    "leave_entered": _leave,
    "leave_ended": _back,
    "token_created": _token,
    "token_revoked": _revoked,
}
