"""Comparing the names under which a case shows people and units with the events of the city's chain that registered them.

An event says an account, and pages and dossiers read the name of the person from the account's row: another name put there would else stand
beside each event of a case whose own chain holds.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from app.audit.chain_break import Break
from app.audit.hash_chain import event_digest, keyed_digest, secret_bytes
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection
from app.store.database import Reader

_REGISTERED: Final = (
    "SELECT e.*, c.content FROM audit_event e LEFT JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
    ' WHERE e.case_key = :city AND (e.body LIKE \'%"fact":"account_registered"%\' OR e.body LIKE \'%"fact":"unit_registered"%\') '
    " ORDER BY e.seq"
)
_TEXTS: Final = re.compile(r'"([^"\\]+)"')
_OTHER: Final = "row"

Event = Mapping[str, Any]


def bad_name(store: Reader, key: str, chain: Sequence[Event]) -> Break | None:
    """Return the first event of a case that names an account or a unit which the city's tables call otherwise than it was registered.

    chain: one that holds, of which all events can be read. Of the city's own chain None: there each such row is compared.
    """
    if key == str(CITY_CHAIN):
        return None
    wrong = dict(_wrong(store))
    for event in chain if wrong else ():
        named = (event["actor"].removeprefix("cli:"), event["acting_for"] or "", *_TEXTS.findall(event["body"]))
        for called in named:
            found = wrong.get(called) or wrong.get(called.rpartition("@")[2])  # a group names its unit: handler@health-bureau
            if found is not None:
                return Break(key, int(event["seq"]), _OTHER, row=found)
    return None


def _wrong(store: Reader) -> Iterator[tuple[str, str]]:
    """Yield, by account or unit, the row and column that say another name than its event, or of which the event was changed."""
    accounts = {row["name"]: row["display_name"] for row in store.all("SELECT name, display_name FROM account")}
    units = {row["id"]: row["name"] for row in store.all("SELECT id, name FROM unit")}
    secret = store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=str(CITY_CHAIN))
    people, bodies = dict[str, str | None](), dict[str, str | None]()
    for event in store.all(_REGISTERED, city=str(CITY_CHAIN)):
        holds = _holds(event, secret)
        private = json.loads(event["content"])["private"] if holds else {}
        for place, fact in enumerate(_facts(event)):
            if fact["fact"] == "account_registered":
                people[fact["account"]] = private.get(str(place), {}).get("displayName")
            elif fact["fact"] == "unit_registered":
                bodies[fact["unitId"]] = fact["name"] if holds else None
    for table, column, there, said in (("account", "display_name", accounts, people), ("unit", "name", units, bodies)):
        for name in sorted({*there, *said}):
            if name not in there or said.get(name) != there[name]:
                yield name, f"{table} {name}, {column}"


def _holds(event: Event, secret: Any) -> bool:
    """Say whether an event and what lies beside it are what they were recorded as."""
    try:
        beside = keyed_digest(secret_bytes(secret), event["content"].encode())
        return (event_digest(event), beside) == (event["digest"], event["content_digest"])
    except (Rejection, TypeError, ValueError, AttributeError):
        return False


def _facts(event: Event) -> list[Mapping[str, Any]]:
    try:
        return [fact for fact in json.loads(event["body"])["facts"] if "fact" in fact]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
