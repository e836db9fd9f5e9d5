"""Sending a step back: its token goes to an earlier step of the same scope, and what lies between is walked again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.engine.token import kill
from app.engine.way_back import require_way_back

if TYPE_CHECKING:
    from app.engine.flow import Root
    from app.engine.token import Token


def send_back(root: "Root", token: "Token", to: str, earlier: Mapping[str, int]) -> None:
    """Leave a user task for an earlier one. Its timers end and its deadline is void; the step it goes to is entered anew.

    earlier: by element, the key of its task that was left; when it is entered again, the new one says so.

    Raises Rejection as app.engine.way_back does.
    """
    require_way_back(token, to)
    flow = token.workflow
    root.note("task_returned", token.task_spec, token.id, toElementId=to)
    kill(token)
    root.earlier.update({(flow.scope, element): key for element, key in earlier.items()})
    flow.enter(to, "")
    root.run()
