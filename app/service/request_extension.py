"""Ask for an extension of a deadline: the extension procedure starts beside the case, and the deadline runs on until it is approved.

Source: opinions, articles 1, 5, 7 and 8; procedures, section 1, "notice in advance", and section 2, "extension-request".
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

from app.audit.asked_deadline import acting_on, case_seen
from app.audit.extension_about import extension_about
from app.audit.naming_the_writer import refuse_naming
from app.audit.surroundings import not_deployed
from app.domain.attached_file import Attachment, added_documents
from app.domain.deadline import Deadline
from app.domain.deadline_extension import asking_window, check_asking
from app.domain.deadline_row import from_row
from app.domain.extension_request import PROCESS, asked_date, days_until
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.rejection import Message, Rejection
from app.engine.case import Case
from app.form import check_answers
from app.service.work import Outcome, Work
from app.store import read_definitions
from app.store.read_case import CaseRecord
from app.store.read_staffing import stands_in


class RequestExtension(Struct, frozen=True):
    """answers: to the start form of the procedure: newDate or days, reason, measures. deadline_key: None: the only one
    that may be extended."""

    case_key: int
    deadline_key: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def handle(command: RequestExtension, work: Work) -> Outcome:
    own, work.actor = work.actor, stands_in(work.store, work.actor, work.now)
    found = case_seen(work.store, work.actor, command.case_key)
    if found.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    case = work.case()
    deadline = _deadline(command, work, case)
    if deadline.is_open:
        asking = acting_on(work.store, own, work.actor, found, case, deadline)
        if asking is None:
            raise Rejection(
                "forbidden",
                "Expected somebody who may complete the step, or the owner of the procedure, to ask for more time, but you are neither",
            )
        # In the place of somebody away the request is that one's too when two pairs of eyes are asked for.
        work.actor = asking
    _check_state(deadline, case, work)
    definition = read_definitions.bound(work.store, "process", PROCESS)
    if definition is None:
        raise not_deployed("process", PROCESS)
    documents, added = added_documents(command.attachments, work.new_number)
    answers = _answers({**command.answers, **documents}, definition, documents, deadline, work)
    refuse_naming(work.store, work.actor, found.key, found.sight, answers | {file.field: file.name for file in command.attachments})
    variables = {**answers, **_facts_for_the_approver(deadline, answers, found, work)}
    request = case.start_guest(definition["digest"], PROCESS, deadline.element_instance_key, variables)
    started = next(fact for fact in case.facts if fact.kind == "process_instance_started" and fact.key == request)
    started.public["startedBy"] = work.actor.account
    said = {
        "requestKey": request,
        "number": variables["number"],
        "deadlineAt": instant_text(deadline.deadline_at),
        "newDate": variables["askedDate"],
        "lastDay": variables["lastDay"],
        "article": deadline.article,
    }
    asked = Fact("extension_requested", deadline.element_id, deadline.element_instance_key, said)
    return Outcome(
        "extension_requested",
        [asked, *added, *case.facts],
        {"key": request},
        case,
        deadline.element_id,
        recorded={
            "definitionDigest": definition["digest"],
            "processId": PROCESS,
            "deadlineKey": str(deadline.element_instance_key),
            "variables": variables,
        },
        definition_digest=case.file_of(deadline.element_instance_key),
    )


def _deadline(command: RequestExtension, work: Work, case: Case) -> Deadline:
    if command.deadline_key is not None:
        detail = work.store.value(
            "SELECT detail FROM deadline WHERE key = :key AND case_key = :case_key", key=command.deadline_key, case_key=command.case_key
        )
        if detail is None:
            raise Rejection("not_found", "Expected a deadline %(key)s of this case, but there is none", key=command.deadline_key)
        return from_row(json.loads(detail))
    extendable = [deadline for deadline in case.deadlines() if deadline.extendable]
    if len(extendable) == 1:
        return extendable[0]
    if not extendable:
        raise Rejection("not_extendable", "Expected a deadline that may be extended, but this case has none")
    raise Rejection(
        "bad_request",
        "Expected deadlineKey, for several deadlines of this case may be extended: %(keys)s",
        keys=", ".join(str(deadline.element_instance_key) for deadline in extendable),
    )


def _check_state(deadline: Deadline, case: Case, work: Work) -> None:
    check_asking(deadline, work.now, work.surroundings.calendar(work.store))
    if case.guest_about(deadline.element_instance_key) is not None:
        raise Rejection("conflict", "Expected no request about this deadline, but one is waiting for its decision: withdraw it first")
    if not deadline.extension_approver:
        raise Rejection(
            "state_forbids",
            "Expected the diagram to name who decides on an extension, but it names nobody for: %(rule)s",
            rule=deadline.rule,
        )


def _answers(
    given: Mapping[str, Any], definition: Mapping[str, Any], documents: Mapping[str, list[str]], deadline: Deadline, work: Work
) -> dict[str, Any]:
    detail = work.surroundings.process_detail(work.store, definition["digest"], PROCESS)
    form_id = detail.start_form.form_id if detail.start_form is not None else PROCESS
    found = read_definitions.bound(work.store, "form", form_id)
    if found is None:
        raise not_deployed("form", form_id)
    known = [key for keys in documents.values() for key in keys]
    checked = check_answers(work.surroundings.form(work.store, found["digest"]), given, {}, work.world.feel, known)
    # What the form cannot know of the date is told together with what it does, so that nobody is refused twice.
    unread = {"newDate", "days"} & checked.errors.keys()
    errors = {**({} if unread else _wrong_date(deadline, checked.values, work)), **checked.errors}
    if errors:
        raise Rejection(
            "bad_answers",
            "Expected answers that fit the form, but %(count)s do not",
            field_errors=errors,
            count=len(errors),
        )
    return dict(checked.values)


def _wrong_date(deadline: Deadline, answers: Mapping[str, Any], work: Work) -> Mapping[str, Message]:
    try:
        _asked(deadline, answers, work)
    except Rejection as rejection:
        return rejection.field_errors
    return {}


def _asked(deadline: Deadline, answers: Mapping[str, Any], work: Work) -> date:
    """Return the date that was asked for, as said or so many days on. Raises Rejection("bad_answers")."""
    days, said = answers.get("days"), answers.get("newDate")
    calendar = work.surroundings.calendar(work.store)
    return asked_date(deadline, date.fromisoformat(said) if said else None, int(days) if days is not None else None, calendar)


def _facts_for_the_approver(deadline: Deadline, answers: Mapping[str, Any], found: CaseRecord, work: Work) -> dict[str, Any]:
    """Return what the approver decides by, beside the words of who asks. Dates are civil, as texts."""
    calendar = work.surroundings.calendar(work.store)
    days, on = answers.get("days"), _asked(deadline, answers, work)
    window = asking_window(deadline, calendar)
    diagram = work.surroundings.diagram(work.store, work.case().file_of(deadline.element_instance_key))
    element, process = diagram.element(deadline.element_id), diagram.process(deadline.element_id)
    case, title = work.case(), found.title or found.receipt_number
    inside = () if case.is_process(deadline.element_instance_key) else case.tasks_inside(deadline.element_instance_key)
    about = extension_about(work.store, title, [*inside])
    return {
        "deadlineKey": str(deadline.element_instance_key),
        "elementName": (element.name if element else process.name if process else None) or deadline.element_id,
        "caseTitle": title,
        "about": about.title,
        "unitName": about.unit or "-",
        "article": deadline.article or "-",
        "number": deadline.extensions + 1,
        "approver": deadline.extension_approver,
        "presentDate": calendar.local_date(deadline.deadline_at).isoformat(),
        "askedDate": on.isoformat(),
        "newDate": on.isoformat(),
        "askedDays": int(days) if days is not None else None,
        "days": days_until(deadline, on, calendar),
        "lastDay": window.last_day.isoformat(),
        "askedOn": calendar.local_date(work.now).isoformat(),
        "askedBy": work.actor.name or work.actor.account,
    } | _in_whose_place(work)


def _in_whose_place(work: Work) -> dict[str, Any]:
    """Return the name of who is away, where the request is made in that one's place."""
    absent = work.actor.acting_for
    if absent is None:
        return {}
    return {"askedInPlaceOf": work.store.value("SELECT display_name FROM account WHERE name = :name", name=absent) or absent}
