"""What the clock has to do and could not: set aside with an incident, so that all else in the case goes on."""

from typing import TYPE_CHECKING, Final

from app.domain.fact import Fact
from app.domain.marked import marked
from app.engine.failure import StepFailed
from app.engine.steps import park

if TYPE_CHECKING:
    from app.engine.flow import Root
    from app.engine.token import Token

CODE: Final = "timer_failed"
_TEMPLATE: Final = marked("Expected what fell due to take effect, but it failed: %(problem)s")


def stall_timer(token: "Token", problem: str) -> None:
    """Set an armed timer aside until somebody lets it try again."""
    park(token.workflow.root, token, StepFailed(CODE, _TEMPLATE, problem=problem))


def stall_light(root: "Root", owner: int, problem: str) -> None:
    """Set the next change of a deadline aside: its element stays open to whoever works on it."""
    root.stalled[owner] = CODE
    token = root.by_key.get(owner)
    instance = token.workflow.process_scope if token is not None else owner
    private = {"message": _TEMPLATE % {"problem": problem}, "template": _TEMPLATE, "facts": {"problem": problem}}
    public = {"code": CODE, "processInstanceKey": root.base_key + instance}
    root.facts.append(Fact("incident_opened", root.deadlines.get(owner).element_id, root.base_key + owner, public, private))


def resume(root: "Root", owner: int, how: str) -> bool:
    """Let the changes of a deadline go on, or end with it. how: retried or cancelled. False: they were not set aside."""
    code = root.stalled.pop(owner, None)
    if code is not None:
        root.facts.append(Fact("incident_resolved", None, root.base_key + owner, {"code": code, "how": how}))
    return code is not None
