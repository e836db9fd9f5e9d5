"""Taking a case to a newer diagram: its tokens stay where they are, with their timers, answers and items."""

from app.domain.rejection import Rejection
from app.engine.arming import Armed, arm
from app.engine.failure import StepFailed
from app.engine.flow import Flow, Root
from app.engine.snapshot import open_snapshot, take
from app.engine.token import Token
from app.engine.view import View

Added = tuple[Armed, Token | None, Flow]


def migrated(root: Root, digest: str) -> Root:
    """Return the case on the diagram of another digest; called processes stay on theirs.

    Events that the newer diagram adds to what is open are armed from now on.

    Raises Rejection("state_forbids") where the newer diagram lacks an element at which the case stands, has another kind of
    element there, or adds an event that cannot be armed.
    """
    newer = open_snapshot(root.world, take(root), digest)
    newer.facts, newer.deadlines.ended = root.facts, root.deadlines.ended
    try:
        added = [event for old, new in zip(root.flows(), newer.flows(), strict=True) for event in _added(old, new)]
    except StepFailed as failure:
        raise Rejection("state_forbids", failure.message.template, **failure.message.facts) from None
    for event, host, flow in added:
        event.attach(host, flow)
    return newer


def _added(old: Flow, new: Flow) -> list[Added]:
    """Work out the events that are new in one flow. Those that the older diagram had too have been armed, or have fired."""
    found: list[Added] = []
    for token in list(new.task_tree.below):
        before = old.tasks[token.id].task_spec
        element = token.task_spec
        if before.type != element.type:
            raise Rejection(
                "state_forbids",
                "Expected the element %(element)s, at which the case stands, to stay a %(before)s, but found a %(after)s",
                element=element.element_id,
                before=before.type,
                after=element.type,
            )
        view = View(new, token.scope, token)
        owner = token.id if token.id in new.root.deadlines else None
        for name in element.boundaries:
            if name not in before.boundaries:
                found.append((arm(new.spec.task_specs[name], view, owner), token, new))
    view = new.view()
    found += [(arm(new.spec.task_specs[name], view), None, new) for name in new.spec.armed if name not in old.spec.armed]
    return found
