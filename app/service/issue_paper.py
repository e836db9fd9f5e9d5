"""Issue a paper: it takes its number, and its words, figures and the cases behind them are frozen."""

from msgspec import Struct

from app.audit.case_facts import CaseFacts
from app.audit.filled_paper import changed_figures, changed_words
from app.audit.fitting_papers import refuse_unfitting
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.one_bulletin import refuse_second_paper
from app.audit.paper_limits import limits_set
from app.audit.paper_rights import may_issue, open_paper
from app.domain.canonical import parse
from app.domain.marked import marked
from app.domain.paper import DRAFT, figure_uses
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_paper import variables_in


class IssuePaper(Struct, frozen=True):
    """note: why figures that changed since, or that no longer stand in the text, are kept as they are."""

    case_key: int
    key: int
    note: str | None = None


def handle(command: IssuePaper, work: Work) -> Outcome:
    found, paper = open_paper(work.store, work.actor, command.key)
    if paper.case_key != command.case_key:
        raise Rejection("not_found", "Expected a paper that you may see, but there is none")
    if not may_issue(work.actor, paper.issuers):
        raise Rejection("forbidden", "Expected one of the groups %(groups)s to issue this paper", groups=", ".join(paper.issuers))
    if paper.state != DRAFT:
        raise Rejection("state_forbids", "Expected a draft, but this paper is %(number)s already", number=paper.number or "-")
    if lacking := work.desk.lacking(paper):
        message = marked("Expected “%(needs)s” in the paper before it is issued, but it does not stand there; write it back or draft anew")
        raise Rejection("bad_paper", message, needs="、".join(lacking))
    note, facts = (command.note or "").strip()[:1000], CaseFacts(work.store, found.key, work.surroundings.zone)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"note": note})
    if paper.corrects is None:
        seen = {name: parse(value) for name, value in variables_in(work.store, paper.scopes).items()}
        refuse_unfitting(work.store, work.surroundings, paper.paper, seen, work.surroundings.feel_world(work.store, work.now))
        refuse_second_paper(work.store, found, paper.paper, work.surroundings.zone, apart_from=paper)
    limits = limits_set(work.store, paper.content, work.world.calendar, work.now)
    uses, figures = figure_uses(paper.content), paper.content["figures"]
    # Where nothing is late, the paper sets no limit and does not speak of one.
    unused = [figure["label"] for figure in figures if not uses[figure["id"]] and ("limit" not in figure or figure["cases"])]
    if unused and not note:
        message = marked("Expected every figure in the text, but %(figures)s do not stand there any more; put them back or say why")
        raise Rejection("figures_differ", message, figures="、".join(unused))
    if paper.content["figures"] and not note:
        fresh = work.desk.anew(paper, facts)
        changed = [
            f"{label} {old} → {new}" for label, old, new in changed_figures(paper, fresh, work.desk.counted_then(paper, facts)).values()
        ]
        changed += [f"{old or '—'} → {new or '—'}" for old, new in changed_words(work.store, paper, fresh)]
        if changed:
            message = marked("Expected figures as the cases have them now, but since the draft: %(figures)s; take them anew or say why not")
            raise Rejection("figures_differ", message, figures="；".join(changed)[:1000])
    fact = work.desk.issue(paper.key, paper.content, paper.office, facts, note or None)
    answer = {"key": paper.key, "number": fact.public["number"]}
    thrown = [limit.thrown(fact.public["number"]) for limit in limits]
    return Outcome("paper_issued", [fact, *thrown], answer, definition_digest=found.digest)
