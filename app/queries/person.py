"""Keeping from supervisors who wrote in, wherever variables are read. Source: docs/permissions, "never the identity behind a complaint"."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.keys import case_key_of
from app.domain.permissions import PERSONAL_NAMES, is_only_supervisor, sees_person
from app.queries.history import HistoryEvent
from app.store.database import Reader
from app.store.read_case import case_by_key

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
    if not is_only_supervisor(actor):
        return False
    found = case_by_key(store, case_key_of(key))
    return found is None or not sees_person(actor, found.sight)


def without_person(event: HistoryEvent) -> HistoryEvent:
    """Return an event of a history without who wrote in."""
    private = {place: {} if _writes_person(event, place) else _without(said) for place, said in event.private.items()}
    return replace(event, private=private, recorded=_without(event.recorded))


def _writes_person(event: HistoryEvent, place: str) -> bool:
    fact = event.facts[int(place)] if int(place) < len(event.facts) else {}
    return fact.get("fact") == "variable_written" and fact.get("name") in PERSONAL_NAMES


def _without(said: Any) -> Any:
    if isinstance(said, Mapping):
        return {name: _without(value) for name, value in said.items() if name not in PERSONAL_NAMES}
    return [_without(one) for one in said] if isinstance(said, list) else said
