"""Which figures, words and rows of a draft no longer hold."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from app.audit.case_facts import CaseFacts
from app.audit.filled_paper import changed_figures, changed_words
from app.audit.paper_desk import PaperDesk
from app.audit.surroundings import Surroundings
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_paper import PaperRecord


class StaleFigures(Struct, frozen=True):
    """figures: what those that differ would be now, by id. words: words and rows of tables as they were taken, and as they would be."""

    figures: Mapping[str, str]
    words: Sequence[tuple[str, str]]


def stale_figures(store: Reader, surroundings: Surroundings, paper: PaperRecord, now: datetime) -> StaleFigures:
    """Return what of a draft differs from the case by now. Where the case lacks what the paper asks, nothing is known."""

    def refused(_name: str) -> int:
        raise RuntimeError("Expected no number to be taken by a question")

    desk = PaperDesk(store, surroundings, now, paper.case_key, 0, refused)
    try:
        facts = CaseFacts(store, paper.case_key, surroundings.zone)
        fresh, then = desk.anew(paper, facts), desk.counted_then(paper, facts)
    except Rejection:
        return StaleFigures({}, ())
    changed = changed_figures(paper, fresh, then)
    words = changed_words(store, paper, fresh) if paper.content["figures"] else ()
    return StaleFigures({id: new for id, (_, _, new) in changed.items()}, words)
