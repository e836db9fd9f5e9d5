"""Looking for rows of cases that there are not, and of cases of which only the chain is left: they show people something, and no event
says it.

A case with a chain is compared row by row when it is computed again (app/audit/rebuilt_rows.py); what has no chain, or none any more that
could be computed, would else be compared with nothing, and a unit's points could be moved by a row beside it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.audit.chain_break import Break
from app.audit.said_facts import said_facts
from app.audit.shown_rows import KEYS, places, where
from app.domain.keys import BLOCK, CITY_CHAIN
from app.store.database import Reader

_TABLES: Final = (*KEYS, "erased_case", "event_content", "case_secret")
_OF_THE_CITY: Final = frozenset({"event_content", "case_secret", "event_article", "paper", "document"})
"""Tables with rows beside events of the city's own chain: a document there is a sheet by which paper cases were taken over."""

_KEPT: Final = frozenset({"event_article", "erased_case", "points_movement", "paper"})
"""Tables of which rows stay when a case is erased. Source: app/store/apply/disposal.py."""

_POINTS: Final = ("unit", "year", "moved_on", "points", "article")
_SAID: Final = {"moved_on": "on"}

Event = Mapping[str, Any]


def bad_leftover(store: Reader, chain: Sequence[Event], keys: frozenset[str]) -> Break | None:
    """Return the last event of the city's chain where a row is of a case without events. keys: of all chains."""
    for table in _TABLES:
        for key in _cases_in(store, table):
            if (key == str(CITY_CHAIN) and table not in _OF_THE_CITY) or (key != str(CITY_CHAIN) and key not in keys):
                return Break(str(CITY_CHAIN), chain[-1]["seq"] if chain else 0, "row_inserted", row=f"{table} case_key={key}")
    return None


def bad_remnant(store: Reader, key: str, chain: Sequence[Event]) -> Break | None:
    """Return the event that erased a case where more is left of it than stays by law. chain: of the erased case."""
    erased = next((event for event in chain if event["kind"] == "case_erased"), None)
    if erased is None:
        return None
    for table in _TABLES:
        if table not in _KEPT and store.value(f"SELECT 1 FROM {table} WHERE {where(table)} LIMIT 1", **places(table, int(key))):  # noqa: S608  # names are ours
            return Break(key, erased["seq"], "row_inserted", row=table)
    moved = {str(fact["movementKey"]): fact for _, _, fact in said_facts(chain, ('"points_moved"',)) if fact["fact"] == "points_moved"}
    for row in store.all(f"SELECT key, {', '.join(_POINTS)} FROM points_movement WHERE case_key = :key", key=int(key)):  # noqa: S608  # names are ours
        said = moved.pop(str(row["key"]), None)
        wrong = [name for name in _POINTS if said is not None and row[name] != said[_SAID.get(name, name)]]
        if said is None or wrong:
            return Break(key, erased["seq"], "row" if wrong else "row_inserted", row=", ".join((f"points_movement {row['key']}", *wrong)))
    issued = {str(fact["paperKey"]): fact for _, _, fact in said_facts(chain, ('"paper_issued"',)) if fact["fact"] == "paper_issued"}
    for row in store.all("SELECT key, number FROM paper WHERE case_key = :key", key=int(key)):
        said = issued.get(str(row["key"]))
        if said is None or row["number"] != said["number"]:
            return Break(key, erased["seq"], "row_inserted" if said is None else "row", row=f"paper {row['key']}")
    gone = next(iter(moved), None)
    return Break(key, erased["seq"], "row", row=f"points_movement {gone}") if gone is not None else None


def _cases_in(store: Reader, table: str) -> list[str]:
    """Return the keys of the cases that have rows in a table, as text."""
    if table == "task_candidate":
        return sorted({str(row["key"] - row["key"] % BLOCK) for row in store.all("SELECT DISTINCT task_key AS key FROM task_candidate")})
    rows = store.all(f"SELECT DISTINCT case_key AS key FROM {table} WHERE case_key IS NOT NULL")  # noqa: S608  # names are ours
    return sorted(str(row["key"]) for row in rows)
