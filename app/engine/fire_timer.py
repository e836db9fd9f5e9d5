"""A timer fires."""

from datetime import datetime

from app.domain.instant import instant_text
from app.engine import timers
from app.engine.events import AttachedEvent, happened, host_deadline
from app.engine.token import Token


def fire_timer(token: Token, due: datetime) -> None:
    """Fire the occurrence that was due at an instant.

    A reminder (a cycle that interrupts nothing) whose later turns were missed too, until the instant at which the command is
    carried out, fires once; the fact counts them.
    """
    root, spec = token.workflow.root, token.task_spec
    reminder = isinstance(spec, AttachedEvent) and not spec.interrupting and bool(token.kept.every)
    said = root.note("timer_fired", spec, token.id, dueAt=instant_text(due)).public
    seen = host_deadline(token)
    root.deadlines.timer_fired(token)
    happened(token, {}, seen)
    if not reminder:
        return
    said["missed"] = 0
    if token.is_live:
        said["missed"] = timers.skip_missed(token.kept, root.world.decided_at or root.world.now, root.world.feel.zone)
        if not token.kept.every:
            token.detach()
    said["nextDueAt"] = token.kept.due if token.is_live else None
