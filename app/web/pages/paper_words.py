"""What the pages say of papers: kinds, ways of service, and the parts of one that a person changes."""

from datetime import datetime
from typing import Final

from flask import request

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.paper import Content, editable
from app.domain.rejection import Message
from app.queries.case_page import seen_case
from app.queries.case_paper import SeenPaper, case_papers, drafts_to_make
from app.queries.draft import draft
from app.queries.overtaken_papers import overtaken_papers
from app.web.pages.frame import now, wording
from app.web.pages.kept_refusal import refusal_in
from app.web.presentation.paper_view import Words
from app.web.presentation.papers_view import PaperRow, PapersView
from app.web.surface import surface

KINDS: Final = {
    "receipt": marked("receipt"),
    "notice": marked("notice"),
    "decision": marked("decision"),
    "service-record": marked("record of service"),
    "bulletin": marked("bulletin"),
    "summary": marked("summary"),
}
WAYS: Final = {
    "direct": marked("handed over"),
    "left": marked("left with witnesses"),
    "electronic": marked("sent electronically"),
    "entrusted": marked("by another office on our behalf"),
    "mail": marked("by post"),
    "handed-on": marked("handed on by another"),
    "announcement": marked("by announcement"),
}
"""送达方式. Source: Civil Procedure Law, articles 88 to 95."""


def papers_view(actor: Actor, number: str, problem: Message | None = None) -> PapersView:
    """Return the papers of a case that the actor may see, and what they may draft."""
    door = surface().door
    found = door.ask(seen_case, actor, number)
    since = door.ask(overtaken_papers, door.surroundings, found.key).since
    rows = tuple(paper_row(seen, number, since.get(seen.paper.key)) for seen in door.ask(case_papers, actor, found))
    return PapersView(rows, tuple(door.ask(drafts_to_make, actor, found, door.surroundings, now())), f"/cases/{number}/papers", problem)


def by_machine(account: str) -> str:
    """Return who did it where no person did; of an account without a name the account."""
    show = wording()
    names = {"clock": show._("The clock"), "system": show._("The system"), "public": show._("A citizen")}
    return names.get(account, account)


def refusal_owner(actor: Actor) -> str:
    """Return under which name what was typed about a paper is kept when it was refused."""
    return f"{actor.account} paper"


def words_owner(actor: Actor) -> str:
    """Return under which name the words of a draft are kept while somebody types them."""
    return f"{actor.account} words"


def paper_problem(actor: Actor, case_key: int) -> Message | None:
    """Return why a paper was not drafted a moment ago; None where the page was not asked for that."""
    if request.args.get("refused") != "paper":
        return None
    kept = surface().door.ask(draft, case_key, refusal_owner(actor))
    refused = refusal_in(kept.answers) if kept is not None else None
    return refused.message if refused is not None else None


def paper_row(seen: SeenPaper, number: str, overtaken_at: datetime | None = None) -> PaperRow:
    paper = seen.paper
    return PaperRow(
        f"/cases/{number}/papers/{paper.key}",
        paper.title,
        wording()._(KINDS[paper.kind]),
        paper.state,
        paper.number or "",
        seen.issued_by or seen.drafted_by or by_machine(seen.paper.issued_by or seen.paper.drafted_by),
        read_instant(paper.issued_at or paper.drafted_at),
        paper.pdf_digest or "",
        None if paper.kind == "service-record" else sum(row["struck_at"] is None for row in seen.services),
        overtaken_at,
    )


def parts_of(content: Content, masked: frozenset[str] = frozenset()) -> tuple[Words, ...]:
    """Return the parts of a draft that a person changes, with their labels in the page's language. masked: those that say less than
    they hold to this reader."""
    show, found, count = wording(), [], 0
    names = {"title": show._("Title"), "addressee": show._("To whom"), "copies": show._("Copies to")}
    for place, text in editable(content).items():
        if place in names:
            label = names[place]
            if place == "copies" and not text:
                continue
        else:
            count += 1
            label = _label(content, place, count)
        found.append(Words(place, label, text, 1 if place in names else min(8, 2 + len(text) // 60), place in masked))
    return tuple(found)


def _label(content: Content, place: str, count: int) -> str:
    block = content["blocks"][int(place.split(".")[1])]
    show = wording()
    if block["type"] == "heading":
        return show._("Part %(number)s, a heading", number=count)
    if block["type"] == "facts":
        return str(block["rows"][int(place.split(".")[2])]["label"])
    return show._("Part %(number)s", number=count)
