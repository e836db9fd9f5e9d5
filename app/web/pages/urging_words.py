"""Urgings as they stand on a task and under its row in the list."""

from collections.abc import Mapping
from typing import Any

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.permissions import may_answer_urging
from app.queries.task_page import TaskPage
from app.queries.urgings import urgings_of_task
from app.web.pages.frame import wording
from app.web.presentation.task_view import UrgingView
from app.web.presentation.wording import Wording
from app.web.surface import surface


def urgings_view(actor: Actor, found: TaskPage, href: str) -> tuple[UrgingView, ...]:
    """Return the urgings of a task, newest first. href: the address of its page, to which the dialog of an answer is added."""
    may = found.task.state == "CREATED" and may_answer_urging(actor, found.task.sight)
    mark = "&" if "?" in href else "?"
    return tuple(
        UrgingView(
            row["who"] or row["urged_by"],
            read_instant(row["urged_at"]),
            row["reason"],
            row["answer"] or "",
            row["answerer"] or row["answered_by"] or "",
            row["answered_for_name"] or row["answered_for"] or "",
            read_instant(row["answered_at"]) if row["answered_at"] else None,
            f"{href}{mark}dialog=answer-urging&of={row['key']}" if may and not row["answered_at"] else "",
        )
        for row in reversed(surface().door.ask(urgings_of_task, found.task.key))
    )


def urged_before(task_key: int) -> tuple[str, ...]:
    """Return a line for each earlier urging, newest first, for whoever is about to urge again."""
    show = wording()
    rows = surface().door.ask(urgings_of_task, task_key)
    return tuple(
        show._("%(time)s %(name)s: %(reason)s", time=show.moment(read_instant(row["urged_at"])), name=row["who"], reason=row["reason"])
        for row in reversed(rows)
    )


def urged_note(row: Mapping[str, Any] | None, show: Wording) -> tuple[str, ...]:
    """Return what stands under a row of the list: how often it was urged, and when last."""
    if row is None:
        return ()
    return (show._("urged %(times)s ×, last %(time)s", times=row["times"], time=show.moment(read_instant(row["last_at"]))),)
