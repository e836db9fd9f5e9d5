"""What a story does about who wrote in: keeping it, lifting that, putting it right, asking by way of who knows it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain.rejection import Rejection
from app.execute import Door
from app.queries.writer_questions import questions_of_case
from app.service.answer_for_writer import AnswerForWriter
from app.service.ask_writer import AskWriter
from app.service.correct_identity import CorrectIdentity
from app.service.keep_identity import KeepIdentity
from app.service.lift_identity_protection import LiftIdentityProtection
from app.service.work import Command

Told = Mapping[str, Any]


def _answer(door: Door, case: int, told: Told) -> Command:
    """Answer the question of a case that was the last one."""
    found = door.ask(questions_of_case, case)
    if not found:
        raise Rejection("not_found", "Expected a case whose writer was asked something, but nothing was asked")
    return AnswerForWriter(case, found[-1]["key"], _said(told, "text"))


def _said(told: Told, name: str) -> str:
    return str(told.get(name, ""))


WRITERS: Final[Mapping[str, Callable[[Door, int, Told], Command]]] = {
    "keep-identity": lambda door, case, told: KeepIdentity(case, _said(told, "reason")),
    "lift-identity": lambda door, case, told: LiftIdentityProtection(case, _said(told, "reason")),
    "correct-identity": lambda door, case, told: CorrectIdentity(case, _said(told, "reason"), _said(told, "name"), _said(told, "contact")),
    "ask-writer": lambda door, case, told: AskWriter(case, _said(told, "text")),
    "answer-for-writer": _answer,
}
"""By the verb of the step: the command, from the case and what the story gives as answers."""
