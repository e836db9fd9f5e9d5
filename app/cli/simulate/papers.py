"""What a story does with the papers of its case: drafting one, issuing what was drafted, and recording how one was served."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from app.domain.rejection import Rejection
from app.execute import Door
from app.service.draft_paper import DraftPaper
from app.service.issue_paper import IssuePaper
from app.service.record_service import RecordService
from app.service.work import Command

Told = Mapping[str, Any]


def _issue(door: Door, case: int, paper: str, told: Told) -> Command:
    """Issue the newest draft of a paper."""
    return IssuePaper(case, _newest(door, case, paper, "draft"), str(told.get("note", "")))


def _serve(door: Door, case: int, paper: str, told: Told) -> Command:
    """Record on the newest issued paper how it was served."""
    at = datetime.fromisoformat(str(told.get("at", ""))).astimezone(UTC)
    said = {name: str(told.get(name, "")) for name in ("how", "by", "to")}
    return RecordService(case, _newest(door, case, paper, "issued"), at, said["how"], said["by"], said["to"])


def _newest(door: Door, case: int, paper: str, state: str) -> int:
    found = door.ask(
        lambda store: store.value(
            "SELECT MAX(key) FROM paper WHERE case_key = :case AND paper = :paper AND state = :state", case=case, paper=paper, state=state
        )
    )
    if found is None:
        raise Rejection("not_found", "Expected a paper %(paper)s of the case, but there is none", paper=paper)
    return int(found)


PAPERS: Final[Mapping[str, Callable[[Door, int, str, Told], Command]]] = {
    "draft": lambda door, case, paper, told: DraftPaper(case, paper),
    "issue": _issue,
    "serve": _serve,
}
"""By the verb of the step: the command, from the case, the paper that the step is about, and what the story gives as answers."""
