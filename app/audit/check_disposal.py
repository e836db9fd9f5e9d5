"""Whether a record was erased, held or released by people of the city who might do so then, and after the time that its procedure said.

Whoever has the database can write events that say so, and nothing else is left of an erased case; so they are held against the chain of
the city: accounts, roles, and the files that were in force. Source: docs/permissions, "Erasing and legal hold: proposed by the owner,
confirmed by security-admin."
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from app.audit.chain_break import Break
from app.audit.disposal_rights import CONFIRMING
from app.audit.erased import DISPOSING, WANTED, Event, first_undue, said_of, says_erased
from app.audit.process_detail import process_detail
from app.diagram.read_diagram import read_diagram
from app.domain.actor import Actor, Holding
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import CaseSight, may_correct
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_definitions import stored

UNDUE: Final = "disposal"
BY_OTHERS: Final = "disposal_people"
_CHAIN: Final = (
    "SELECT case_key, seq, kind, actor, acting_for, effective_at, recorded_at, CASE WHEN seq = 1 OR kind IN ('case_erased',"
    " 'disposal_proposed', 'disposal_refused', 'hold_set', 'hold_released') OR body LIKE '%\"fact\":\"process_instance_%' THEN body END AS"
    " body FROM audit_event WHERE case_key = :key AND seq <= :last ORDER BY seq"
)
_ERASURES: Final = "SELECT case_key, body FROM audit_event WHERE kind = 'case_erased' AND body LIKE '%\"elsewhere\":%'"
_CITY: Final = (
    "SELECT recorded_at, body FROM audit_event WHERE case_key = :city AND (body LIKE '%\"account_%' OR body LIKE '%\"roles_changed\"%' OR"
    " body LIKE '%\"deployment_made\"%' OR body LIKE '%\"definition_retired\"%') ORDER BY seq"
)
_MAY_GO: Final = frozenset({"message_published", "paper_sheet_added"})
"""What of a case lies in the chain of the city."""

_ODD: Final = (ValueError, KeyError, TypeError, AttributeError, LookupError, Rejection)
_LAST: Final = 2**62


class _Person(Struct, frozen=True):
    active: bool
    everything: bool
    holdings: frozenset[Holding]


def was_erased_rightly(store: Reader, key: str, last: int = _LAST) -> bool:
    """Say whether a case was erased up to an event, as it may be."""
    chain = store.all(_CHAIN, key=key, last=last)
    return says_erased(chain) and bad_disposal(store, key, chain) is None


def first_undue_disposal(store: Reader, key: str) -> Break | None:
    """Return the event by which the record of a case was erased, held or released as it may not be."""
    return bad_disposal(store, key, store.all(_CHAIN, key=key, last=_LAST))


def bad_disposal(store: Reader, key: str, chain: Sequence[Event]) -> Break | None:
    """Return the first event of a chain by which its record was erased, held or released as it may not be: by its own events (`disposal`),
    or by nobody of the city who might do so then (`disposal_people`). chain: events that can be read."""
    asked = [event for event in chain if event["kind"] in DISPOSING]
    if not asked or key == str(CITY_CHAIN):
        return None
    undue = first_undue(chain)
    found = [Break(key, undue, UNDUE)] if undue is not None else []
    record = _CityRecord(store)
    for event in asked:
        if undue is not None and event["seq"] >= undue:
            break
        reason = _reason(store, record, event, chain[0])
        if reason:
            return Break(key, int(event["seq"]), reason)
    return found[0] if found else None


def _reason(store: Reader, record: "_CityRecord", event: Event, first: Event) -> str:
    try:
        if not record.has_right(event, first):
            return BY_OTHERS
        return UNDUE if event["kind"] == "case_erased" and not record.is_said(store, event) else ""
    except _ODD:
        return UNDUE


class _CityRecord:
    """What the city's chain says of accounts and of processes, as of any instant."""

    def __init__(self, store: Reader) -> None:
        self._people = dict[str, list[tuple[str, _Person]]]()
        self._files = dict[str, list[tuple[str, str]]]()
        in_force = dict[str, dict[int, tuple[str, str]]]()
        for event in store.all(_CITY, city=str(CITY_CHAIN)):
            for fact in _facts(event):
                self._take_person(event["recorded_at"], fact)
                self._take_file(event["recorded_at"], fact, in_force)

    def _take_person(self, at: str, fact: Mapping[str, Any]) -> None:
        kind = fact["fact"]
        if kind not in ("account_registered", "account_disabled", "account_enabled", "roles_changed"):
            return
        known = self._people.setdefault(fact["account"], [])
        if kind == "account_registered":
            known.append((at, _Person(active=True, everything=bool(fact["everything"]), holdings=_held(fact["holdings"]))))
        elif known and kind == "roles_changed":
            now = known[-1][1]
            known.append((at, replace(now, holdings=(now.holdings - _held(fact["removed"])) | _held(fact["added"]))))
        elif known:
            known.append((at, replace(known[-1][1], active=kind == "account_enabled")))

    def _take_file(self, at: str, fact: Mapping[str, Any], in_force: dict[str, dict[int, tuple[str, str]]]) -> None:
        touched = set[str]()
        for one in fact["resources"] if fact["fact"] == "deployment_made" else ():
            if one["kind"] == "process" and (one["isNew"] or one.get("confirmed")):
                state = "active" if one.get("confirmed") else one["state"]
                in_force.setdefault(one["id"], {})[int(one["key"])] = (state, one["digest"])
                touched.add(one["id"])
        if fact["fact"] == "definition_retired":
            for id, versions in in_force.items():
                if (key := int(fact["definitionKey"])) in versions:
                    versions[key] = ("retired", versions[key][1])
                    touched.add(id)
        for id in touched:
            active = [digest for _, (state, digest) in sorted(in_force[id].items()) if state == "active"]
            self._files.setdefault(id, []).append((at, active[-1] if active else ""))

    def has_right(self, event: Event, first: Event) -> bool:
        """Say whether an event is by somebody who might propose, or decide, what becomes of a record when it was recorded."""
        at, acting_for = event["recorded_at"], event["acting_for"]
        if acting_for and not any(one.active for one in _as_of(self._people.get(acting_for, []), at)):
            return False
        account = str(event["actor"]).removeprefix("cli:")
        there = [one for one in _as_of(self._people.get(account, []), at) if one.active]
        actors = [Actor(account, "", one.holdings, one.everything) for one in there]
        if event["kind"] in WANTED or event["kind"] == "disposal_refused":
            return any(actor.holds(*CONFIRMING) for actor in actors)
        begun = next(fact for fact in _facts(first) if fact["fact"] == "process_instance_started" and fact.get("receiptNumber"))
        sight = CaseSight(owner=begun.get("owner"), started_by=begun.get("startedBy", ""))
        return any(may_correct(actor, sight) for actor in actors)

    def is_said(self, store: Reader, event: Event) -> bool:
        """Say whether the file in force said the retention by which a case was erased. One that is gone or changed is told elsewhere."""
        said = said_of(event)
        digest, process = said["definitionDigest"], said["process"]
        if digest not in _as_of(self._files.get(process, []), event["recorded_at"]):
            return False
        found = stored(store, digest)
        if found is None or hashlib.sha256(found[0]).hexdigest() != digest:
            return True
        return _retention(found[0], process) == str(said["retention"])


@lru_cache(16)
def _retention(raw: bytes, process: str) -> str | None:
    return process_detail(read_diagram(raw, ""), process).retention


def _as_of(known: Sequence[tuple[str, Any]], at: str) -> list[Any]:
    """Return what was so at an instant: what began before it, and what began in the same instant, in whichever order.

    Of what is known only from later on, its beginning: a trial's clock may stand before the city's own first events.
    """
    before = [said for since, said in known if since < at][-1:]
    found = before + [said for since, said in known if since == at]
    return found or [said for _, said in known[:1]]


def _held(said: Sequence[Mapping[str, Any]]) -> frozenset[Holding]:
    return frozenset(Holding(one["role"], one["unit"]) for one in said)


def _facts(event: Event) -> Iterator[Mapping[str, Any]]:
    try:
        yield from (fact for fact in json.loads(event["body"])["facts"] if "fact" in fact)
    except (ValueError, KeyError, TypeError):
        return  # a break of its chain already


def erased_elsewhere(store: Reader, chain: Sequence[Event], key: str) -> frozenset[int]:
    """Return which events of a chain lost what lay beside them because a case that it belonged to was erased, as it may be."""
    found = set[int]()
    for row in store.all(_ERASURES):
        if was_erased_rightly(store, row["case_key"]):
            found |= _places(row["body"], key)
    return frozenset(event["seq"] for event in chain if event["seq"] in found and event["kind"] in _MAY_GO)


def _places(body: str, key: str) -> set[int]:
    """Return the events of a chain that an erasing names; none where it cannot be read, which is a break of its own chain."""
    try:
        places = [place.partition("/") for fact in json.loads(body)["facts"] for place in fact.get("elsewhere", ())]
        return {int(seq) for chain, _, seq in places if chain == key}
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()
