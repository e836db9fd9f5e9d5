"""Comparing what the product goes on from with what was recorded: the kept state of a case, and the years of the calendar."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from app.audit.chain_break import Break
from app.audit.hash_chain import keyed_digest, secret_bytes
from app.domain.keys import CITY_CHAIN
from app.store.database import Reader

_ENTERED: Final = "calendar_year_entered"
_YEARS: Final = "SELECT seq, kind, body, effective_at FROM audit_event WHERE case_key = :key AND kind = :kind ORDER BY seq"


def bad_snapshot(store: Reader, key: str, chain: Sequence[Mapping[str, Any]], newest: int) -> Break | None:
    """Say that the state on which the engine goes on is not the one after the last event, or that the case follows a calendar which nobody
    entered; None where neither is so, or nobody can say any more.

    chain: one that holds; of another one the event is named that does not. newest: see newest_entered.
    """
    secret = store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=key)
    if secret is None or not chain:
        return None
    row = store.one("SELECT snapshot, calendar_version FROM case_state WHERE case_key = :key", key=int(key)) or {}
    kept = row.get("snapshot")
    found = keyed_digest(secret_bytes(secret), secret_bytes(kept)) if kept is not None else None
    if found != chain[-1]["snapshot_digest"]:
        return Break(key, int(chain[-1]["seq"]), "snapshot")
    # The number of a year that nobody entered: every decree up to it would pass the case by. Others are computed, with the case.
    follows = row.get("calendar_version")
    known = follows is None or (isinstance(follows, int) and follows <= newest)
    return None if known or kept is None else Break(key, int(chain[-1]["seq"]), "calendar")


def newest_entered(store: Reader) -> int:
    """Return the newest version of the calendar that an event entered, or that is there otherwise, which is a break of chain 0, and of no
    case; 0 before the first."""
    rows = (_number(row["version"]) for row in store.all("SELECT version FROM calendar_version"))
    return max((*entered_years(store), *rows), default=0)


def entered_years(store: Reader) -> dict[int, str]:
    """Return when each version of the calendar was entered, as text in UTC, as the events of chain 0 say."""
    events = store.all(_YEARS, key=str(CITY_CHAIN), kind=_ENTERED)
    return {said["version"]: event["effective_at"] for event in events for said in _entered(event)}


def bad_year(store: Reader, chain: Sequence[Mapping[str, Any]]) -> Break | None:
    """Name the first event of chain 0 that entered a year which the database holds no more as it was entered.

    A year that no event entered is named with the last event of the chain.
    """
    wrong = [*_wrong_years(store, chain).values()]
    wrong += [
        Break(str(CITY_CHAIN), event["seq"], "unreadable") for event in chain if event["kind"] == _ENTERED and not any(_entered(event))
    ]
    return min(wrong, key=lambda one: one.seq, default=None)


def bad_year_of(store: Reader, key: str, chain: Sequence[Mapping[str, Any]]) -> Break | None:
    """Name the first event of a case that was counted by a calendar in which a year is not what was entered."""
    wrong = _wrong_years(store, store.all(_YEARS, key=str(CITY_CHAIN), kind=_ENTERED))
    for event in chain if wrong else ():
        version = event["calendar_version"]
        known = int(version) if isinstance(version, str) and version.isdecimal() else 0
        for entered in sorted(wrong):
            if entered <= known:
                return Break(key, event["seq"], wrong[entered].reason, year=wrong[entered].year)
    return None


def _wrong_years(store: Reader, chain: Sequence[Mapping[str, Any]]) -> dict[int, Break]:
    """Return, by version, what is wrong with the years that the database holds."""
    there = {row["version"]: row for row in store.all("SELECT version, year, content FROM calendar_version")}
    found, last = dict[int, Break](), 1
    for event in chain:
        last = event["seq"]
        for said in _entered(event) if event["kind"] == _ENTERED else ():
            row, year = there.pop(said["version"], None), int(said["year"])
            if row is None:
                found[said["version"]] = Break(str(CITY_CHAIN), event["seq"], "missing", year=year)
            elif (row["year"], row["content"]) != (year, said["content"]):
                found[said["version"]] = Break(str(CITY_CHAIN), event["seq"], "edited", year=year)
    for version, row in there.items():
        found[_number(version)] = Break(str(CITY_CHAIN), last, "inserted", year=_number(row["year"]))
    return found


def _number(value: Any) -> int:
    """Return a column of numbers as one; 0 where somebody put something else there."""
    return value if isinstance(value, int) else 0


def _entered(event: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what an event says of a year; nothing where it cannot be read, which is a break of the chain already."""
    try:
        for fact in json.loads(event["body"])["facts"]:
            if fact["fact"] == _ENTERED and isinstance(fact["version"], int) and isinstance(fact["year"], int) and "content" in fact:
                yield fact
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
