"""Comparing the rows by which a case is found and headed, and by which people have rights and files run, with the events that made them.

Dossiers, bundles and the door itself go by these rows: a number exchanged, a title or an end rewritten, a right or a diagram put in would
else stand under a chain that holds. All other rows of a case are compared when it is computed again: app/audit/rebuilt_rows.py.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from app.audit.chain_break import PUT_RIGHT, Break
from app.audit.check_people import bad_person
from app.audit.said_facts import said_facts
from app.domain.instant import read_instant
from app.domain.keys import CITY_CHAIN
from app.store.database import Reader

_MARKS: Final = (
    *('"process_instance_', '"document_added"', '"comment_added"', '"answers_corrected"', '"case_erased"', '"fact":"hold_'),
    *('"identity_kept"', '"identity_protection_lifted"', '"instance_migrated"'),
)
_HEAD: Final = ("receipt_number", "process_id", "started_at", "received_at", "started_by", "owner", "state", "ended_at", "title")
_ERASED: Final = (
    *("process_id", "definition_key", "digest", "receipt_number", "started_at", "received_at", "started_by", "owner", "secret", "ended_at"),
    *("retention", "kept_until", "proposed_by", "proposed_for", "confirmed_by", "erased_at"),
)
_ENDS: Final = {"process_instance_completed": "COMPLETED", "process_instance_cancelled": "TERMINATED"}
_DOCUMENT: Final = ("added_by", "added_at", "withheld", "name", "purpose", "digest", "task_key")
_OTHER: Final = "row"
_MORE: Final = "row_inserted"

Event = Mapping[str, Any]


def bad_row(store: Reader, key: str, chain: Sequence[Event], *, ordered: bool = True) -> Break | None:
    """Return the first event of a case of which a row says something else; with the last event, rows that none of them made.

    chain: one that holds, of which all events can be read. ordered: whether its instants have an order.
    """
    if not chain:
        return None
    if ordered and (backdated := _backdated(key, chain)) is not None:
        return backdated
    if key == str(CITY_CHAIN):
        return _bad_definition(store, key, chain) or bad_person(store, chain)
    facts = list(said_facts(chain, _MARKS))
    return _bad_head(store, key, facts) or _bad_additions(store, key, chain, facts) or _bad_hold(store, key, chain, facts)


def _backdated(key: str, chain: Sequence[Event]) -> Break | None:
    """Return the first event that says it was recorded well before the one before it. A node's clock that was put right is none."""
    latest = ""
    for event in chain:
        recorded = event["recorded_at"]
        if recorded < latest and read_instant(recorded) < read_instant(latest) - PUT_RIGHT:
            return Break(key, event["seq"], "backdated")
        latest = max(latest, recorded)
    return None


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
    """Compare who added what and when: comments, and documents with their names and who does not see them."""
    documents = store.all(f"SELECT key, {', '.join(_DOCUMENT)} FROM document WHERE case_key = :key", key=int(key))  # noqa: S608  # names are ours
    comments = store.all("SELECT key, author, written_at FROM comment WHERE case_key = :key", key=int(key))
    there = {f"document {row['key']}": row for row in documents} | {f"comment {row['key']}": row for row in comments}
    loose = {f"document {row['key']}" for row in documents if row["task_key"] is None}
    made, by = dict[str, dict[str, Any]](), dict[str, int]()
    for event, place, fact in facts:
        kind, who, at = fact["fact"], event["actor"], event["effective_at"]
        if kind == "comment_added":
            made[name := f"comment {fact['commentKey']}"] = {"author": who, "written_at": at}
            by[name] = event["seq"]
        elif kind == "document_added":
            beside = {"name": None, "purpose": None, "digest": None, **_beside(store, event, place)}
            said = {column: beside[column] for column in ("name", "purpose", "digest")}
            withheld = 1 if fact.get("withheld") else 0
            made[name := f"document {fact['documentKey']}"] = {"added_by": who, "added_at": at, "withheld": withheld, **said}
            by[name] = event["seq"]
        elif kind in ("identity_kept", "identity_protection_lifted"):
            began = facts[0][0]["effective_at"]
            for name in _withheld_anew(made, fact, loose, began):
                made[name]["withheld"], by[name] = (1 if kind == "identity_kept" else 0), event["seq"]
    for name, said in made.items():
        row = there.pop(name, None)
        wrong = [column for column in said if row is not None and row[column] != said[column]]
        if wrong:
            return Break(key, by[name], _OTHER, row=", ".join((name, *wrong)))
    return Break(key, chain[-1]["seq"], _MORE, row=next(iter(there))) if there else None


def _withheld_anew(made: Mapping[str, Mapping[str, Any]], fact: Mapping[str, Any], loose: Collection[str], began: str) -> list[str]:
    """Return the documents that are kept from those who handle the case from now on, or shown again: where who wrote in is protected
    afterwards, those that came with the letter. See app/store/apply/identities.py. loose: those of no task. began: when the case did."""
    lifted = fact["fact"] == "identity_protection_lifted"
    documents = [name for name in made if "withheld" in made[name] and (lifted or fact.get("afterwards"))]
    return [name for name in documents if lifted or (name in loose and made[name]["added_at"] == began)]


def _bad_hold(store: Reader, key: str, chain: Sequence[Event], facts: Sequence[tuple[Event, int, Mapping[str, Any]]]) -> Break | None:
    """Compare whether a case is held, and of an erased one who confirmed it."""
    last = next((event for event, _, fact in reversed(facts) if fact["fact"] in ("hold_set", "hold_released")), None)
    held = store.value("SELECT held_since FROM legal_hold WHERE case_key = :key", key=int(key))
    if held != (last["effective_at"] if last is not None and last["kind"] == "hold_set" else None):
        return Break(key, last["seq"], _OTHER) if last is not None else Break(key, chain[-1]["seq"], _MORE)
    row = store.one(f"SELECT {', '.join(_ERASED)} FROM erased_case WHERE case_key = :key", key=int(key))  # noqa: S608  # names are ours
    event, erased = next(((event, fact) for event, _, fact in facts if fact["fact"] == "case_erased"), (chain[-1], None))
    if row is None:
        return None if erased is None else Break(key, event["seq"], _OTHER)
    if erased is None:
        return Break(key, event["seq"], _MORE)
    said = _said_of_erased(key, event, erased, facts)
    wrong = [name for name in _ERASED if row[name] != said[name]]
    return Break(key, event["seq"], _OTHER, row=", ".join(("erased_case", *wrong))) if wrong else None


def _said_of_erased(
    key: str, event: Event, erased: Mapping[str, Any], facts: Sequence[tuple[Event, int, Mapping[str, Any]]]
) -> dict[str, Any]:
    """Return what is left of an erased case by its events: from its start, its end, and its erasing."""
    own = [(one, fact) for one, _, fact in facts if fact.get("elementInstanceKey") == key]
    first, started = next(((one, fact) for one, fact in own if fact["fact"] == "process_instance_started"), (event, {}))
    ended = next((one["effective_at"] for one, fact in reversed(own) if fact["fact"] in _ENDS), None)
    # The version by which the case ran last; what says how long it is kept may be a newer one.
    runs = next((fact for _, fact in reversed(own) if fact["fact"] in ("process_instance_started", "instance_migrated")), started)
    return {
        "process_id": started.get("process"),
        "definition_key": int(runs["definitionKey"]) if "definitionKey" in runs else None,
        "digest": runs.get("definitionDigest"),
        "receipt_number": started.get("receiptNumber"),
        "started_at": first["effective_at"],
        "received_at": started.get("receivedAt"),
        "started_by": started.get("startedBy", ""),
        "owner": started.get("owner"),
        "secret": 1 if started.get("secret") else 0,
        "ended_at": ended,
        "retention": erased.get("retention"),
        "kept_until": erased.get("keptUntil"),
        "proposed_by": erased.get("proposedBy"),
        "proposed_for": erased.get("proposedFor"),
        "confirmed_by": event["actor"],
        "erased_at": event["effective_at"],
    }


def _bad_definition(store: Reader, key: str, chain: Sequence[Event]) -> Break | None:
    """Compare which files run: each was deployed by an event, and is in force or retired as events say."""
    states, by = dict[int, str](), dict[int, int]()
    for event, _, fact in said_facts(chain, ('"deployment_made"', '"definition_retired"')):
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
