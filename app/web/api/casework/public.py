"""What citizens do without signing in: send a letter, read how far it is."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from flask import Response, request

from app.domain.calendar import Calendar
from app.domain.instant import read_instant
from app.domain.public_letter import PROCESS, PublicLetter
from app.domain.query_code import query_code
from app.domain.rejection import Rejection
from app.queries.progress import Progress, check_code, progress, read_with
from app.service.note_code_failure import allow, note_code_failure, note_code_success
from app.service.start_instance import StartInstance
from app.web.access import note_read
from app.web.address import address_digest
from app.web.api.casework import public_shapes
from app.web.api.casework.deadlines import deadline_state
from app.web.api.casework.operation import Operation, Parameter, asked
from app.web.api.exchange import asker, send
from app.web.api.repeatable import kept_response, once_of_request
from app.web.surface import surface

LETTERS: Final = 20
QUESTIONS: Final = 60
WITHIN: Final = timedelta(minutes=10)


def _require_rate(what: str, most: int) -> None:
    if not surface().door.keep(allow, what, address_digest(), most, WITHIN, datetime.now(UTC)):
        minutes = int(WITHIN.total_seconds() // 60)
        raise Rejection(
            "too_many", "Expected at most %(most)s requests within %(minutes)s minutes; try again later", most=most, minutes=minutes
        )


def get_public_case(receiptNumber: str) -> public_shapes.PublicCase:  # named as in the address
    """Show how far a case is to who has its number and code. An unknown number, a wrong code and a secret case are answered alike."""
    door, instant = surface().door, datetime.now(UTC)
    _require_rate("progress", QUESTIONS)
    checked = door.ask(check_code, door.surroundings.secret, receiptNumber, request.headers.get("Query-Code", "")[:40])
    if checked.locked_until is not None and read_instant(checked.locked_until) > instant:
        raise Rejection(
            "too_many", "Too many wrong codes were tried for this number; it is locked until %(until)s", until=checked.locked_until
        )
    if checked.case_key is None:
        until = door.keep(note_code_failure, checked.known_key, instant)[1] if checked.known_key is not None else None
        if until is not None:
            raise Rejection("too_many", "Too many wrong codes were tried for this number; it is locked until %(until)s", until=until)
        raise Rejection("not_found", "Expected a number and a code (header Query-Code) that belong together, but they do not")
    if checked.failures:
        door.keep(note_code_success, checked.case_key)
    found = door.ask(progress, door.surroundings, checked.case_key)
    note_read("progress", cases=read_with(found))
    return _shown(found, door.now(), door.ask(door.surroundings.calendar))


def _shown(found: Progress, now: datetime, calendar: Calendar) -> public_shapes.PublicCase:
    how = found.earlier or found
    return public_shapes.PublicCase(
        receipt_number=found.receipt_number,
        process_name=found.process_name,
        state=_state(found, now, calendar),
        received_at=found.received_at,
        ended_at=how.ended_at,
        steps=[public_shapes.PublicStep(name=step.name, state=step.state, at=step.at) for step in how.steps],
        promised_at=how.deadline["deadline_at"] if how.deadline else None,
        provisional=bool(how.deadline and how.deadline["provisional"]),
        answered=how.answered_at is not None,
        answered_at=how.answered_at,
        answer=how.answer,
        unit=how.unit,
        merged_into=found.merged_into,
    )


def _state(found: Progress, now: datetime, calendar: Calendar) -> str:
    if found.merged_into:
        return "merged"
    if found.answered_at:
        return "answered"
    if found.state != "ACTIVE":
        return "closed"
    deadline = deadline_state(found.deadline, now, calendar)
    if deadline in ("missed", "applying"):
        return "late"
    if deadline == "suspended":
        return "stopped"
    return "running" if any(step.state == "done" for step in found.steps[1:]) else "received"


def send_letter() -> Response:
    """Start a letter and answer its number and query code; a request sent again under its key gets the same."""
    _require_rate("letter", LETTERS)
    given = asked(public_shapes.NewLetter)
    letter = PublicLetter(
        given.topic.strip(),
        given.place.strip(),
        given.content.strip(),
        given.anonymous,
        (given.name or "").strip(),
        (given.contact or "").strip(),
        given.keep_identity,
        given.about_conduct,
    )
    errors = {**letter.gives_itself_away(), **letter.what_is_wrong(), **letter.who_is_wrong()}
    if errors:
        raise Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors=errors, count=len(errors))
    door = surface().door
    done = door.execute(StartInstance(PROCESS, variables=letter.variables(), by_form=True), asker(), once_of_request(asker(), _kept))
    if done.kept is not None and done.kept.status != 201:
        return kept_response(done.kept.status, done.kept.body)
    answer = done.answer if done.kept is None else json.loads(done.kept.body)
    # The code itself is never kept, not even in the answer to a request that may be sent again: it is worked out anew.
    code = query_code(door.surroundings.secret, int(answer["key"]))
    return send(public_shapes.LetterReceipt(receipt_number=answer["receipt_number"], query_code=code), 201)


def _kept(answer: dict[str, Any]) -> tuple[int, Any]:
    return 201, {"key": str(answer["key"]), "receipt_number": answer["receipt_number"]}


OPERATIONS: Final = (
    Operation(
        "GET",
        "/public/cases/{receiptNumber}",
        "getPublicCase",
        "How far a letter is, for who has its number and code",
        get_public_case,
        public_shapes.PublicCase,
        parameters=(Parameter("Query-Code", "the code of the receipt", where="header", needed=True),),
        public=True,
    ),
    Operation(
        "POST",
        "/public/letters",
        "sendLetter",
        "Send a letter to the city",
        send_letter,
        public_shapes.LetterReceipt,
        201,
        asks=public_shapes.NewLetter,
        public=True,
    ),
)
