"""Keeping who wrote in from supervisors, and from everybody but the owner where the case keeps it, wherever a case is read.

Source: docs/permissions, "never the identity behind a complaint".
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.identity import PERSONAL_NAMES
from app.domain.keys import case_key_of
from app.domain.permissions import is_only_supervisor, sees_person
from app.queries.history import HistoryEvent, history
from app.store.database import Reader
from app.store.read_case import CaseRecord, case_by_key
from app.store.read_retention import was_erased_whole

_NAMES = ", ".join(f"'{name}'" for name in PERSONAL_NAMES)


def person_sight(actor: Actor, alias: str) -> tuple[str, dict[str, Any]]:
    """Return SQL that lets through the variables which the actor may see, as app.domain.permissions.sees_person says; "" for all.

    alias: of the table of variables.
    """
    if not is_only_supervisor(actor):
        return "", {}
    values: dict[str, Any] = {"person_me": actor.account}
    values.update({f"person_g{place}": group for place, group in enumerate(sorted(actor.groups))})
    groups = ", ".join(f":{name}" for name in values if name != "person_me")
    works = (
        f"EXISTS (SELECT 1 FROM case_party pp WHERE pp.case_key = {alias}.case_key AND"
        f" ((pp.kind = 'account' AND pp.name = :person_me) OR (pp.kind = 'group' AND pp.name IN ({groups}))))"
    )
    return f"({alias}.name NOT IN ({_NAMES}) OR {works})", values


def hides_person(store: Reader, actor: Actor, key: int) -> bool:
    """Say whether the actor may see a case and not who wrote in. key: of the case or of anything in it."""
    case_key = case_key_of(key)
    found = case_by_key(store, case_key)
    if found is None:
        # Nothing is left of an erased case that would say it.
        return not was_erased_whole(store, case_key)
    return not sees_person(actor, found.sight)


def has_writer(store: Reader, case: CaseRecord) -> bool:
    """Say whether a case says who wrote in, or keeps it apart; of an erased one nothing says it any more."""
    if case.sight.identity_kept:
        return True
    return store.value(f"SELECT 1 FROM variable WHERE case_key = :key AND name IN ({_NAMES}) LIMIT 1", key=case.key) is not None


def seen_history(store: Reader, actor: Actor, case_key: int) -> list[HistoryEvent]:
    """Return the events of one case in order, without who wrote in where that is kept from the actor. The caller has checked that the
    actor may see the case."""
    return as_seen(store, actor, case_key, history(store, case_key))


def as_seen(store: Reader, actor: Actor, case_key: int, events: list[HistoryEvent]) -> list[HistoryEvent]:
    """Return events of one case without who wrote in where that is kept from the actor."""
    return without_person(store, case_key, events) if hides_person(store, actor, case_key) else events


def without_person(store: Reader, case_key: int, events: list[HistoryEvent]) -> list[HistoryEvent]:
    """Return events of one case without who wrote in, for what goes out of the house."""
    withheld = withheld_documents(store, case_key)
    return [_without_person(event, withheld) for event in events]


def withheld_documents(store: Reader, case_key: int) -> frozenset[str]:
    """Return the keys of the documents that would say who wrote in, to those from whom that is kept."""
    rows = store.all("SELECT key FROM document WHERE case_key = :key AND withheld = 1", key=case_key)
    return frozenset(str(row["key"]) for row in rows)


def _without_person(event: HistoryEvent, withheld: frozenset[str]) -> HistoryEvent:
    private = {place: _shown(event.facts[int(place)], said, withheld) for place, said in event.private.items()}
    return replace(event, private=private, recorded=_without(event.recorded))


def _shown(fact: Mapping[str, Any], said: Mapping[str, Any], withheld: frozenset[str]) -> Mapping[str, Any]:
    """Return what people wrote that belongs to a fact, as far as it may be shown."""
    if fact["fact"] == "variable_written" and fact.get("name") in PERSONAL_NAMES:
        return {}
    if fact["fact"] == "document_added" and fact["documentKey"] not in withheld:
        return said
    shown: Mapping[str, Any] = _without(said)
    return shown


def _without(said: Any) -> Any:
    if isinstance(said, Mapping):
        return {name: _without(value) for name, value in said.items() if name not in PERSONAL_NAMES}
    return [_without(one) for one in said] if isinstance(said, list) else said
