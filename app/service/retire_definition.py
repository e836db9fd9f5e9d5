"""Retire a definition: nothing begins by it any more; what runs goes on, and the history keeps it."""

from typing import Any, ClassVar

from msgspec import Struct

from app.audit.timer_starts import armed_starts, event_starts
from app.domain.command_rights import PLAYED
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store import read_definitions
from app.store.database import Row
from app.store.read_definitions import resource


class RetireDefinition(Struct, frozen=True):
    """key: of a process, form or decision. Of a process the version before it comes into force again, with its start events."""

    key: int
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: RetireDefinition, work: Work) -> Outcome:
    require(work.actor, PLAYED["retire_definition"], "retire a process")
    found = read_definitions.by_key(work.store, command.key)
    if found is None or found["state"] != "active":
        raise Rejection(
            "not_found", "Expected a deployed %(kind)s with the key %(key)s, but there is none", kind="resource", key=command.key
        )
    said: dict[str, Any] = {"definitionKey": str(found["key"]), "kind": found["kind"], "id": found["id"], "version": found["version"]}
    newest = read_definitions.bound(work.store, found["kind"], found["id"])
    if found["kind"] == "process" and newest is not None and newest["key"] == found["key"]:
        before = read_definitions.before(work.store, found)
        said["inForce"] = _in_force(before, work) if before is not None else None
    return Outcome("definition_retired", [Fact("definition_retired", None, None, said)], {"key": found["key"]})


def _in_force(found: Row, work: Work) -> dict[str, Any]:
    process = work.surroundings.diagram(work.store, found["digest"]).process(found["id"])
    program = work.surroundings.programs.get(found["digest"], lambda digest: resource(work.store, digest))
    waits = event_starts(process) if process is not None else {}
    return {"key": str(found["key"]), "version": found["version"], **waits, "timerStarts": armed_starts(program, found["id"], work.world)}
