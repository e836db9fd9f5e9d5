"""What an event waits for or throws."""

from typing import Final

from app.domain.marked import marked
from app.engine import timers
from app.engine.compile_text import expression, optional
from app.engine.drawn import Node, children, said_once, tag_of, text_in
from app.engine.formula import Formula
from app.engine.refused import Refused
from app.engine.trigger import (
    ErrorTrigger,
    EscalationTrigger,
    LinkTrigger,
    MessageTrigger,
    SignalTrigger,
    TerminateTrigger,
    TimerTrigger,
    Trigger,
)

ALLOWED: Final[dict[str, set[str]]] = {
    "startEvent": {"timer", "message", "signal"},
    "subProcessStart": set(),
    "eventSubProcessStart": {"timer", "message", "signal", "error", "escalation"},
    "intermediateCatchEvent": {"timer", "message", "signal", "link"},
    "boundaryEvent": {"timer", "message", "signal", "error", "escalation"},
    "intermediateThrowEvent": {"message", "signal", "escalation", "link"},
    "endEvent": {"message", "signal", "error", "escalation", "terminate"},
    "receiveTask": {"message"},
}


class EventReader:
    """declared: the messages, signals, errors and escalations of the file, by id."""

    def __init__(self, root: Node) -> None:
        self.declared = {node.get("id"): node for node in children(root, "message", "signal", "error", "escalation")}

    def read(self, node: Node, place: str, *, repeats: bool = False) -> Trigger | None:
        """Return the trigger of an event, None where it has none. repeats: a cycle may stand here. Raises Refused."""
        element_id = node.get("id")
        drawn = [found for found in node if tag_of(found).endswith("EventDefinition")]
        if len(drawn) > 1:
            raise Refused(
                "one-event-definition",
                element_id,
                "Expected one definition on an event, but found %(found)s",
                "Draw an event for each of them",
                found=len(drawn),
            )
        if not drawn:
            return None
        kind = tag_of(drawn[0]).removesuffix("EventDefinition")
        if kind not in ALLOWED[place]:
            raise Refused(
                "event-not-supported",
                element_id,
                "Expected one of %(allowed)s here, but found %(found)s",
                "Use one of them",
                allowed=", ".join(sorted(ALLOWED[place])) or "no trigger",
                found=kind,
            )
        if kind == "timer":
            return _timer(element_id, drawn[0], repeats)
        if kind == "link":
            return LinkTrigger(drawn[0].get("name") or "")
        if kind == "terminate":
            return TerminateTrigger()
        return self.referred(element_id, kind, drawn[0].get(f"{kind}Ref"), throws=place in ("intermediateThrowEvent", "endEvent"))

    def referred(self, element_id: str, kind: str, reference: str | None, *, throws: bool = False) -> Trigger:
        """Return the trigger that a reference to a message, signal, error or escalation names."""
        found = self.declared.get(reference)
        if found is None or tag_of(found) != kind:
            if reference is None and kind in ("error", "escalation") and not throws:
                return ErrorTrigger(None) if kind == "error" else EscalationTrigger(None)
            raise Refused(
                "missing-reference",
                element_id,
                "Expected the event to name a %(kind)s, but found %(found)s",
                "Choose or create one in the properties of the event",
                kind=kind,
                found=reference or marked("no name"),
            )
        if kind in ("error", "escalation"):
            code = found.get(f"{kind}Code") or None
            if throws and code is None:
                raise Refused(
                    "missing-code",
                    element_id,
                    "Expected a code on the %(kind)s that is thrown, but found none",
                    "Enter its code",
                    kind=kind,
                )
            return ErrorTrigger(code) if kind == "error" else EscalationTrigger(code)
        return _named(element_id, kind, found)


def _named(element_id: str, kind: str, found: Node) -> Trigger:
    name = (found.get("name") or "").strip()
    if not name or name.startswith("="):
        raise Refused(
            "event-name",
            element_id,
            "Expected a fixed name on the %(kind)s, but found %(found)s",
            "Enter a name; tell cases apart by the key",
            kind=kind,
            found=name or marked("no name"),
        )
    if kind == "signal":
        return SignalTrigger(Formula(name, None))
    subscription = said_once(found, "subscription")
    key = subscription.get("correlationKey") if subscription is not None else None
    return MessageTrigger(Formula(name, None), optional(element_id, "the correlation key", key))


def _timer(element_id: str, node: Node, repeats: bool) -> TimerTrigger:
    drawn = list(children(node, "timeDate", "timeDuration", "timeCycle"))
    text = text_in(drawn[0]) if len(drawn) == 1 else ""
    if not text:
        raise Refused("timer-without-time", element_id, "Expected a date, a duration or a cycle on the timer, but found none", "Enter one")
    kind = tag_of(drawn[0])
    if kind == "timeCycle" and not repeats:
        raise Refused(
            "cycle-interrupts",
            element_id,
            "Expected a date or a duration here, but found a cycle: this timer fires once",
            "Use a duration, or make the event non-interrupting",
        )
    if text.removeprefix("=").strip() == "deadline" and kind == "timeDate":
        return TimerTrigger(kind, Formula(text, None), True)
    if timers.is_static(kind, text):
        return TimerTrigger(kind, Formula(text, None), False)
    if not text.startswith("=") and text[:1] in "PR0123456789" and "(" not in text:
        raise Refused(
            "bad-timer",
            element_id,
            "Expected %(kind)s in ISO 8601 or FEEL, but found %(found)s",
            "For example P5D, R3/P1D or 2026-03-02",
            kind=kind,
            found=text,
        )
    return TimerTrigger(kind, expression(element_id, "the timer", text, always=True), False)
