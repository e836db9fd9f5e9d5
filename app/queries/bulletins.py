"""Bulletins (通报): those that were issued, for who works for the city, and the drafts that wait for somebody to issue them."""

from collections.abc import Sequence
from typing import Final

from app.audit.paper_rights import may_issue, may_read
from app.domain.actor import Actor
from app.domain.permissions import sees_case
from app.queries.case_paper import SeenPaper, seen_bulletin, seen_paper
from app.store.database import Reader
from app.store.read_case import case_by_key, case_by_number
from app.store.read_paper import read_paper_row

PAGE: Final = 50
MOST_DRAFTS: Final = 20


def bulletin_page(store: Reader, actor: Actor, skip: int) -> tuple[list[SeenPaper], bool]:
    """Return a page of the issued bulletins that the actor may read, newest first, and whether more follow."""
    found: list[SeenPaper] = []
    rows = store.all("SELECT key FROM paper WHERE kind = 'bulletin' AND state = 'issued' ORDER BY issued_at DESC, key DESC")
    for row in rows:
        seen = seen_bulletin(store, actor, row["key"])
        if seen is None:
            continue
        found.append(seen)
        if len(found) > skip + PAGE:
            break
    return found[skip : skip + PAGE], len(found) > skip + PAGE


def waiting_drafts(store: Reader, actor: Actor) -> list[SeenPaper]:
    """Return the drafts of bulletins that the actor may issue, the oldest first."""
    found = []
    for row in store.all("SELECT key FROM paper WHERE kind = 'bulletin' AND state = 'draft' ORDER BY drafted_at, key"):
        paper = read_paper_row(store, row["key"])
        case = case_by_key(store, paper.case_key) if paper is not None else None
        if paper is None or case is None or not may_issue(actor, paper.issuers) or not sees_case(actor, case.sight):
            continue
        if may_read(actor, case, paper):
            found.append(seen_paper(store, actor, case, paper.key))
        if len(found) == MOST_DRAFTS:
            break
    return found


def numbers_seen(store: Reader, actor: Actor, numbers: Sequence[str]) -> frozenset[str]:
    """Return those of some receipt numbers whose cases the actor may open: the others are shown, and lead nowhere."""
    seen = set()
    for number in dict.fromkeys(numbers):
        case = case_by_number(store, number)
        if case is not None and sees_case(actor, case.sight):
            seen.add(number)
    return frozenset(seen)
