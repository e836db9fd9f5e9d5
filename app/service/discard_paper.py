"""Discard the draft of a paper that is not needed. It had no number, so none is missing."""

from msgspec import Struct

from app.audit.paper_rights import open_paper, require_writing
from app.domain.fact import Fact
from app.domain.paper import DRAFT
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class DiscardPaper(Struct, frozen=True):
    case_key: int
    key: int


def handle(command: DiscardPaper, work: Work) -> Outcome:
    found, paper = open_paper(work.store, work.actor, command.key)
    if paper.case_key != command.case_key:
        raise Rejection("not_found", "Expected a paper that you may see, but there is none")
    require_writing(work.actor, found, paper.issuers)
    if paper.state != DRAFT:
        raise Rejection("state_forbids", "Expected a draft: a paper that was issued stays")
    return Outcome("paper_discarded", [Fact("paper_discarded", None, None, {"paperKey": paper.key})], definition_digest=found.digest)
