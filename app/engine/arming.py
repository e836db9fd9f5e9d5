"""Events that wait: timers with their due instants, messages and signals with their subscriptions."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from app.domain.canonical import canonical
from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.engine import timers
from app.engine.failure import StepFailed
from app.engine.library import WAITING
from app.engine.token import TOP, Kept, Token
from app.engine.trigger import MessageTrigger, SignalTrigger, TimerTrigger
from app.engine.view import View
from app.feel import FeelError
from app.feel.values import to_json

if TYPE_CHECKING:
    from app.engine.element import Element


class Armed(Struct, frozen=True):
    """An event whose timer or correlation key is worked out; nothing is changed until it is attached."""

    element: "Element"
    kept: Kept

    def attach(self, host: Token | None, flow: Any = None) -> None:
        """Hang the event below its host; without one, into the flow itself as the start of an event sub-process."""
        flow = host.workflow if host is not None else flow
        noted_armed(flow.add(self.element.name, parent=host, kept=self.kept, state=WAITING))


def arm(element: "Element", view: View, host_deadline: int | None = None) -> Armed:
    """Work out what an event waits for. Raises StepFailed where its timer gives no date, or its message no key.

    host_deadline: the key under which the deadline of the host is about to start, where it has one.
    """
    trigger, world = element.trigger, view.flow.root.world
    if isinstance(trigger, TimerTrigger):
        owner = host_deadline if host_deadline is not None else view.flow.root.deadlines.above(view.flow, view.token)
        if not trigger.follows:
            kept = timers.schedule(trigger.kind, trigger.source, view, world)
            kept.reads = owner if trigger.kind == "timeDate" and trigger.source.reads("deadline") else -1
            return Armed(element, kept)
        if owner < 0:
            raise StepFailed("no_deadline", "Expected a deadline around the timer =deadline, but none runs there")
        return Armed(element, Kept(deadline=owner))
    if isinstance(trigger, MessageTrigger):
        return Armed(element, Kept(correlation=correlation_text(trigger, view)))
    return Armed(element, Kept())


def correlation_text(trigger: MessageTrigger, view: View) -> str | None:
    """Return the key by which a message is told apart, None where the message has none.

    Raises StepFailed("bad_correlation_key") for anything but a text or a number: a null would take any stranger's message.
    """
    if trigger.correlation is None:
        return None
    key = trigger.correlation.value(view, view.flow.root.world)
    if isinstance(key, bool) or key is None or isinstance(key, list | dict):
        raise StepFailed(
            "bad_correlation_key",
            "Expected %(text)s to give a text or a number, but it gave %(found)s. %(why)s",
            text=trigger.correlation.text,
            found=str(key)[:100],
            why=trigger.correlation.why_null(view, view.flow.root.world),
        )
    try:
        return as_correlation(key)
    except (Rejection, FeelError) as problem:
        raise StepFailed("bad_correlation_key", "%(text)s: %(problem)s", text=trigger.correlation.text, problem=str(problem)) from None


def as_correlation(key: Any) -> str:
    return key if isinstance(key, str) else canonical(to_json(key)).strip('"')


def noted_armed(token: Token) -> None:
    """Note that an event waits: its due instant, or what its subscription is for."""
    root, element, trigger = token.workflow.root, token.task_spec, token.task_spec.trigger
    if isinstance(trigger, TimerTrigger):
        due = root.due_of(token)
        root.note(
            "timer_armed",
            element,
            token.id,
            dueAt=instant_text(due) if due else None,
            deadline=trigger.follows,
            hostKey=root.base_key + token.above.id if token.above.id != TOP else None,
        )
    elif isinstance(trigger, MessageTrigger):
        root.note(
            "subscription_opened", element, token.id, {"correlationKey": token.kept.correlation}, event="message", name=name_of(token)
        )
    elif isinstance(trigger, SignalTrigger):
        root.note("subscription_opened", element, token.id, event="signal", name=name_of(token))


def name_of(token: Token) -> str:
    """Return the name of the message or signal that a token waits for."""
    trigger = token.task_spec.trigger
    return trigger.name.text if isinstance(trigger, MessageTrigger | SignalTrigger) else ""


def disarmed(token: Token) -> bool:
    """Say that an event no longer waits. True: it was no element instance of its own, and there is nothing else to say of it."""
    root, element, trigger = token.workflow.root, token.task_spec, token.task_spec.trigger
    if trigger is None or token._state != WAITING:
        return False
    if token.kept.incident:
        root.note("incident_resolved", element, token.id, code=token.kept.incident, how="cancelled")
        token.kept.incident = ""
    if isinstance(trigger, TimerTrigger):
        root.note("timer_disarmed", element, token.id)
    else:
        waits_no_longer(token)
    return is_attached(token)


def waits_no_longer(token: Token) -> None:
    """Note that an event takes no further message or signal: it was disarmed, or what it waited for has come."""
    if isinstance(token.task_spec.trigger, MessageTrigger | SignalTrigger):
        token.workflow.root.note("subscription_closed", token.task_spec, token.id, name=name_of(token))


def is_attached(token: Token) -> bool:
    """Say whether a waiting token is an event of something else: a boundary, a gateway's, the start of an event sub-process."""
    return not token.is_item and (token._parent != TOP or not token.task_spec.keeps_open)
