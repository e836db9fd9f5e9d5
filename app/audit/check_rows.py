"""Comparing the rows by which a case is found and headed, and by which people have rights and files run, with the events that made them.

Dossiers, bundles and the door itself go by these rows: a number exchanged, a title or an end rewritten, a right or a diagram put in would
else stand under a chain that holds. All other rows of a case are compared when it is computed again: app/audit/rebuilt_rows.py.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from app.audit.chain_break import Break
from app.audit.check_rights import MARKS, bad_right
from app.domain.instant import read_instant
from app.domain.keys import CITY_CHAIN
from app.store.database import Reader

_MARKS: Final = ('"process_instance_', '"document_added"', '"comment_added"', '"answers_corrected"', '"case_erased"', '"fact":"hold_')
_HEAD: Final = ("receipt_number", "process_id", "started_at", "received_at", "started_by", "owner", "state", "ended_at", "title")
_ENDS: Final = {"process_instance_completed": "COMPLETED", "process_instance_cancelled": "TERMINATED"}
_OTHER: Final = "row"
_MORE: Final = "row_inserted"

_PUT_RIGHT: Final = timedelta(minutes=10)

Event = Mapping[str, Any]


def bad_row(store: Reader, key: str, chain: Sequence[Event]) -> Break | None:
    """Return the first event of a case of which a row says something else; with the last event, rows that none of them made.

    chain: one that holds, of which all events can be read.
    """
    if not chain:
        return None
    if (backdated := _backdated(key, chain)) is not None:
        return backdated
    if key == str(CITY_CHAIN):
        rights = ((int(event["seq"]), fact) for event, _, fact in _facts(chain, MARKS))
        return _bad_account(store, key, chain) or bad_right(store, key, rights, int(chain[-1]["seq"])) or _bad_definition(store, key, chain)
    facts = list(_facts(chain, _MARKS))
    return _bad_head(store, key, facts) or _bad_additions(store, key, chain, facts) or _bad_hold(store, key, chain, facts)


def _backdated(key: str, chain: Sequence[Event]) -> Break | None:
    """Return the first event that says it was recorded well before the one before it. A node's clock that was put right is none."""
    latest = ""
    for event in chain:
        recorded = event["recorded_at"]
        if recorded < latest and read_instant(recorded) < read_instant(latest) - _PUT_RIGHT:
            return Break(key, event["seq"], "backdated")
        latest = max(latest, recorded)
    return None


def _facts(chain: Sequence[Event], marks: Sequence[str]) -> Iterator[tuple[Event, int, Mapping[str, Any]]]:
    """Yield event, place and fact of the events that speak of something; nothing of one that cannot be read."""
    for event in chain:
        if any(mark in event["body"] for mark in marks):
            try:
                yield from ((event, place, fact) for place, fact in enumerate(json.loads(event["body"])["facts"]) if "fact" in fact)
            except (ValueError, KeyError, TypeError):
                continue  # a break of the chain already


def _beside(store: Reader, event: Event, place: int) -> Mapping[str, Any]:
    content = store.value("SELECT content FROM event_content WHERE case_key = :key AND seq = :seq", key=event["case_key"], seq=event["seq"])
    found: Mapping[str, Any] = json.loads(content or "{}").get("private", {}).get(str(place), {})
    return found


def _bad_head(store: Reader, key: str, facts: Sequence[tuple[Event, int, Mapping[str, Any]]]) -> Break | None:
    row = store.one(f"SELECT {', '.join(_HEAD)} FROM process_instance WHERE key = :key", key=int(key))  # noqa: S608  # names are ours
    if row is None:
        return None  # erased, which the chain says, or gone with the snapshot that is missed
    said, by = dict[str, Any](), dict[str, int]()
    for event, place, fact in facts:
        kind, own = fact["fact"], fact.get("elementInstanceKey") == key
        found: dict[str, Any] = {}
        if kind == "process_instance_started" and own:
            found = {"receipt_number": fact.get("receiptNumber"), "process_id": fact["process"], "started_at": event["effective_at"]}
            found |= {"received_at": fact.get("receivedAt"), "started_by": fact.get("startedBy", ""), "owner": fact.get("owner")}
            found |= {"state": "ACTIVE", "ended_at": None, "title": _beside(store, event, place).get("title")}
        elif kind in _ENDS and own:
            found = {"state": _ENDS[kind], "ended_at": event["effective_at"]}
        elif kind == "answers_corrected":
            beside = _beside(store, event, place)
            found = {"title": beside["title"]} if "title" in beside else {}
        said |= found
        by.update(dict.fromkeys(found, int(event["seq"])))
    wrong = [by[name] for name in said if row[name] != said[name]]
    return Break(key, min(wrong), _OTHER) if wrong else None


def _bad_additions(store: Reader, key: str, chain: Sequence[Event], facts: Sequence[tuple[Event, int, Mapping[str, Any]]]) -> Break | None:
    """Compare who added what and when: documents and comments."""
    documents = store.all("SELECT key, added_by AS who, added_at AS at FROM document WHERE case_key = :key", key=int(key))
    comments = store.all("SELECT key, author AS who, written_at AS at FROM comment WHERE case_key = :key", key=int(key))
    there = {("document_added", row["key"]): row for row in documents} | {("comment_added", row["key"]): row for row in comments}
    for event, _, fact in facts:
        if fact["fact"] not in ("document_added", "comment_added"):
            continue
        row = there.pop((fact["fact"], int(fact["documentKey" if fact["fact"] == "document_added" else "commentKey"])), None)
        if row is not None and (row["who"], row["at"]) != (event["actor"], event["effective_at"]):
            return Break(key, event["seq"], _OTHER)
    return Break(key, chain[-1]["seq"], _MORE) if there else None


def _bad_hold(store: Reader, key: str, chain: Sequence[Event], facts: Sequence[tuple[Event, int, Mapping[str, Any]]]) -> Break | None:
    """Compare whether a case is held, and of an erased one who confirmed it."""
    last = next((event for event, _, fact in reversed(facts) if fact["fact"] in ("hold_set", "hold_released")), None)
    held = store.value("SELECT held_since FROM legal_hold WHERE case_key = :key", key=int(key))
    if held != (last["effective_at"] if last is not None and last["kind"] == "hold_set" else None):
        return Break(key, last["seq"], _OTHER) if last is not None else Break(key, chain[-1]["seq"], _MORE)
    names = "receipt_number, proposed_by, confirmed_by, erased_at, kept_until"
    row = store.one(f"SELECT {names} FROM erased_case WHERE case_key = :key", key=int(key))  # noqa: S608  # names are ours
    started = next((fact for _, _, fact in facts if fact["fact"] == "process_instance_started"), {})
    event, erased = next(((event, fact) for event, _, fact in facts if fact["fact"] == "case_erased"), (chain[-1], None))
    if row is None:
        return None if erased is None else Break(key, event["seq"], _OTHER)
    if erased is None:
        return Break(key, event["seq"], _MORE)
    said = (started.get("receiptNumber"), erased.get("proposedBy"), event["actor"], event["effective_at"], erased.get("keptUntil"))
    return None if tuple(row[name] for name in names.split(", ")) == said else Break(key, event["seq"], _OTHER)


def _bad_account(store: Reader, key: str, chain: Sequence[Event]) -> Break | None:
    """Compare which roles people hold, and their names: who did what is told by them."""
    held, names, by = dict[str, set[tuple[str, str]]](), dict[str, str | None](), dict[str, int]()
    for event, place, fact in _facts(chain, ('"account_registered"', '"roles_changed"')):
        if fact["fact"] not in ("account_registered", "roles_changed"):
            continue
        roles = held.setdefault(fact["account"], set())
        by[fact["account"]] = event["seq"]
        if fact["fact"] == "account_registered":
            names[fact["account"]] = _beside(store, event, place).get("displayName")
        roles -= {(one["role"], one["unit"]) for one in fact.get("removed", ())}
        roles |= {(one["role"], one["unit"]) for one in (*fact.get("holdings", ()), *fact.get("added", ()))}
    there: dict[str, set[tuple[str, str]]] = {}
    for row in store.all("SELECT account, role, unit FROM holding"):
        there.setdefault(row["account"], set()).add((row["role"], row["unit"]))
    for row in store.all("SELECT name, display_name FROM account ORDER BY name"):
        name, roles = row["name"], there.pop(row["name"], set())
        if name not in by:
            return Break(key, chain[-1]["seq"], "account_inserted")
        if roles != held[name] or (names[name] is not None and row["display_name"] != names[name]):
            return Break(key, by[name], "account")
    return Break(key, chain[-1]["seq"], "account_inserted") if there else None


def _bad_definition(store: Reader, key: str, chain: Sequence[Event]) -> Break | None:
    """Compare which files run: each was deployed by an event, and is in force or retired as events say."""
    states, by = dict[int, str](), dict[int, int]()
    for event, _, fact in _facts(chain, ('"deployment_made"', '"definition_retired"')):
        if fact["fact"] == "definition_retired":
            states[int(fact["definitionKey"])] = "retired"
            by[int(fact["definitionKey"])] = event["seq"]
        for one in fact["resources"] if fact["fact"] == "deployment_made" else ():
            if one["isNew"] or one.get("confirmed"):
                states[int(one["key"])] = "active" if one.get("confirmed") else one["state"]
                by[int(one["key"])] = event["seq"]
    for row in store.all("SELECT key, state, resource_name FROM definition ORDER BY key"):
        if row["key"] not in states:
            return Break(key, chain[-1]["seq"], _MORE, file=row["resource_name"])
        if row["state"] != states[row["key"]]:
            return Break(key, by[row["key"]], _OTHER, file=row["resource_name"])
    return None
