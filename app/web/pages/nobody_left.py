"""What the page of a step says that waits for nobody."""

from app.audit.takers import barred_by_eyes, takers
from app.queries.task_page import TaskPage
from app.web.pages.extension_panel import group_words
from app.web.pages.frame import wording
from app.web.presentation.task_view import Notice
from app.web.surface import surface


def nobody_left(found: TaskPage) -> Notice | None:
    """Say to whoever sees it that a step waits for nobody, since all in its groups did one before it, and what is to be done."""
    door, task = surface().door, found.task
    if not door.ask(barred_by_eyes, door.surroundings, task) or door.ask(takers, door.surroundings, task):
        return None
    show = wording()
    return Notice(
        "yellow",
        show._("Nobody is left who may do this step: everybody in its groups did one before it (four eyes)"),
        show._(
            "Have the security administrator give another person the role of %(groups)s, who then claims it; or the operator moves the case"
            " back to the step before, for somebody else to do it.",
            groups=show._(", ").join(map(group_words, sorted(task.sight.groups))),
        ),
    )
