"""Draft a paper of a case: a template of the procedure is filled with what the case knows.

What a step of the diagram issues is that step's alone: a decision by hand would go out before it is approved, or twice. Once issued it
can be corrected by a paper that cites it.
"""

from msgspec import Struct

from app.audit.case_facts import CaseFacts
from app.audit.fitting_papers import refuse_unfitting
from app.audit.one_bulletin import refuse_second_paper
from app.audit.paper_desk import Place
from app.audit.paper_rights import case_of_paper, require_writing
from app.audit.printed_by_hand import printed_by_hand
from app.domain.canonical import parse
from app.domain.keys import case_key_of
from app.domain.marked import marked
from app.domain.paper import ISSUED
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key
from app.store.read_paper import read_paper_row, variables_in


class DraftPaper(Struct, frozen=True):
    """paper: the id of a deployed template. corrects: the key of an issued paper that the new one puts right."""

    case_key: int
    paper: str
    corrects: int | None = None


def handle(command: DraftPaper, work: Work) -> Outcome:
    found = case_of_paper(work.actor, case_by_key(work.store, command.case_key))
    scopes: tuple[int, ...] = (found.key,)
    wrong = None
    step = work.surroundings.process_detail(work.store, found.digest, found.process_id).step_papers.get(command.paper)
    by_hand = step is not None and printed_by_hand(work.store, work.surroundings, found.key, command.paper)
    if command.corrects is None and step is not None and not by_hand:
        message = marked(
            "Expected this paper to be issued by the step “%(step)s”, when the case comes to it; by hand it can only be corrected"
        )
        raise Rejection("state_forbids", message, step=step)
    if command.corrects is not None:
        wrong = read_paper_row(work.store, command.corrects)
        if wrong is None or case_key_of(wrong.case_key) != found.key or wrong.state != ISSUED or wrong.paper != command.paper:
            raise Rejection("not_found", "Expected an issued paper %(key)s of this case, but there is none", key=command.corrects)
        scopes = wrong.scopes
    seen = {name: parse(value) for name, value in variables_in(work.store, scopes).items()}
    if command.corrects is None:
        world = work.surroundings.feel_world(work.store, work.now)
        refuse_unfitting(work.store, work.surroundings, command.paper, seen, world)
    facts = CaseFacts(work.store, found.key, work.surroundings.zone)
    drafted = work.desk.draft(command.paper, Place(scopes, seen), facts, corrects=wrong, by=work.actor.account)
    require_writing(work.actor, found, drafted.filled.issuers)
    if drafted.template.process not in (None, found.process_id):
        message = marked("Expected a paper of the procedure %(process)s, but %(paper)s belongs to another")
        raise Rejection("bad_request", message, process=found.process_id, paper=command.paper)
    if command.corrects is None:
        refuse_second_paper(work.store, found, command.paper, work.surroundings.zone)
    return Outcome("paper_drafted", [drafted.fact], {"key": drafted.key}, definition_digest=found.digest)
