"""Start a process instance: a case with its receipt number."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from msgspec import Struct, field

from app.audit.case_title import case_title, is_secret
from app.audit.kept_identity import opening, withhold
from app.audit.one_bulletin import refuse_second_case
from app.audit.process_detail import ProcessDetail
from app.audit.take_message import take_message, take_signal
from app.audit.timer_starts import take_occurrence
from app.domain.actor import Actor
from app.domain.attached_file import Attachment, added_documents
from app.domain.backdating import check_receipt
from app.domain.extension_request import PROCESS as EXTENSION_REQUEST
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.marked import marked
from app.domain.permissions import may_start, starting_units
from app.domain.query_code import code_hash, query_code
from app.domain.receipt_number import DEFAULT_CODE, receipt_number
from app.domain.rejection import Message, Rejection
from app.domain.reserved_names import refuse_reserved
from app.engine.case import Case
from app.form import check_answers
from app.service.work import Outcome, Work
from app.store import read_definitions


class StartInstance(Struct, frozen=True):
    """Start a process by its id (newest version, or the one named) or by a definition's key.

    received_at: when the paper was received, where it lies before now; start_element: where a process has several start events.
    by_form: whether the variables are answers to the process's start form, to be checked by it.
    message_key, signal_key: of the message, or of the signal of another case, that starts it. due_at: of the occurrence of a timer that
    does, and the effective instant.
    """

    process_id: str | None = None
    definition_key: int | None = None
    version: int | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    received_at: datetime | None = None
    business_id: str | None = None
    start_element: str | None = None
    by_form: bool = False
    attachments: tuple[Attachment, ...] = ()
    message_key: int | None = None
    signal_key: int | None = None
    due_at: datetime | None = None
    case_key: ClassVar[None] = None


def handle(command: StartInstance, work: Work) -> Outcome:
    definition = _definition(command, work)
    if definition["id"] == EXTENSION_REQUEST:
        raise Rejection(
            "state_forbids", "Expected a process that is a case of its own: an extension is asked for at the deadline that it is about"
        )
    detail = work.surroundings.process_detail(work.store, definition["digest"], definition["id"])
    if not may_start(work.actor, detail.starters, public=detail.is_public):
        raise Rejection(
            "forbidden",
            "Expected one of the groups %(groups)s to start this process, but you are in none of them",
            groups=", ".join(detail.starters) or "-",
        )
    received = command.received_at or work.now
    if received != work.now:
        check_receipt(work.actor, detail.backdating_role, received, work.now, work.surroundings.calendar(work.store))
    if command.due_at is None:
        refuse_second_case(work.store, detail, received, work.surroundings.zone)
    documents, added = added_documents(command.attachments, work.new_number)
    given = _variables(command, detail, documents, work)
    _check_unit(work.actor, detail, given)
    year = work.now.astimezone(work.surroundings.zone).year
    code = detail.receipt_code or DEFAULT_CODE
    number = receipt_number(code, year, work.new_number(f"receipt {code} {year}"))
    zone = work.surroundings.zone
    work.world.case_facts = {
        "receiptNumber": number,
        "receivedAt": received.astimezone(zone),
        "startedBy": work.actor.account,
        "owner": detail.owner,
    }
    opened = opening(detail, given, work.world.case_facts, work.world.feel)
    variables = opened.variables
    case = Case.start(
        work.world,
        definition["digest"],
        definition["id"],
        work.head.case_key,
        variables,
        received_at=received,
        start_element=command.start_element,
    )
    first = next(fact for fact in case.facts if fact.kind == "process_instance_started")
    first.public.update(
        {
            "definitionKey": definition["key"],
            "receiptNumber": number,
            "receivedAt": instant_text(received),
            "startedBy": work.actor.account,
            "owner": detail.owner,
            "secret": is_secret(detail, variables, work.world.case_facts, work.world.feel) or None,
            "identityKept": opened.why or None,
        }
    )
    # What a caller chose as its own number may name a person: it can be erased.
    first.private.update(
        {"title": case_title(detail, variables, work.world.case_facts, work.world.feel), "businessId": command.business_id}
    )
    answer: dict[str, Any] = {
        "key": work.head.case_key,
        "receipt_number": number,
        "business_id": command.business_id,
        "definition": definition,
    }
    added.extend(opened.facts)
    if opened.why:
        withhold(added)
    if detail.is_public:
        secret = work.surroundings.secret
        answer["query_code"] = query_code(secret, work.head.case_key)
        added.append(Fact("query_code_given", None, None, {}, {"_codeHash": code_hash(secret, work.head.case_key, answer["query_code"])}))
    if command.message_key is not None:
        added.append(take_message(work.store, command.message_key))
    if command.signal_key is not None:
        added.append(take_signal(work.store, command.signal_key))
    if command.due_at is not None:
        start = definition["key"], command.start_element or ""
        added.append(take_occurrence(work.store, start, command.due_at, work.recorded_at, work.surroundings.zone))
    return Outcome(
        "process_instance_started",
        [*case.facts, *added],
        answer,
        case,
        recorded={"variables": variables, "processId": definition["id"], "startElement": command.start_element},
    )


def _definition(command: StartInstance, work: Work) -> Mapping[str, Any]:
    if command.definition_key is not None:
        found = read_definitions.by_key(work.store, command.definition_key)
        if found is None or found["kind"] != "process" or found["state"] != "active":
            raise Rejection(
                "not_found", "Expected a process definition with the key %(key)s, but there is none", key=command.definition_key
            )
        return found
    name = command.process_id or ""
    if command.version is not None and command.version != -1:
        found = read_definitions.of_version(work.store, "process", name, command.version)
    else:
        found = read_definitions.bound(work.store, "process", name)
    if found is None:
        raise Rejection("not_found", "Expected a deployed process %(id)s, but there is none", id=name)
    return found


def _variables(command: StartInstance, detail: ProcessDetail, documents: Mapping[str, list[str]], work: Work) -> dict[str, Any]:
    given = {**command.variables, **documents}
    refuse_reserved(given)
    if not command.by_form or detail.start_form is None:
        return given
    found = read_definitions.bound(work.store, "form", detail.start_form.form_id)
    if found is None:
        raise Rejection("not_found", "Expected a deployed %(kind)s %(id)s, but there is none", kind="form", id=detail.start_form.form_id)
    known = [key for keys in documents.values() for key in keys]
    checked = check_answers(work.surroundings.form(work.store, found["digest"]), given, {}, work.world.feel, known)
    if checked.errors:
        raise Rejection(
            "bad_answers",
            "Expected answers that fit the form, but %(count)s do not",
            field_errors=checked.errors,
            count=len(checked.errors),
        )
    return dict(checked.values)


def _check_unit(actor: Actor, detail: ProcessDetail, given: Mapping[str, Any]) -> None:
    """Refuse a case that somebody starts for a unit of others: it would be theirs to work on, and lost to who entered it."""
    units = starting_units(actor, detail.starters)
    if detail.start_unit is None or units is None or given.get(detail.start_unit) in units:
        return
    errors = {detail.start_unit: Message(marked("Choose a unit of yours: the case is its to work on"), {})}
    raise Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors=errors, count=1)
