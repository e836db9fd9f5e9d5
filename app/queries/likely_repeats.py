"""Earlier cases that may be about the same matter."""

import difflib
import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.contact import bare_text, reached_by
from app.domain.marked import marked
from app.domain.permissions import sees_case, sees_person
from app.store.database import Reader
from app.store.read_case import case_by_key
from app.store.read_identity import kept_identity

LOOKED_AT: Final = 300
LIKE_ENOUGH: Final = 0.6
HARDLY_ALIKE: Final = 0.35
SAME_MATTER: Final = 0.5
"""Share of the pairs of characters in a row that two topics have in common where they name the same matter in other words."""
OTHER_PLACE: Final = 0.3
"""Two places are different ones where each has less than this in common with the place and the topic of the other."""
SHORTEST_TEXT: Final = 6
SHORTEST_TOPIC: Final = 4
MOST: Final = 5
WORDS: Final = ("topic", "content", "place")
COMPARED_ANSWERS: Final = frozenset({"contact", *WORDS})
"""The answers by which cases are compared; a form that asks none of them has no likely repeats."""
SAME_CONTACT, SAME_WORDS, SIMILAR_WORDS = marked("same contact"), marked("same words"), marked("similar words")
_WEIGHT: Final = {SAME_CONTACT: 2, SAME_WORDS: 2, SIMILAR_WORDS: 1}
_COMPARED: Final = 400


class Repeat(Struct, frozen=True):
    """state: ACTIVE, COMPLETED or TERMINATED. unit: who is responsible, where one is. why: words that a catalogue translates."""

    key: int
    receipt_number: str
    title: str | None
    received_at: str
    state: str
    unit: str | None
    why: tuple[str, ...]


class _Said(Struct, frozen=True):
    """What tells a case from others. reached: telephone numbers and addresses, each written in one way."""

    reached: frozenset[str]
    topic: str
    place: str
    content: str
    text: str


def likely_repeats(
    store: Reader, process_id: str, sent: Mapping[str, Any], *, actor: Actor | None = None, but: int | None = None
) -> list[Repeat]:
    """Return the cases of a process with the same contact, the same topic word for word or a similar text, the likeliest and newest first.

    sent: variables of the new case, `contact`, `topic`, `place` and `content` among them. actor: who reads them, and so sees only what
    they may; None where nothing but their number is told. but: a case to leave out. Looked at are the newest cases only.

    Where a case keeps who wrote in, its contact is compared for those alone who may learn it: to others a match would tell.

    Source: procedures, citizen-letter, "likely repeats".
    """
    said = _said({**sent, **_contact(store, actor, but)} if but is not None else sent)
    if not said.reached and len(said.topic) < SHORTEST_TOPIC and len(said.text) < SHORTEST_TEXT:
        return []
    newest = [(row, values) for row, values in _newest(store, process_id).values() if row["key"] != but]
    if said.reached:
        for row, values in newest:
            if row["identity_kept"]:
                values.update(_contact(store, actor, row["key"]))
    alike = [(_why(said, _said(values)), row, values) for row, values in newest]
    found: list[Repeat] = []
    for why, row, values in sorted(alike, key=lambda one: (-sum(_WEIGHT[why] for why in one[0]), -one[1]["key"])):
        if not why or len(found) == MOST:
            break
        if _may_read(store, actor, row["key"]):
            unit = store.value("SELECT name FROM unit WHERE id = :id", id=str(values["unit"])) if values.get("unit") else None
            found.append(Repeat(row["key"], row["receipt_number"], row["title"], row["received_at"], row["state"], unit, why))
    return found


def _newest(store: Reader, process_id: str) -> dict[int, tuple[Mapping[str, Any], dict[str, Any]]]:
    rows = store.all(
        "SELECT p.key, p.receipt_number, p.title, p.received_at, p.state, p.identity_kept, v.name, v.value"
        " FROM (SELECT key, receipt_number, title,"
        " received_at, state, identity_kept FROM process_instance"
        " WHERE process_id = :process AND parent_key IS NULL AND merged_into IS NULL AND secret = 0 ORDER BY key DESC LIMIT :most) p"
        " JOIN variable v ON v.scope_key = p.key AND v.name IN ('contact', 'topic', 'content', 'place', 'unit') ORDER BY p.key DESC",
        process=process_id,
        most=LOOKED_AT,
    )
    cases: dict[int, tuple[Mapping[str, Any], dict[str, Any]]] = {}
    for row in rows:
        cases.setdefault(row["key"], (row, {}))[1][row["name"]] = json.loads(row["value"])
    return cases


def _contact(store: Reader, actor: Actor | None, key: int) -> dict[str, str]:
    """Return how the writer of a case that keeps it is reached, to whom it is not kept from."""
    case = case_by_key(store, key) if actor is not None else None
    if case is None or actor is None or not case.sight.identity_kept or not sees_person(actor, case.sight):
        return {}
    return {name: value for name, value in kept_identity(store, key).items() if name == "contact"}


def written_of(store: Reader, key: int) -> dict[str, Any]:
    """Return what was sent with a case, as far as cases are compared by it."""
    names = ", ".join(f"'{name}'" for name in ("contact", *WORDS))
    rows = store.all(f"SELECT name, value FROM variable WHERE scope_key = :key AND name IN ({names})", key=key)
    return {row["name"]: json.loads(row["value"]) for row in rows}


def _may_read(store: Reader, actor: Actor | None, key: int) -> bool:
    if actor is None:
        return True
    case = case_by_key(store, key)
    return case is not None and sees_case(actor, case.sight)


def _said(values: Mapping[str, Any]) -> _Said:
    told = {name: str(values.get(name) or "") for name in ("contact", *WORDS)}
    text = "".join(told[name] for name in WORDS)
    return _Said(reached_by(told["contact"]), bare_text(told["topic"]), bare_text(told["place"]), told["content"], text)


def _why(one: _Said, other: _Said) -> tuple[str, ...]:
    why = []
    if one.reached & other.reached:
        why.append(SAME_CONTACT)
    if len(one.topic) >= SHORTEST_TOPIC and one.topic == other.topic:
        why.append(SAME_WORDS)
    elif _alike(one.text, other.text) or _alike(one.content, other.content) or _is_same_matter(one, other):
        why.append(SIMILAR_WORDS)
    return tuple(why)


def _is_same_matter(one: _Said, other: _Said) -> bool:
    """Say whether two topics have most of their words in common, in whatever order, and do not name different places."""
    if min(len(one.topic), len(other.topic)) < SHORTEST_TOPIC:
        return False
    mine, theirs = _in_a_row(one.topic[:_COMPARED]), _in_a_row(other.topic[:_COMPARED])
    if 2 * len(mine & theirs) < SAME_MATTER * (len(mine) + len(theirs)):
        return False
    here, there = _in_a_row(one.place[:_COMPARED]), _in_a_row(other.place[:_COMPARED])
    found_here, found_there = len(there & (here | mine)), len(here & (there | theirs))
    return not here or not there or found_here >= OTHER_PLACE * len(there) or found_there >= OTHER_PLACE * len(here)


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORTEST_TEXT:
        return False
    one, other = one[:_COMPARED], other[:_COMPARED]
    # Comparing in earnest takes a millisecond; texts that hardly share two characters in a row are told apart in a hundredth of that.
    mine, theirs = _in_a_row(one), _in_a_row(other)
    if 2 * len(mine & theirs) < HARDLY_ALIKE * (len(mine) + len(theirs)):
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= LIKE_ENOUGH and matcher.ratio() >= LIKE_ENOUGH


def _in_a_row(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))
