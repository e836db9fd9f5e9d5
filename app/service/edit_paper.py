"""Edit the draft of a paper: a person changes its words, or takes the figures anew. Figures themselves are not typed."""

from collections.abc import Mapping

from msgspec import Struct, field

from app.audit.case_facts import CaseFacts
from app.audit.filled_paper import filled_words
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.paper_rights import open_paper, require_writing
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.marked import marked
from app.domain.paper import DRAFT, check_size, edited, title_of
from app.domain.paper_changes import taken_anew
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class EditPaper(Struct, frozen=True):
    """texts: by place, see app/domain/paper.py. revision: the one that was edited; another one means somebody was quicker.

    anew: take figures, tables and the words nobody edited as the case has them now; the words that were edited stay.
    """

    case_key: int
    key: int
    revision: int
    texts: Mapping[str, str] = field(default_factory=dict)
    anew: bool = False


def handle(command: EditPaper, work: Work) -> Outcome:
    found, paper = open_paper(work.store, work.actor, command.key)
    if paper.case_key != command.case_key:
        raise Rejection("not_found", "Expected a paper that you may see, but there is none")
    require_writing(work.actor, found, paper.issuers)
    if paper.state != DRAFT:
        message = marked("Expected a draft, but this paper was issued as %(number)s; a correction is a new paper that cites it")
        raise Rejection("state_forbids", message, number=paper.number or "-")
    if paper.revision != command.revision:
        raise Rejection("conflict", "Expected the paper as it was read, but somebody changed it in the meantime; look at it again")
    refuse_naming_text(work.store, work.actor, found.key, found.sight, command.texts)
    content = edited(paper.content, command.texts)
    if command.anew:
        fresh = work.desk.anew(paper, CaseFacts(work.store, found.key, work.surroundings.zone))
        content = taken_anew(content, filled_words(work.store, paper), fresh, instant_text(work.now))
    said = {"paperKey": paper.key, "revision": paper.revision + 1, "anew": command.anew or None}
    fact = Fact("paper_edited", None, None, said, {"title": title_of(content), "content": check_size(content)})
    return Outcome("paper_edited", [fact], {"key": paper.key, "revision": paper.revision + 1}, definition_digest=found.digest)
