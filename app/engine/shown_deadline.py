"""Which deadline the work list shows beside a task."""

from typing import TYPE_CHECKING

from app.domain.deadline import Deadline, State

if TYPE_CHECKING:
    from app.engine.flow import Flow, Root
    from app.engine.token import Token


def shown_deadline(root: "Root", token: "Token") -> Deadline | None:
    """Return the earliest running deadline of a task and of what is around it; without one the earliest that is stopped or missed.

    The task's own one, once missed, goes before them all: that the letter as a whole has time left does not make its task less late.
    Source: docs/diagrams, "Our properties".
    """
    own = root.deadlines.get(token.id) if token.id in root.deadlines else None
    if own is not None and own.is_open and own.state is State.MISSED:
        return own
    found = [deadline for deadline in _around(root, token) if deadline.is_open]
    running = [deadline for deadline in found if deadline.state is State.RUNNING]
    return min(running or found, key=lambda deadline: (deadline.deadline_at, deadline.element_instance_key), default=None)


def _around(root: "Root", token: "Token") -> list[Deadline]:
    found: dict[int, Deadline] = {}
    here: Token | None = token
    flow: Flow = token.workflow
    while True:
        owner = root.deadlines.above(flow, here)
        if owner == -1:
            return list(found.values())
        found[owner] = root.deadlines.get(owner)
        holder = root.by_key.get(owner)
        if holder is None:
            # The deadline of a process: go on outside of it, if it was called.
            parent = next((part.parent for part in root.flows() if part.is_process and part.scope == owner), None)
            if parent is None:
                return list(found.values())
            here, flow = parent, parent.workflow
        else:
            here, flow = (holder.above, holder.workflow) if holder.is_item else (holder.workflow.parent, holder.workflow)
            if here is not None and here.task_spec.type == "guest":
                return list(found.values())  # beside the case, not inside it: whose task has a deadline of its own shows that
            if here is None:
                if owner != 0 and 0 in root.deadlines and 0 not in found:
                    found[0] = root.deadlines.get(0)
                return list(found.values())
