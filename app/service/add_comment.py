"""Comment on a case: words to colleagues, no part of any decision."""

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming_text
from app.domain.fact import Fact
from app.domain.keys import BLOCK
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key

MOST_CHARACTERS = 4000


class AddComment(Struct, frozen=True):
    case_key: int
    text: str


def handle(command: AddComment, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    if found is None or not work.sees(found.sight):
        raise Rejection("not_found", "Expected a case that you may see, but there is none")
    if work.actor.holds("auditor"):
        raise Rejection("forbidden", "Expected somebody who works on the case; an auditor changes nothing")
    text = command.text.strip()
    if not 1 <= len(text) <= MOST_CHARACTERS:
        raise Rejection(
            "bad_request", "Expected a comment of 1 to %(most)s characters, but found %(found)s", most=MOST_CHARACTERS, found=len(text)
        )
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"text": text})
    key = work.new_number("case") * BLOCK
    fact = Fact("comment_added", None, None, {"commentKey": key}, {"text": text})
    return Outcome("comment_added", [fact], {"key": key}, definition_digest=found.digest)
