"""Comparing the rows by which people have rights and definitions run with the events that made them: units, accounts, the roles they hold,
posts and leave, by which others act in their place, what programs sign in with, offices that issue papers; what was deployed by whom under
which version, and what starts it: when a timer does next, and by which message or signal.

Each such event is written once more, by the code that wrote it, into an empty store in memory; what the city's own tables say otherwise was
put there by nobody who was asked.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from app.audit.chain_break import Break
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.store.apply import Batch, apply_facts
from app.store.database import Reader
from app.store.empty_store import empty_store

COMPARED: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "unit": (("id",), ("name", "parent_id")),
    "account": (("name",), ("display_name", "state", "everything", "demo", "mail_address")),
    "holding": (("account", "role", "unit"), ("post",)),
    "post": (("id",), ("role", "unit", "name", "first", "second")),
    "leave": (("id",), ("account", "starts_at", "ends_at", "substitute", "reason", "entered_by", "entered_at")),
    "access_token": (("id",), ("account", "name", "scopes", "rights_version", "created_at", "expires_at", "revoked_at")),
    "office": (("id",), ("name", "code", "word_digest", "word_name")),
    "deployment": (("key",), ("deployed_at", "deployed_by", "state")),
    "definition": (
        ("key",),
        (
            *("kind", "id", "version", "version_tag", "name", "resource_name", "digest", "deployment_key", "state", "detail"),
            *("requirements_id", "requirements_name", "requirements_key", "requirements_version"),
        ),
    ),
    "timer_start": (("definition_key", "element_id"), ("due_at", "detail")),
    "subscription": (("event", "message_name", "definition_key", "element_id"), ("correlation_key", "element_instance_key")),
}
"""Of each table by which columns its rows are told apart, and which are compared. A password's hash and a token's digest stand in no event;
when and how often somebody tried to sign in is no change."""

_WHERE: Final = {"subscription": " WHERE case_key IS NULL"}
"""Of each table whose other rows are a case's: by which rows a procedure begins."""

_MADE_BY: Final = frozenset(
    {"unit_registered", "account_registered", "account_disabled", "account_enabled", "roles_changed", "mail_address_set"}
    | {"post_registered", "post_changed", "leave_entered", "leave_ended", "token_created", "token_revoked"}
    | {"office_registered", "word_template_replaced", "deployment_made", "definition_retired"}
)
_FIRED: Final = "timer_start_fired"
"""By this fact the case that a timer began says when the next is due: the only one of another chain that such a row follows from."""

_OF_PEOPLE: Final = frozenset({"account", "holding"})

Event = Mapping[str, Any]
Rows = dict[tuple[str, ...], Mapping[str, Any]]


def bad_person(store: Reader, chain: Sequence[Event]) -> Break | None:
    """Return the first event of the city's chain of which such a row says something else, or which is gone; with the last event, a row
    that none of them made.

    chain: one that holds, of which all events can be read.
    """
    if not chain:
        return None
    again = empty_store()
    fired = store.all("SELECT * FROM audit_event WHERE body LIKE :mark ORDER BY recorded_at, case_key, seq", mark=f'%"{_FIRED}"%')
    for event in sorted((*chain, *fired), key=lambda one: str(one["recorded_at"])):
        try:
            _write_again(store, again, event)
        except Exception:  # whatever a fact says that no release says: of a case it is named there
            if event["case_key"] == str(CITY_CHAIN):
                raise
    found = [one for table in COMPARED for one in _bad_rows(store, again, table, int(chain[-1]["seq"]))]
    return min(found, key=lambda one: one.seq, default=None)


def _write_again(store: Reader, again: Reader, event: Event) -> None:
    facts = list(_facts(store, event))
    if facts:
        again.run("UPDATE at SET seq = :seq", seq=event["seq"])
        batch = Batch(again, CITY_CHAIN, event["effective_at"], event["actor"], event["acting_for"])
        apply_facts(batch, facts)
        batch.flush()


def _facts(store: Reader, event: Event) -> Iterator[Fact]:
    """Yield what an event says of people, with what lies beside it."""
    wanted = _MADE_BY if event["case_key"] == str(CITY_CHAIN) else {_FIRED}
    if not any(f'"{kind}"' in event["body"] for kind in wanted):
        return
    content = store.value("SELECT content FROM event_content WHERE case_key = :key AND seq = :seq", key=event["case_key"], seq=event["seq"])
    beside = json.loads(content or "{}").get("private", {})
    for place, said in enumerate(json.loads(event["body"])["facts"]):
        if said["fact"] in wanted:
            public = {name: value for name, value in said.items() if name != "fact"}
            # Of a token the number stands for what it is; the files themselves are compared with their digests.
            private = {"_tokenDigest": said.get("tokenId"), "_contents": {}, **beside.get(str(place), {})}
            yield Fact(said["fact"], said.get("elementId"), None, public, private)


def _bad_rows(store: Reader, again: Reader, table: str, last: int) -> Iterator[Break]:
    keys, columns = COMPARED[table]
    written = {row["place"]: row["seq"] for row in again.all("SELECT place, seq FROM written WHERE name = :table", table=table)}
    names = ", ".join(keys + columns)
    made = _named(again.all(f"SELECT rowid AS place, {names} FROM {table}"), keys)  # noqa: S608  # names are ours
    there = _named(store.all(f"SELECT {names} FROM {table}{_WHERE.get(table, '')}"), keys)  # noqa: S608  # names are ours
    people = _last_of_people(again) if table == "holding" else {}
    for name in sorted({*made, *there}):
        row, said = there.get(name), made.get(name)
        wrong = [column for column in columns if row is not None and said is not None and row[column] != said[column]]
        if row is not None and said is not None and not wrong:
            continue
        seq = written[said["place"]] if said is not None else people.get(name[0], last)
        called = " ".join((table, *filter(None, name)))
        yield Break(str(CITY_CHAIN), seq, _reason(table, row, said, known=name[0] in people), row=", ".join((called, *wrong)))


def _named(rows: Sequence[Mapping[str, Any]], keys: tuple[str, ...]) -> Rows:
    return {tuple(str(row[column]) for column in keys): row for row in rows}


def _last_of_people(again: Reader) -> dict[str, int]:
    """Return by account the last event that said something of it or its roles."""
    rows = again.all("SELECT a.name, w.seq FROM account a JOIN written w ON w.name = 'account' AND w.place = a.rowid")
    return {row["name"]: row["seq"] for row in rows}


def _reason(table: str, row: Mapping[str, Any] | None, said: Mapping[str, Any] | None, *, known: bool) -> str:
    """known: of a role, that the account is one of the city's, so that it is the account that is not what its events say."""
    kind = "account" if table in _OF_PEOPLE else table
    if said is None:
        return kind if known else f"{kind}_inserted"
    return kind if row is not None or table in _OF_PEOPLE else f"{kind}_missing"
