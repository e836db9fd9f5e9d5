"""Start a process instance: a case with its receipt number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.domain.instant import instant_text
from app.domain.backdating import check_receipt
from app.domain.permissions import may_start
from app.domain.receipt_number import receipt_number
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.service.work import Outcome, Work
from app.store import read_definitions

DEFAULT_CODE = "AJ"


@dataclass(frozen=True)
class StartInstance:
    """Start a process by its id (newest version, or the one named) or by a definition's key.

    received_at: when the paper was received, where it lies before now; start_element: where a process has several start events.
    """

    process_id: str | None = None
    definition_key: int | None = None
    version: int | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    received_at: datetime | None = None
    business_id: str | None = None
    start_element: str | None = None
    tags: tuple[str, ...] = ()
    case_key: ClassVar[None] = None


def _definition(command: StartInstance, work: Work) -> Mapping[str, Any]:
    if command.definition_key is not None:
        found = read_definitions.by_key(work.store, command.definition_key)
        if found is None or found["kind"] != "process" or found["state"] != "active":
            raise Rejection("not_found", "Expected a process definition with the key %(key)s, but there is none", key=command.definition_key)
        return found
    name = command.process_id or ""
    if command.version is not None and command.version != -1:
        found = read_definitions.of_version(work.store, "process", name, command.version)
    else:
        found = read_definitions.bound(work.store, "process", name)
    if found is None:
        raise Rejection("not_found", "Expected a deployed process %(id)s, but there is none", id=name)
    return found


def handle(command: StartInstance, work: Work) -> Outcome:
    definition = _definition(command, work)
    detail = work.surroundings.process_detail(work.store, definition["digest"], definition["id"])
    if not may_start(work.actor, detail.starters):
        raise Rejection("forbidden", "Expected one of the groups %(groups)s to start this process, but you are in none of them", groups=", ".join(detail.starters))
    _check_receipt(command, work, detail.backdating_role)
    code = detail.receipt_code or DEFAULT_CODE
    year = work.now.astimezone(work.surroundings.zone).year
    number = receipt_number(code, year, work.new_number(f"receipt {code} {year}"))
    received = command.received_at or work.now
    facts = {"receiptNumber": number, "receivedAt": received, "startedBy": work.actor.account, "owner": detail.owner}
    work.world.case_facts = facts
    case = Case.start(work.world, definition["digest"], definition["id"], work.head.case_key, command.variables, received_at=received, start_element=command.start_element)
    first = next(fact for fact in case.facts if fact.kind == "process_instance_started")
    first.public.update({
        "definitionKey": str(definition["key"]), "receiptNumber": number, "receivedAt": instant_text(received), "startedBy": work.actor.account,
        "businessId": command.business_id, "owner": detail.owner,
    })  # fmt: skip
    return Outcome("process_instance_started", case.facts, {"key": work.head.case_key, "receipt_number": number, "definition": definition}, case,
                   recorded={"variables": dict(command.variables), "processId": definition["id"], "definitionKey": str(definition["key"])})  # fmt: skip


def _check_receipt(command: StartInstance, work: Work, role: str | None) -> None:
    """Source: procedures, "received is not entered": a role named in the diagram, from the 5th working day before the day of entry on."""
    if command.received_at is None or command.received_at == work.now:
        return
    check_receipt(work.actor, role, command.received_at, work.now, work.surroundings.calendar(work.store))
