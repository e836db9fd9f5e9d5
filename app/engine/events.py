"""Events: passed at once, waited for, thrown, attached to an activity, or starting an event sub-process."""

from typing import TYPE_CHECKING, Any

import msgspec

from app.domain.instant import instant_text
from app.engine.arming import arm, correlation_text, disarmed, name_of, noted_armed, waits_no_longer
from app.engine.element import Element, ready
from app.engine.failure import StepFailed
from app.engine.jobs import Job
from app.engine.library import READY, WAITING
from app.engine.token import TOP, Kept, Token, kill
from app.engine.trigger import ErrorTrigger, EscalationTrigger, MessageTrigger, SignalTrigger, TerminateTrigger
from app.engine.view import View

if TYPE_CHECKING:
    from app.engine.flow import Root


class StartEvent(Element):
    """Whoever started the process or fired the event sub-process has dealt with its trigger: passed at once.

    Its step also begins what it stands in: the deadline of the process and the starts of event sub-processes, so that a mistake in one
    of these is an incident here and nothing is half begun.
    """

    def details(self, token: Token, view: View) -> Any:
        flow, deadlines = token.workflow, token.workflow.root.deadlines
        deadline = deadlines.plan(flow.view(), flow.scope, flow.spec.name) if flow.is_process else None
        owner = flow.scope if deadline is not None else None
        if deadline is not None:
            view.extra["deadline"] = deadlines.shown(deadline[0])
        return deadline, [arm(flow.spec.task_specs[name], view, owner) for name in flow.spec.armed]

    def _update_hook(self, token: Token) -> bool:
        deadline, armed = self.enter(token)
        flow = token.workflow
        if deadline is not None:
            flow.root.deadlines.begin(flow.scope, deadline)
        for event in armed:
            event.attach(None, flow)
        return True

    def outputs(self, token: Token, answers: Any) -> list[tuple[int, str, msgspec.Raw]]:
        """Nothing where a trigger started it: what that brought was written when it fired."""
        return super().outputs(token, answers) if self.trigger is None else []


class CatchEvent(Element):
    """An event in the flow that is waited for, and the receive task."""

    def details(self, token: Token, view: View) -> Any:
        return arm(self, view) if self.trigger is not None else None

    def _update_hook(self, token: Token) -> bool:
        root = token.workflow.root
        if root.going is not None and root.going.passes(token):
            with root.going.since_receipt(root):
                root.going.happened(token, self.enter(token))
            return True
        armed = self.enter(token)
        if armed is None:
            return True
        armed.kept.via, armed.kept.item = token.kept.via, token.kept.item
        token.kept, token._state = armed.kept, WAITING
        noted_armed(token)
        return False


class AttachedEvent(Element):
    """An event that waits below or beside something else.

    Once it happens it becomes a token of its own, which writes what the event brought. begins_anew: what it ends is begun anew after it.
    """

    begins_anew = False

    def _run_hook(self, token: Token) -> bool:
        self.noted("element_entered", token)
        return True


class BoundaryEvent(AttachedEvent):
    """Below its activity, from the moment that is entered until it is left."""


class EventStart(AttachedEvent):
    """The armed start of an event sub-process: it keeps nothing open, and its token is no element of the drawing."""

    keeps_open = False
    silent = True


class EventGateway(Element):
    """The first of the events after it that happens takes the token on; each has its own timer or subscription."""

    def details(self, token: Token, view: View) -> Any:
        specs = token.workflow.spec.task_specs
        return [(arm(specs[way.target], view), way) for way in self.ways]

    def _update_hook(self, token: Token) -> bool:
        for armed, way in self.enter(token):
            armed.kept.via = way.flow_id
            armed.attach(token)
        token._state = WAITING
        return False


class ThrowEvent(Job):
    """An event that is thrown; without a kind, passed at once. message_name: of a message that no worker sends."""

    message_name = ""

    def details(self, token: Token, view: View) -> tuple[str, int]:
        if self.job_type is None:
            return "", 0
        return super().details(token, view)

    def act(self, token: Token) -> bool:
        root, trigger = token.workflow.root, self.trigger
        if isinstance(trigger, SignalTrigger):
            name = trigger.name.text
            root.note("signal_thrown", self, token.id, name=name)
            broadcast(root, name, {})
        elif isinstance(trigger, ErrorTrigger | EscalationTrigger):
            handler = find_handler(token, type(trigger), trigger.code)
            if handler is not None:
                happened(handler, {})
            elif isinstance(trigger, ErrorTrigger):
                raise StepFailed(
                    "uncaught_error", "Expected an event that catches the error %(code)s, but found none", code=trigger.code or ""
                )
        elif isinstance(trigger, TerminateTrigger):
            for other in token.workflow.task_tree.below:
                if other is not token:
                    kill(other)
        elif trigger is not None and self.job_type is None:
            view = View(token.workflow, token.scope, token)
            key = correlation_text(trigger, view) if isinstance(trigger, MessageTrigger) else None
            private = {"variables": self.own_inputs(token), "correlationKey": key}
            root.note("message_thrown", self, token.id, private, name=self.message_name)
        return token.is_live


class EndEvent(ThrowEvent):
    """Thrown like any other, and nothing follows."""


def broadcast(root: "Root", name: str, payload: dict[str, msgspec.Raw]) -> int:
    """Let a signal happen for all that wait for it, and return how many they were."""
    found = 0
    for token in [t for flow in root.flows() for t in flow.tasks.values() if waits_for_signal(t, name)]:
        if token.is_live and token.is_armed:
            happened(token, payload)
            found += 1
    return found


def waits_for_signal(token: Token, name: str) -> bool:
    return token.id != TOP and token.is_armed and isinstance(token.task_spec.trigger, SignalTrigger) and name_of(token) == name


def find_handler(token: Token, kind: type, code: str | None) -> Token | None:
    """Look outwards from a token: its own boundary, its scope's event sub-processes, the boundary of what is around it.

    On one level an exact code goes before a catch-all. The boundary events of an item are on its body.
    """
    here: Token | None = token
    while here is not None:
        levels = [] if here.is_item else [here.below, here.workflow.task_tree.below]
        for level in levels:
            caught = [t for t in level if isinstance(t.task_spec, AttachedEvent) and t.is_armed and _catches(t, kind, code)]
            caught.sort(key=lambda t: _code_of(t) is None)
            if caught:
                return caught[0]
        here = here.above if here.is_item else here.workflow.parent
    return None


def _code_of(token: Token) -> str | None:
    trigger = token.task_spec.trigger
    return trigger.code if isinstance(trigger, ErrorTrigger | EscalationTrigger) else None


def _catches(token: Token, kind: type, code: str | None) -> bool:
    return isinstance(token.task_spec.trigger, kind) and _code_of(token) in (None, code)


def host_deadline(token: Token) -> str:
    """Return when the deadline of a boundary event's host is, as text; "" where the host has none, and for other events."""
    host, deadlines = token.above, token.workflow.root.deadlines
    return instant_text(deadlines.get(host.id).deadline_at) if host.id in deadlines else ""


def happened(token: Token, payload: dict[str, msgspec.Raw], seen: str | None = None) -> None:
    """The event that `token` waits for has happened: cancel what it interrupts, and let a token go on from it with what it brought.

    seen: the deadline of its host, where the event has just ended it. Nothing here can fail: mappings of the event are a step of the token
    that goes on.
    """
    flow, spec = token.workflow, token.task_spec
    if not isinstance(spec, AttachedEvent):
        if isinstance(token.above.task_spec, EventGateway):
            token = _chosen(token)
        else:
            waits_no_longer(token)
        token.kept = Kept(via=token.kept.via, item=token.kept.item, answers=payload)
        ready(token)
        return
    name, host = spec.name, token.above
    seen = host_deadline(token) if seen is None else seen
    if spec.interrupting:
        waits_no_longer(token)
        token.detach()
        if spec.begins_anew:
            flow.root.deadlines.cut_off(host.id, spec.element_id)
        for victim in flow.task_tree.below if isinstance(spec, EventStart) else [host]:
            if victim.task_spec.type != "guest":
                kill(victim)
    elif not flow.root.rearm(token):
        waits_no_longer(token)
        token.detach()
    flow.root.agenda.append(flow.add(name, kept=Kept(answers=payload, host_deadline=seen), state=READY))


def _chosen(token: Token) -> Token:
    """Let the event of a gateway that happened first take the place of the gateway."""
    flow, gateway = token.workflow, token.above
    name, via = token.task_spec.name, token.kept.via
    waits_no_longer(token)
    token.detach()
    for other in gateway.below:
        disarmed(other)
    root = flow.root
    gateway.task_spec.noted("element_completed", gateway)
    root.scopes.close(gateway.id)
    gateway.detach()
    root.note("flow_taken", None, gateway.id, flowId=via, fromElementId=gateway.task_spec.element_id, scopeKey=root.base_key + flow.scope)
    taken = flow.add(name, kept=Kept(via=via), state=WAITING)
    taken.task_spec.noted("element_entered", taken)
    return taken
