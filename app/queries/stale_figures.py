"""Which figures of a draft no longer hold."""

from datetime import datetime

from app.audit.case_facts import CaseFacts
from app.audit.paper_desk import PaperDesk
from app.audit.surroundings import Surroundings
from app.domain.paper import is_dated
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_paper import PaperRecord


def stale_figures(store: Reader, surroundings: Surroundings, paper: PaperRecord, now: datetime) -> dict[str, str]:
    """Return what the figures of a draft that differ would be now, by id. Where the case lacks what the paper asks, none is known."""

    def refused(_name: str) -> int:
        raise RuntimeError("Expected no number to be taken by a question")

    desk = PaperDesk(store, surroundings, now, paper.case_key, 0, refused)
    try:
        fresh = desk.anew(paper, CaseFacts(store, paper.case_key, surroundings.zone))["figures"]
    except Rejection:
        return {}
    values = {figure["id"]: figure["value"] for figure in fresh}
    return {
        figure["id"]: values[figure["id"]]
        for figure in paper.content["figures"]
        if figure["id"] in values and not is_dated(figure) and values[figure["id"]] != figure["value"]
    }
