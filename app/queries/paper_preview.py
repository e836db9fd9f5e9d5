"""What a paper would say with other words: filled from a real case, before anything is published."""

from datetime import datetime

from app.audit.case_facts import CaseFacts
from app.audit.paper_desk import PaperDesk
from app.audit.paper_fields import known_fields
from app.audit.paper_rights import case_of_paper, may_issue
from app.audit.seen_variables import seen_variables
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.canonical import parse
from app.domain.identity import PERSONAL_NAMES
from app.domain.marked import marked
from app.domain.paper import Content
from app.domain.permissions import sees_person
from app.domain.rejection import Rejection
from app.paper import Filled, read_paper
from app.store.database import Reader
from app.store.read_case import case_by_number
from app.store.read_paper import variables_in


def paper_preview(store: Reader, actor: Actor, surroundings: Surroundings, raw: bytes, number: str, now: datetime) -> Content:
    """Return the paper that a `.paper` file would make of a case, as of now.

    Raises Rejection("not_found") for a case that the actor may not see, ("forbidden") for who does not issue the paper, ("bad_paper") as
    drafting would.
    """
    template = read_paper(raw, "preview.paper")
    found = case_of_paper(actor, case_by_number(store, number))
    if template.names & set(PERSONAL_NAMES) and not sees_person(actor, found.sight):
        raise Rejection("not_found", "Expected a case that you may see, but there is none")
    if template.process not in (None, found.process_id):
        message = marked("Expected a case of the procedure %(process)s, but %(number)s belongs to another")
        raise Rejection("bad_request", message, process=template.process, number=number)
    desk = PaperDesk(store, surroundings, now, found.key, 0, lambda _name: 0)
    seen = (
        seen_variables(store, surroundings, found.key, found.key, now)
        if found.state == "ACTIVE"
        else {name: parse(value) for name, value in variables_in(store, (found.key,)).items()}
    )
    filled: Filled = desk.filled(template, seen, CaseFacts(store, found.key, surroundings.zone))
    if not may_issue(actor, filled.issuers):
        raise Rejection("forbidden", "Expected one of the groups %(groups)s to issue this paper", groups=", ".join(filled.issuers))
    return filled.content


def preview_fields(store: Reader, surroundings: Surroundings, paper: str, process: str | None) -> frozenset[str]:
    """Return the fields that the words of a paper may read."""
    return known_fields(store, surroundings, paper, process)
