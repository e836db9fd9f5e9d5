"""Enter what the writer answered to a question of the unit: by who knows the writer, in words that do not say who it is.

Source: docs/permissions, "never the identity behind a complaint"; docs/decisions, "who wrote in is kept apart".
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from app.audit.asked_deadline import case_seen, said_words
from app.audit.identity_rights import may_change_keeping, puts_in_place_of, puts_nothing
from app.audit.naming_the_writer import refuse_naming_text
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_staffing import stands_in

NO_ANSWER: Final = marked("Expected an answer of 1 to %(most)s characters, but found %(found)s")


class AnswerForWriter(Struct, frozen=True):
    """question_key: of a question of the case that nobody has answered yet. text: what the writer said, or that nobody could be reached."""

    case_key: int
    question_key: int
    text: str


def handle(command: AnswerForWriter, work: Work) -> Outcome:
    found = case_seen(work.store, work.actor, command.case_key)
    asked = _question(command, work)
    if not may_change_keeping(work.actor, found.sight):
        raise puts_nothing()
    absent = puts_in_place_of(stands_in(work.store, work.actor, work.now), found.sight)
    work.actor = replace(work.actor, acting_for=absent)
    if asked["answered_at"] is not None:
        said = {"who": asked["display_name"] or asked["answered_by"], "at": asked["answered_at"]}
        raise Rejection("state_forbids", "Expected a question that nobody has answered, but %(who)s answered it at %(at)s", **said)
    if not found.sight.identity_kept:
        raise Rejection("state_forbids", "Expected a case that keeps who wrote in, but this one does not: who handles it asks the writer")
    text = said_words(command.text, NO_ANSWER)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": text})
    to = dict.fromkeys(f"account:{name}" for name in (asked["asked_by"], asked["asked_for"]) if name)
    told = {"notice": "writer-answered", "to": list(to), "toldAt": instant_text(work.recorded_at)}
    answered = Fact("writer_answered", None, None, {"questionKey": asked["key"]}, {"text": text})
    facts = [answered, Fact("notice_given", None, found.key, told)]
    return Outcome("writer_answered", facts, {"key": asked["key"]}, recorded={"reason": text}, definition_digest=found.digest)


def _question(command: AnswerForWriter, work: Work) -> Mapping[str, Any]:
    found = work.store.one(
        "SELECT q.*, a.display_name FROM writer_question q LEFT JOIN account a ON a.name = q.answered_by"
        " WHERE q.key = :key AND q.case_key = :case_key",
        key=command.question_key,
        case_key=command.case_key,
    )
    if found is None:
        raise Rejection("not_found", "Expected a question to the writer that you may see, but there is none")
    return found
