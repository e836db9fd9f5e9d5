"""Modifying a process instance: as published, with a property of ours, `reason`."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.keys import read_key
from app.domain.modification import Begin, End, Given, Modification, Move
from app.domain.rejection import Rejection
from app.queries.allowed import may_operate
from app.service.modify_instance import ModifyInstance
from app.web.api.exchange import asker, body, carry_out, change, field, nothing, number, permitted
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

MOST: Final = 1_000
"""Instructions of one kind."""

_BODY: Final = {"operationReference", "activateInstructions", "moveInstructions", "terminateInstructions", "reason"}
_WITHIN: Final = {"direct": "direct", "inferred": "inferred", "sourceParent": "parent"}


@blueprint.post("/process-instances/<key>/modification")
@change
def modify_instance(key: str) -> Response:
    instance = read_key(key, "processInstanceKey")

    def command() -> ModifyInstance:
        given = body(_BODY)
        number(given, "operationReference", 1, 2**63 - 1)
        said = Modification(
            begin=tuple(map(_begin, _listed(given, "activateInstructions"))),
            move=tuple(map(_move, _listed(given, "moveInstructions"))),
            end=tuple(map(_end, _listed(given, "terminateInstructions"))),
        )
        if said == Modification():
            raise Rejection("bad_request", "Expected something to end, begin or move, but found nothing")
        return ModifyInstance(instance, said, field(given, "reason", str) or "")

    return carry_out(permitted(command, lambda: surface().door.ask(may_operate, asker(), instance)), nothing)


def _listed(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = field(given, name, list) or []
    if len(found) > MOST:
        raise Rejection("bad_request", "Expected at most %(limit)s %(name)s, but found %(found)s", limit=MOST, name=name, found=len(found))
    if not all(isinstance(one, dict) for one in found):
        raise Rejection("bad_request", "Expected objects in %(name)s", name=name)
    return found


def _only(given: Mapping[str, Any], allowed: set[str]) -> None:
    for name in given:
        if name not in allowed:
            raise Rejection(
                "bad_request", "Expected only %(allowed)s, but found %(found)s", allowed=", ".join(sorted(allowed)), found=name[:60]
            )


def _begin(given: Mapping[str, Any]) -> Begin:
    _only(given, {"elementId", "variableInstructions", "ancestorElementInstanceKey"})
    return Begin(element=field(given, "elementId", str, needed=True), ancestor=_ancestor(given), given=_variables(given))


def _end(given: Mapping[str, Any]) -> End:
    _only(given, {"elementInstanceKey", "elementId"})
    return _source(given, "elementInstanceKey", "elementId")


def _move(given: Mapping[str, Any]) -> Move:
    _only(given, {"sourceElementInstruction", "targetElementId", "ancestorScopeInstruction", "variableInstructions"})
    source = field(given, "sourceElementInstruction", dict, needed=True)
    _only(source, {"sourceType", "sourceElementId", "sourceElementInstanceKey"})
    _chosen(source, "sourceType", {"byId": "sourceElementId", "byKey": "sourceElementInstanceKey"})
    scope = field(given, "ancestorScopeInstruction", dict) or {"ancestorScopeType": "direct"}
    _only(scope, {"ancestorScopeType", "ancestorElementInstanceKey"})
    kind = field(scope, "ancestorScopeType", str, needed=True)
    if kind not in _WITHIN or (kind != "direct" and "ancestorElementInstanceKey" in scope):
        raise Rejection(
            "bad_request",
            "Expected ancestorScopeType to be direct (alone with a key), inferred or sourceParent, but found %(found)s",
            found=kind[:40],
        )
    return Move(
        source=_source(source, "sourceElementInstanceKey", "sourceElementId"),
        target=field(given, "targetElementId", str, needed=True),
        within=_WITHIN[kind],
        ancestor=_ancestor(scope),
        given=_variables(given),
    )


def _chosen(given: Mapping[str, Any], name: str, members: Mapping[str, str]) -> None:
    """Raises Rejection("bad_request") unless a member that says of which type an object is goes with the one that it has."""
    kind = field(given, name, str, needed=True)
    if members.get(kind) not in given:
        listed = ", ".join(f"{one} with {member}" for one, member in members.items())
        raise Rejection(
            "bad_request", "Expected %(name)s to be one of %(listed)s, but found %(found)s", name=name, listed=listed, found=kind[:40]
        )


def _source(given: Mapping[str, Any], key: str, element: str) -> End:
    if (given.get(key) is None) == (given.get(element) is None):
        raise Rejection("bad_request", "Expected either %(key)s or %(element)s", key=key, element=element)
    if given.get(key) is not None:
        return End(key=read_key(given[key], key))
    return End(element=field(given, element, str, needed=True))


def _ancestor(given: Mapping[str, Any]) -> int | None:
    """Return the key of a scope, None where it is to be found: as published, -1 says so too."""
    key = given.get("ancestorElementInstanceKey")
    return None if key is None or key == "-1" else read_key(key, "ancestorElementInstanceKey")


def _variables(given: Mapping[str, Any]) -> tuple[Given, ...]:
    found = _listed(given, "variableInstructions")
    for one in found:
        _only(one, {"variables", "scopeId"})
    return tuple(Given(variables=field(one, "variables", dict, needed=True), scope=field(one, "scopeId", str) or "") for one in found)
