"""Asking a writer who is kept from the unit: the unit writes its question on the case, who knows the writer puts it and enters the answer.

Source: docs/permissions, "never the identity behind a complaint"; docs/decisions, "who wrote in is kept apart".
"""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.audit.identity_rights import may_change_keeping, may_have_asked
from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.permissions import CaseSight
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.queries.case_page import CasePage, seen_case
from app.queries.writer_questions import questions_of_case, questions_to_put
from app.service.answer_for_writer import AnswerForWriter
from app.service.ask_writer import AskWriter
from app.service.keep_draft import drop_draft
from app.service.work import Command
from app.web.access import note_read
from app.web.numbers_in_addresses import keys_among
from app.web.pages.frame import draw, go, person, shell, signed_in, wording
from app.web.pages.moves import dialog_owner, keep_typed, typed_into
from app.web.presentation.task_view import DialogView
from app.web.presentation.writer_view import WriterQuestion, WriterQuestionsView
from app.web.surface import surface

blueprint = Blueprint("writer_questions", __name__)
ASK: Final = "ask-writer"
ANSWER: Final = "answer-for-writer"


@blueprint.get("/writer-questions")
@signed_in
def page() -> Response:
    """Show the questions that wait for this person to put them to their writers."""
    actor = person()
    rows = surface().door.ask(questions_to_put, actor)
    note_read("case", cases={row["case_key"] for row in rows}, actor=actor)
    view = WriterQuestionsView(tuple(_question(row, may=True) for row in rows))
    return draw("writer_questions.html", page=view, shell=shell("work-list", actor))


def questions_view(actor: Actor, case_key: int, sight: CaseSight) -> tuple[WriterQuestion, ...]:
    """Return what was asked in a case, newest first."""
    rows = surface().door.ask(questions_of_case, case_key)
    return tuple(_question(row, may=may_change_keeping(actor, sight) and sight.identity_kept) for row in reversed(rows))


def _question(row: Mapping[str, Any], *, may: bool) -> WriterQuestion:
    href = f"/cases/{row['receipt_number']}"
    return WriterQuestion(
        row["asker"] or row["asked_by"],
        read_instant(row["asked_at"]),
        row["question"],
        row["asked_for_name"] or row["asked_for"] or "",
        row["answer"] or "",
        row["answerer"] or row["answered_by"] or "",
        row["answered_for_name"] or row["answered_for"] or "",
        read_instant(row["answered_at"]) if row["answered_at"] else None,
        f"{href}?dialog={ANSWER}&of={row['key']}" if may and not row["answered_at"] else "",
        href,
        row["receipt_number"],
        row["title"] or "",
    )


def writer_dialog(actor: Actor, found: CasePage) -> DialogView | None:
    """Return the dialog that the address asks for, where it is the actor's to use, or was just refused."""
    case, kind, show = found.case, request.args.get("dialog", ""), wording()
    href = f"/cases/{case.receipt_number}"
    may_ask = case.state == "ACTIVE" and may_have_asked(actor, case.sight)
    if kind == ASK and (may_ask or request.args.get("refused") == ASK):
        typed, said = typed_into(actor, case.key, ASK)
        what = show._("The hotline office puts it to the writer and enters the answer here. Neither name nor contact comes to you by it.")
        words = str(typed.get("reason", ""))
        return DialogView(ASK, f"{href}/writer-questions", href, show._("Have the writer asked"), what, reason=words, **said)
    row = _asked(case.key) if kind == ANSWER and may_change_keeping(actor, case.sight) else None
    if row is None:
        return None
    typed, said = typed_into(actor, case.key, ANSWER)
    return DialogView(
        ANSWER,
        f"{href}/writer-questions/{row['key']}/answer",
        href,
        show._("Enter what the writer answered"),
        about=row["question"],
        reason=str(typed.get("reason", "")),
        **said,
    )


def _asked(case_key: int) -> Mapping[str, Any] | None:
    """Return the question that the address names, of this case."""
    key = next(iter(keys_among([request.args.get("of", "")])), None)
    return next((row for row in surface().door.ask(questions_of_case, case_key) if row["key"] == key), None)


@blueprint.post("/cases/<number>/writer-questions")
@signed_in
def ask(number: str) -> AnyResponse:
    found = surface().door.ask(seen_case, person(), read_receipt_number(number))
    href = f"/cases/{found.receipt_number}"
    return _done(found.key, ASK, AskWriter(found.key, _typed()["reason"]), f"{href}?dialog={ASK}", f"{href}#asked")


@blueprint.post("/cases/<number>/writer-questions/<int:key>/answer")
@signed_in
def answer(number: str, key: int) -> AnyResponse:
    found = surface().door.ask(seen_case, person(), read_receipt_number(number))
    href = f"/cases/{found.receipt_number}"
    command = AnswerForWriter(found.key, key, _typed()["reason"])
    return _done(found.key, ANSWER, command, f"{href}?dialog={ANSWER}&of={key}", f"{href}#asked")


def _typed() -> dict[str, str]:
    return {"reason": request.form.get("reason", "").strip()[:1000]}


def _done(case_key: int, dialog: str, command: Command, refused_href: str, done_href: str) -> AnyResponse:
    """Carry out a command and lead on; where it was refused, back to the dialog, which says why and still holds what was typed."""
    actor, typed = person(), _typed()
    try:
        if not typed["reason"]:
            empty = {"reason": Message("Fill this in", {})}
            raise Rejection("bad_request", "Expected words to be passed on, but found none", field_errors=empty)
        surface().door.execute(command, actor)
    except Rejection as rejection:
        keep_typed(actor, case_key, dialog, typed, rejection)
        return go(f"{refused_href}&refused={dialog}")
    surface().door.keep(drop_draft, case_key, dialog_owner(actor, dialog))
    return go(done_href)
