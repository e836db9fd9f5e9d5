"""How far a letter is, in the words of the public page."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from app.domain.instant import read_instant
from app.domain.rejection import Message
from app.queries.notices import public_notices
from app.queries.progress import Progress
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import public_names
from app.web.pages.frame import calendar, now
from app.web.pages.notice_words import notice_message, notice_of_part
from app.web.presentation.public_view import ProgressView, PublicStep
from app.web.surface import surface


def progress_view(found: Progress) -> ProgressView:
    """Return where a letter stands in the words of the public page: received, running, late, stopped, answered, closed or merged.

    A merged one shows the steps and the day of the earlier one.
    """
    shown = _standing(found)
    if not found.merged_into:
        return shown
    earlier = _standing(found.earlier) if found.earlier is not None else None
    return replace(
        earlier or shown,
        receipt_number=found.receipt_number,
        state="merged",
        merged_into=found.earlier.receipt_number if found.earlier is not None else found.merged_into,
        earlier_state=earlier.state if earlier is not None else "",
    )


def _standing(found: Progress) -> ProgressView:
    view = deadline_view(found.deadline, now(), calendar()) if found.deadline else None
    names = public_names(found.digest)
    if found.state != "ACTIVE":
        state = "answered" if found.answered_at else "closed"
    elif found.answered_at:
        state = "answered"
    elif view is not None and (view.state in ("missed", "applying") or view.light == "red"):
        state = "late"
    else:
        state = "stopped" if view is not None and view.state == "suspended" else "running" if found.steps[1:] else "received"
    return ProgressView(
        found.receipt_number,
        state,
        "",
        tuple(
            PublicStep(names.get(step.element_id) or step.name, step.state, read_instant(step.at) if step.at else None, notes=step.notes)
            for step in found.steps
        ),
        read_instant(found.received_at),
        view.deadline_at if view else None,
        view.left if view else None,
        found.unit or "",
        view.article if view else "",
        view.length if view else "",
        view.unit if view else "working day",
        answered_at=read_instant(found.answered_at) if found.answered_at else None,
        answer=found.answer or "",
        provisional=bool(view and view.provisional),
        told=tuple(_told(found, names)),
        procedure="" if found.is_letter else found.process_name,
    )


def _told(found: Progress, names: Mapping[str, str]) -> Iterator[tuple[datetime, Message]]:
    """Yield what the applicant was told, by the public names of steps alone; of another step, as of the procedure or one of its parts."""
    for row in surface().door.ask(public_notices, found.case_key):
        step, at = names.get(row["element_id"]), read_instant(row["told_at"])
        if step is None and row["element_id"] in found.parts:
            yield at, notice_of_part(row["notice"], row["facts"])
        else:
            yield at, notice_message(row["notice"], row["facts"], step or found.process_name)
