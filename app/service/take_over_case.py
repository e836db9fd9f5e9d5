"""Take over a case that runs on paper: it begins here at the step at which it stands, as of the past, with deadlines that count from it.

Source: docs/decisions, "Paper cases are taken over where they stand".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from msgspec import Struct

from app.audit.case_title import case_title, is_secret
from app.audit.kept_identity import withhold
from app.audit.paper_landing import Landing, land
from app.audit.paper_outlook import outlook
from app.audit.paper_procedure import PaperProcedure, paper_procedure
from app.audit.taking_over_rights import require_taking_over
from app.domain.attached_file import Attachment, added_documents
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import CITY_CHAIN
from app.domain.paper_sheet import NUMBER, TITLE, PaperCase
from app.domain.query_code import code_hash, query_code
from app.domain.receipt_number import DEFAULT_CODE, receipt_number
from app.domain.rejection import Rejection
from app.engine.course import Course
from app.service.work import Outcome, Work


class TakeOverCase(Struct, frozen=True):
    """paper: the row. sheet_key: of the document that the row stands in. entered_at: when the case came to its step, as of which all of
    this holds. silence_seen: whoever asks was told that silence took effect meanwhile, and wants the case taken over nevertheless.
    attachments: the files that the row names."""

    process_id: str
    paper: PaperCase
    sheet_key: int
    entered_at: datetime
    reason: str
    silence_seen: bool = False
    attachments: tuple[Attachment, ...] = ()
    case_key: ClassVar[None] = None


def handle(command: TakeOverCase, work: Work) -> Outcome:
    require_taking_over(work.store, work.surroundings, work.actor, command.process_id)
    if not command.reason.strip():
        raise Rejection("bad_request", "Expected a reason, but found none")
    # Two people who confirm one sheet in the same second queue here, or a case would be there twice.
    work.new_number("paper case")
    _check_new(command, work)
    sheet = work.store.one(
        "SELECT name, digest FROM document WHERE key = :key AND case_key = :city", key=command.sheet_key, city=CITY_CHAIN
    )
    if sheet is None:
        raise Rejection("not_found", "Expected a sheet that is kept, but there is none with the key %(key)s", key=command.sheet_key)
    procedure = paper_procedure(work.store, work.surroundings, command.process_id)
    case_facts = _case_facts(procedure, work)
    landing = _landed(command, work, procedure, case_facts)
    _check(landing, command, work, case_facts)
    step = landing.way.step.id if landing.way is not None else None
    said = {"documentKey": command.sheet_key, "line": command.paper.line, "process": command.process_id}
    said["lateFrom"] = instant_text(work.recorded_at)
    beside = {"paperNumber": command.paper.cells[NUMBER], "file": sheet["name"], "digest": sheet["digest"], "reason": command.reason}
    if landing.clocks:
        said["deadlineKeys"] = [str(clock.key) for clock in landing.clocks]
        beside["onPaper"] = [dict(clock.said) for clock in landing.clocks]
    facts = [
        *_begun(landing, work, case_facts),
        Fact("paper_case_taken", step, None, said, beside),
        *landing.opened.facts,
        *_code(procedure, work),
    ]
    _keys, added = added_documents(command.attachments, work.new_number)
    if landing.opened.why:
        withhold(added)  # a scan shows who wrote in
    facts += added
    facts += [Fact("task_assigned", element, task, {"assignee": account}) for element, task, account in landing.assigned]
    course = _kept(landing.course)
    recorded: dict[str, Any] = {"variables": landing.variables, "processId": command.process_id, "startElement": None, "course": course}
    if landing.clocks:
        recorded["clocks"] = [clock.kept for clock in landing.clocks]
    answer = {"key": work.head.case_key, "receipt_number": case_facts["receiptNumber"]}
    return Outcome("paper_case_taken", facts, answer, landing.case, step, {**recorded, "reason": command.reason})


def _landed(command: TakeOverCase, work: Work, procedure: PaperProcedure, case_facts: dict[str, Any]) -> Landing:
    work.world.case_facts = case_facts  # which the case's own steps read, where they draft papers
    key, run_job = work.head.case_key, work.world.run_job
    return land(work.store, work.surroundings, procedure, command.paper, key, work.recorded_at, case_facts, run_job)


def _kept(course: Course) -> dict[str, Any]:
    """Return a course as it stands beside the event, for a replay."""
    kept = {"after": dict(course.after), "answers": {place: dict(given) for place, given in course.answers.items()}}
    more = {"instants": dict(course.instants), "between": dict(course.between), "days": dict(course.days)}
    return kept | {name: said for name, said in more.items() if said}


def _begun(landing: Landing, work: Work, case_facts: Mapping[str, Any]) -> list[Fact]:
    """Return the facts of the engine, with what the first says of the case besides."""
    facts = landing.case.facts if landing.case is not None else []
    procedure, cells = landing.procedure, landing.paper.cells
    first = next(fact for fact in facts if fact.kind == "process_instance_started")
    first.public.update(
        {
            "definitionKey": procedure.definition["key"],
            "receiptNumber": case_facts["receiptNumber"],
            "receivedAt": instant_text(landing.received_at),
            "startedBy": work.actor.account,
            "owner": procedure.detail.owner,
            "secret": is_secret(procedure.detail, landing.variables, case_facts, work.world.feel) or None,
            "identityKept": landing.opened.why or None,
        }
    )
    title = cells[TITLE][:200] or case_title(procedure.detail, landing.variables, case_facts, work.world.feel)
    first.private.update({"title": title, "businessId": cells[NUMBER]})
    return facts


def _check_new(command: TakeOverCase, work: Work) -> None:
    taken = work.store.one(
        "SELECT p.receipt_number, p.secret FROM paper_case c JOIN process_instance p ON p.key = c.case_key"
        " WHERE c.process_id = :process AND c.paper_number = :number",
        process=command.process_id,
        number=command.paper.cells[NUMBER],
    )
    if taken is None:
        return
    number = command.paper.cells[NUMBER]
    if taken["secret"]:
        raise Rejection("conflict", "Expected a paper case that is not here yet, but %(number)s is taken over", number=number)
    raise Rejection(
        "conflict",
        "Expected a paper case that is not here yet, but %(number)s is taken over as %(taken)s",
        number=number,
        taken=taken["receipt_number"],
    )


def _check(landing: Landing, command: TakeOverCase, work: Work, case_facts: Mapping[str, Any]) -> None:
    if landing.errors:
        first = landing.errors[0]
        raise Rejection(
            "bad_file",
            "Expected rows without errors, but found %(count)s, the first in row %(row)s, column %(column)s: %(problem)s",
            count=len(landing.errors),
            row=command.paper.line,
            column=first.where,
            problem=str(first.message),
        )
    if landing.entered_at != work.now:
        raise Rejection("bad_request", "Expected the instant at which the row says that the case came to its step, but found another")
    silent = outlook(work.store, work.surroundings, landing, work.head.case_key, work.recorded_at, case_facts).lapsed
    if silent and not command.silence_seen:
        at, fact = silent[0]
        raise Rejection(
            "deadline_lapsed",
            "Expected somebody who has seen that silence took effect at %(at)s (art. %(article)s): confirm it, or say where it stands",
            at=instant_text(at),
            article=fact.public.get("article") or "-",
        )


def _case_facts(procedure: PaperProcedure, work: Work) -> dict[str, Any]:
    """Return what `case` reads; the number is of the year in which the case is taken over, for its running number is given now."""
    year = work.recorded_at.astimezone(work.surroundings.zone).year
    code = procedure.detail.receipt_code or DEFAULT_CODE
    return {
        "receiptNumber": receipt_number(code, year, work.new_number(f"receipt {code} {year}")),
        "startedBy": work.actor.account,
        "owner": procedure.detail.owner,
    }


def _code(procedure: PaperProcedure, work: Work) -> list[Fact]:
    if not procedure.detail.is_public:
        return []
    secret, key = work.surroundings.secret, work.head.case_key
    return [Fact("query_code_given", None, None, {}, {"_codeHash": code_hash(secret, key, query_code(secret, key))})]
