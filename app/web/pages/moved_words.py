"""What a task says of how it came to whoever opens it: sent back, withdrawn, delegated, handed back."""

from typing import Any

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.queries.account import standing
from app.queries.submissions import delegates_of, return_of
from app.queries.task_page import TaskPage
from app.web.pages.definition_words import step_name
from app.web.pages.frame import wording
from app.web.presentation.task_view import Notice
from app.web.surface import surface


def moved_notice(actor: Actor, found: TaskPage) -> Notice | None:
    """Return what was done with the task before it stood as it does now; None for nothing."""
    task, show, door = found.task, wording(), surface().door
    if task.state != "CREATED":
        return None
    if task.sight.delegated_by is not None:
        if task.sight.assignee != actor.account:
            return None
        said: dict[str, Any] = {"name": task.delegator or task.sight.delegated_by}
        who = show._("%(name)s for %(absent)s", name=actor.name, absent=said["name"])
        record = show._("The record will say: %(who)s. The limit runs on.", who=who)
        if door.ask(standing, task.sight.delegated_by) is None:
            what = show._(
                "The account of %(name)s is disabled. Hand the task back with what you filled in: it is then offered to its group", **said
            )
            return Notice("yellow", what, record, alert=False)
        reason = show._("Why: %(reason)s", reason=found.row["delegated_reason"] or "-")
        return Notice(
            "blue", show._("%(name)s delegated this to you, and completes it", **said), f"{reason}{show.between}{record}", alert=False
        )
    worked = door.ask(delegates_of, task.key)
    if worked and task.sight.assignee == actor.account:
        time, note = show.moment(read_instant(worked[0]["at"])), worked[0]["note"]
        title = show._("%(name)s worked on it and handed it back, %(time)s", name=worked[0]["who"], time=time)
        return Notice("blue", title, note, alert=False)
    back = door.ask(return_of, task.key) if found.row["returned_from"] is not None else None
    if back is None:
        return None
    time = show.moment(read_instant(back["at"]))
    if back["withdrawn"]:
        title = show._("%(name)s withdrew the submission of this step, %(time)s", name=back["who"], time=time)
    else:
        step = step_name(task.digest, back["element_id"], back["name"])
        title = show._("%(name)s sent it back from %(step)s, %(time)s", name=back["who"], step=step, time=time)
    return Notice("yellow", title, back["reason"] or "", alert=False)


def submit_label(found: TaskPage) -> str:
    """Return what the button says that submits the form; empty for the usual."""
    if found.task.state != "CREATED" or found.task.sight.delegated_by is None:
        return ""
    return wording()._("Hand back to %(name)s", name=found.task.delegator or found.task.sight.delegated_by)
