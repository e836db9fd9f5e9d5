"""The access log, looked through: who looked at what, what was refused, who signed in; the newest first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.domain.keys import BLOCK
from app.queries.event_search import COUNTED_TO, FoundEvents, Place
from app.store.database import Reader

_AT_ONCE: Final = 500
"""Cases asked for in one statement, which every driver takes."""

_CONCERNS: Final = "(body LIKE :named OR body LIKE :numbered OR (kind = 'change_refused' AND {on} >= :first AND {on} < :end))"
_ON_SQLITE: Final = 'CAST(substr(body, instr(body, \'"on":"\') + 6, 18) AS INTEGER)'
_ON_POSTGRESQL: Final = 'CAST(substring(body from \'"on":"([0-9]{1,18})"\') AS BIGINT)'
"""What a refused change was about: a case, by key or number, or something within it, whose key is of the case's block."""


class AccessFilters(Struct, frozen=True):
    """What is looked for; empty: anything. who: an account or a person's name, or `public`. kind: of event.

    since, until: instants as text in UTC, from the one on, before the other. case: a receipt number: what concerns that case, also among
    others or by one of its tasks. secret: whether the asker may know of secret cases; who may not finds nothing by the number of one.
    seq: one event alone, by its number; 0: any.
    """

    who: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    case: str = ""
    secret: bool = False
    seq: int = 0


def access_search(
    store: Reader, filters: AccessFilters, limit: int, *, after: Place | None = None, before: Place | None = None
) -> FoundEvents:
    """Return one page of the access log: columns of access_event. after: the older ones than that; before: the newer ones.

    The caller has checked that the asker is a security administrator or an auditor. Source: docs/permissions.
    """
    where, values = _conditions(store, filters)
    rows = _rows(store, where, values, limit + 1, after, before)
    shown = rows[:limit] if before is None else rows[:limit][::-1]
    total = int(store.value(f"SELECT COUNT(*) FROM (SELECT 1 FROM access_event WHERE {where} LIMIT {COUNTED_TO + 1}) n", **values))
    newer, older = (after is not None, len(rows) > limit) if before is None else (len(rows) > limit, True)
    return FoundEvents(shown, min(total, COUNTED_TO), capped=total > COUNTED_TO, before=newer, after=older)


def accesses_in_pages(
    store: Reader, filters: AccessFilters, after: Place | None, limit: int
) -> tuple[Sequence[Mapping[str, Any]], Place | None]:
    """Return some of the access log for a file, and where it goes on; None at the end."""
    rows = _rows(store, *_conditions(store, filters), limit, after, None)
    last = rows[-1] if len(rows) == limit else None
    return rows, (last["effective_at"], last["case_key"], last["seq"]) if last is not None else None


def _rows(
    store: Reader, where: str, values: Mapping[str, Any], limit: int, after: Place | None, before: Place | None
) -> list[Mapping[str, Any]]:
    """Return the rows beyond a place, the nearest first."""
    edge, further = after or before, ""
    if edge is not None:
        values = {**values, "edge_at": edge[0], "edge_seq": edge[2]}
        further = f" AND (effective_at, seq) {'<' if after else '>'} (:edge_at, :edge_seq)"
    way = "DESC" if before is None else "ASC"
    return list(
        store.all(
            f"SELECT case_key, seq, kind, command, effective_at, actor, acting_for, body, digest FROM access_event WHERE {where}{further}"
            f" ORDER BY effective_at {way}, seq {way} LIMIT {limit}",
            **values,
        )
    )


def numbers_of(store: Reader, keys: Iterable[int], *, secret: bool) -> dict[int, str]:
    """Return the receipt numbers of cases by their keys, erased ones too. secret: also those of secret cases.

    What is missing is a secret case, or none that there is: the answer is the same.
    """
    wanted, found = sorted(set(keys)), dict[int, str]()
    for start in range(0, len(wanted), _AT_ONCE):
        values = {f"k{place}": key for place, key in enumerate(wanted[start : start + _AT_ONCE])}
        names = ", ".join(f":{name}" for name in values)
        rows = store.all(
            f"SELECT key, receipt_number, secret FROM process_instance WHERE key IN ({names})"
            f" UNION ALL SELECT case_key, receipt_number, secret FROM erased_case WHERE case_key IN ({names})",
            **values,
        )
        found |= {int(row["key"]): row["receipt_number"] for row in rows if row["receipt_number"] and (secret or not row["secret"])}
    return found


def open_numbers(store: Reader, numbers: Iterable[str], *, secret: bool) -> frozenset[str]:
    """Return which of some receipt numbers may be named. secret: also those of secret cases."""
    values = {f"n{place}": number for place, number in enumerate(sorted(set(numbers)))}
    if not values:
        return frozenset()
    names = ", ".join(f":{name}" for name in values)
    rows = store.all(
        f"SELECT receipt_number, secret FROM process_instance WHERE receipt_number IN ({names})"
        f" UNION ALL SELECT receipt_number, secret FROM erased_case WHERE receipt_number IN ({names})",
        **values,
    )
    return frozenset(row["receipt_number"] for row in rows if secret or not row["secret"])


def _keys_of(store: Reader, number: str, *, secret: bool) -> list[int]:
    rows = store.all(
        "SELECT key, secret FROM process_instance WHERE receipt_number = :number"
        " UNION ALL SELECT case_key, secret FROM erased_case WHERE receipt_number = :number",
        number=number,
    )
    return [int(row["key"]) for row in rows if secret or not row["secret"]]


def _conditions(store: Reader, filters: AccessFilters) -> tuple[str, dict[str, Any]]:
    parts, values = ["1 = 1"], dict[str, Any]()
    if filters.who:
        named = store.all("SELECT name FROM account WHERE name = :who OR display_name = :who ORDER BY name LIMIT 200", who=filters.who)
        values |= {f"w{place}": name for place, name in enumerate([row["name"] for row in named] or [filters.who])}
        parts.append(f"actor IN ({', '.join(f':{name}' for name in values)})")
    for name, condition in (("kind", "kind = :kind"), ("since", "effective_at >= :since"), ("until", "effective_at < :until")):
        if getattr(filters, name):
            values[name] = getattr(filters, name)
            parts.append(condition)
    if filters.seq:
        values["seq"] = filters.seq
        parts.append("seq = :seq")
    if filters.case:
        key = next(iter(_keys_of(store, filters.case, secret=filters.secret)), None)
        condition = _CONCERNS.format(on=_ON_SQLITE if store.is_sqlite else _ON_POSTGRESQL)
        parts.append(condition if key is not None else "1 = 0")
        if key is not None:
            values |= {"named": f'%"{key}"%', "numbered": f'%"on":"{filters.case}"%', "first": key, "end": key + BLOCK}
    return " AND ".join(parts), values
