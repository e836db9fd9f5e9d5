"""Have the writer asked (转问来信人), by who handles a case and may not learn who wrote it: who knows the writer is told of it.

Source: docs/permissions, "never the identity behind a complaint"; docs/decisions, "who wrote in is kept apart".
"""

from typing import Final

from msgspec import Struct

from app.audit.asked_deadline import said_words
from app.audit.identity_rights import asks_for_nobody, may_have_asked
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import BLOCK
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key

NO_QUESTION: Final = marked("Expected a question of 1 to %(most)s characters, but found %(found)s")


class AskWriter(Struct, frozen=True):
    """text: the question, as it is put to the writer."""

    case_key: int
    text: str


def handle(command: AskWriter, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    if found is None or not work.sees(found.sight):
        raise Rejection("not_found", "Expected a case that you may see, but there is none")
    if not may_have_asked(work.actor, found.sight):
        raise asks_for_nobody()
    if found.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    text = said_words(command.text, NO_QUESTION)
    # Not compared with who wrote in: to who does not know, a refusal would tell whether a guess is right.
    key = work.new_number("case") * BLOCK
    knows = f"group:{found.sight.owner}" if found.sight.owner else f"account:{found.sight.started_by}"
    told = {"notice": "writer-asked", "to": [knows], "toldAt": instant_text(work.recorded_at)}
    facts = [Fact("writer_asked", None, None, {"questionKey": key}, {"text": text}), Fact("notice_given", None, found.key, told)]
    return Outcome("writer_asked", facts, {"key": key}, recorded={"reason": text}, definition_digest=found.digest)
