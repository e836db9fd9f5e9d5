"""A deadline whose step is open again as it was, because its submission was withdrawn: it ends where it would have ended."""

from datetime import datetime

from msgspec.structs import replace

from app.domain.deadline import Deadline, State
from app.domain.deadline_changes import Change
from app.domain.deadline_facts import deadline_fact
from app.domain.deadline_reckoning import settled
from app.domain.instant import instant_text
from app.domain.rejection import Rejection


def reopened(ended: Deadline, key: int, now: datetime) -> Change:
    """Return the deadline of a step that is entered again. key: of the new element instance.

    Withdrawing gives nobody more time. What has passed meanwhile takes effect now.

    Raises Rejection("deadline_lapsed") where silence would have taken effect by now: the answer that was given in time stands.
    """
    if ended.silence is not None and ended.effective_at <= now:
        raise Rejection(
            "deadline_lapsed",
            "Expected a deadline still ahead, but it passed at %(at)s: what was submitted in time stands",
            at=instant_text(ended.effective_at),
        )
    missed = ended.missed_at is not None and ended.state is State.MISSED
    state, effective = (State.MISSED, ended.effective_at) if missed else (State.RUNNING, max(ended.effective_at, now))
    again = settled(replace(ended, element_instance_key=key, state=state, effective_at=effective, ended_at=None), now)
    return again, [deadline_fact("deadline_started", again, now, startedAt=again.started_at)]
