"""Who may write and issue the papers of a case."""

from collections.abc import Iterable

from app.domain.actor import Actor
from app.domain.permissions import plays, sees_case, sees_person
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_case import CaseRecord, case_by_key
from app.store.read_paper import PaperRecord, read_paper_row


def case_of_paper(actor: Actor, found: CaseRecord | None) -> CaseRecord:
    """Return the case. Raises Rejection("not_found") for who may not see it, ("forbidden") for an auditor, who changes nothing."""
    if found is None or not sees_case(actor, found.sight):
        raise Rejection("not_found", "Expected a case that you may see, but there is none")
    if actor.holds("auditor"):
        raise Rejection("forbidden", "Expected somebody who works on the case; an auditor changes nothing")
    return found


def may_issue(actor: Actor, issuers: Iterable[str]) -> bool:
    """Say whether somebody is in one of the groups that the paper names."""
    return any(actor.in_group(group) for group in issuers)


def may_write(actor: Actor, found: CaseRecord, issuers: Iterable[str]) -> bool:
    """Say whether somebody may draft and edit: who may issue it, who has or had a task in the case, and the procedure's owner."""
    sight = found.sight
    if actor.holds("auditor"):
        return False
    if may_issue(actor, issuers) or actor.account in sight.accounts or bool(actor.groups & sight.groups):
        return True
    return actor.everything or (sight.owner is not None and plays(actor, sight.owner))


def require_writing(actor: Actor, found: CaseRecord, issuers: Iterable[str]) -> None:
    """Raise Rejection("forbidden") for who may see the case and not write its papers."""
    if not may_write(actor, found, issuers):
        raise Rejection("forbidden", "Expected somebody who works on the case or issues this paper, but you do neither")


def may_read(actor: Actor, found: CaseRecord, paper: PaperRecord) -> bool:
    """Say whether somebody who sees the case may read a paper: one that names who wrote in only as they may learn the name."""
    return not paper.personal or sees_person(actor, found.sight)


def open_paper(store: Reader, actor: Actor, key: int) -> tuple[CaseRecord, PaperRecord]:
    """Return a paper that somebody may change something about, with its case.

    Raises Rejection("not_found") for who may not see it, ("forbidden") for an auditor.
    """
    paper = read_paper_row(store, key)
    found = case_by_key(store, paper.case_key) if paper is not None else None
    if paper is None or found is None or not sees_case(actor, found.sight) or not may_read(actor, found, paper):
        raise Rejection("not_found", "Expected a paper that you may see, but there is none")
    return case_of_paper(actor, found), paper
