"""Let a running case go on by another version of its process; what is open in it stays as it is.

For operators. Nothing that is fixed moves: deadlines and timers that run, who has a task, its draft and form, items of loops.
Source: docs/decisions, "Cases are taken to another version where they stand".
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from app.audit.naming_the_writer import refuse_naming_text
from app.domain.command_rights import PLAYED
from app.domain.keys import case_key_of
from app.domain.marked import marked
from app.domain.permissions import require, sees_case
from app.domain.rejection import Rejection
from app.domain.unknown_target import instance_unknown
from app.service.work import Outcome, Work
from app.store import read_definitions
from app.store.read_case import CaseRecord, case_by_key


class MigrateInstance(Struct, frozen=True):
    """instance_key: of the root. definition_key: of the version that it is to run by. mapping: ids of elements of that version by those
    of the one that it runs by; each element at which the case stands has to be in it. reason: why, for the history."""

    instance_key: int
    definition_key: int
    mapping: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def case_key(self) -> int:
        return case_key_of(self.instance_key)


def handle(command: MigrateInstance, work: Work) -> Outcome:
    found = _case(command, work)
    target = _target(command, work, found)
    _refuse_unknown(command, work, found, target)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": command.reason})
    former = read_definitions.by_key(work.store, found.definition_key)
    case = work.case()
    case.migrate(target["digest"], command.mapping)
    said = next(fact for fact in case.facts if fact.kind == "instance_migrated")
    said.public.update(
        definitionKey=str(target["key"]),
        version=target["version"],
        formerDefinitionKey=str(found.definition_key),
        formerVersion=former["version"] if former is not None else None,
        mapping=[list(pair) for pair in sorted(command.mapping.items())],
    )
    said.private.update(reason=command.reason)
    recorded = {"definitionDigest": target["digest"], "mapping": dict(command.mapping), "reason": command.reason}
    return Outcome("instance_migrated", case.facts, {"version": target["version"]}, case, recorded=recorded)


def _case(command: MigrateInstance, work: Work) -> CaseRecord:
    found = case_by_key(work.store, command.case_key)
    if found is None or not sees_case(work.actor, found.sight):
        raise instance_unknown(command.instance_key)
    require(work.actor, PLAYED["migrate_instance"], marked("take a case to another version"))
    if command.instance_key != command.case_key:
        raise Rejection(
            "state_forbids",
            "Expected the key of a case, but %(key)s was called by another process: a called process stays on its version until it ends",
            key=command.instance_key,
        )
    if found.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    return found


def _target(command: MigrateInstance, work: Work, found: CaseRecord) -> Mapping[str, Any]:
    target = read_definitions.by_key(work.store, command.definition_key)
    if target is None or target["kind"] != "process" or target["state"] not in ("active", "pending"):
        raise Rejection("not_found", "Expected a process definition with the key %(key)s, but there is none", key=command.definition_key)
    if target["state"] == "pending":
        raise Rejection(
            "state_forbids", "Expected a version in force, but version %(version)s waits for a second designer", version=target["version"]
        )
    if target["id"] != found.process_id:
        raise Rejection(
            "state_forbids",
            "Expected a version of the process %(expected)s, by which the case runs, but found one of %(found)s: a case stays in its"
            " procedure",
            expected=found.process_id,
            found=target["id"],
        )
    if target["key"] == found.definition_key:
        raise Rejection(
            "state_forbids", "Expected another version than %(version)s, by which the case runs already", version=target["version"]
        )
    return target


def _refuse_unknown(command: MigrateInstance, work: Work, found: CaseRecord, target: Mapping[str, Any]) -> None:
    """Refuse a mapping that names elements which the versions do not have."""
    for digest, names, version in (
        (found.digest, command.mapping.keys(), marked("the version by which the case runs")),
        (target["digest"], command.mapping.values(), marked("the other version")),
    ):
        process = work.surroundings.diagram(work.store, digest).process(found.process_id)
        unknown = sorted(set(names) - set(process.elements if process is not None else ()))
        if unknown:
            raise Rejection(
                "bad_request",
                "Expected elements of %(version)s in the mapping, but it has no %(elements)s",
                version=version,
                elements=", ".join(unknown)[:300],
            )
