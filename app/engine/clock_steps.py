"""The steps `duban:stop-clock` and `duban:resume-clock`: the period around them stands while something is awaited.

They change the nearest deadline around the step, in the transaction of whoever brought the case there, so that no moment lies between
asking and the clock that stops. Its diagram says that it may be stopped (`deadline.suspendable`). Where it may not, nothing of the
command happens: whoever asked is told why.

Source: Licensing Law, articles 32 and 45; procedures, section 1, "stopping the clock", and investment-approval.
"""

from typing import TYPE_CHECKING, Final

from app.domain.deadline_stops import resumed, suspended
from app.domain.rejection import Rejection

if TYPE_CHECKING:
    from app.engine.token import Token

STOP: Final = "duban:stop-clock"
RESUME: Final = "duban:resume-clock"


def stop_clock(token: "Token") -> None:
    """Raises the rejections of app.domain.deadline_stops, and "not_found" where no deadline lies around the step."""
    root = token.workflow.root
    root.deadlines.change(_owner(token), lambda found: suspended(found, root.world.now))


def resume_clock(token: "Token") -> None:
    """Raises Rejection("not_found") where no deadline lies around the step, and "state_forbids" where its clock is not stopped."""
    root = token.workflow.root
    root.deadlines.change(_owner(token), lambda found: resumed(found, root.world.now, root.world.calendar))


def leads_to_resuming(token: "Token") -> bool:
    """Say whether what is open lies between a step that stopped the clock and the one that lets it run on: some way from it comes to the
    second, and not first to another stop."""
    specs = token.workflow.spec.task_specs
    ahead, seen = [token.task_spec.name], set[str]()
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        job = getattr(specs[name], "job_type", None)
        kind = job.text if job is not None else ""
        if kind == RESUME:
            return True
        if kind != STOP:
            ahead += [way.target for way in specs[name].ways] + list(specs[name].boundaries)
    return False


def _owner(token: "Token") -> int:
    root = token.workflow.root
    owner = root.deadlines.above(token.workflow, token)
    if owner not in root.deadlines:
        raise Rejection("not_found", "Expected a deadline %(key)s, but found none", key="-")
    return owner
