"""Reading event definitions, with the messages, signals, errors and escalations that they refer to."""

from typing import Final

from app.diagram.event_definition import EventDefinition
from app.diagram.node import BPMN, Node, children, extension, local_name, text_of
from app.diagram.problems import Problems

_TIMERS: Final = ("timeDate", "timeDuration", "timeCycle")
_SHARED: Final = ("message", "signal", "error", "escalation")


class Shared:
    """The messages, signals, errors and escalations of one file, by id."""

    def __init__(self, root: Node, problems: Problems) -> None:
        self._nodes = {(kind, node.get("id") or ""): node for kind in _SHARED for node in children(root, BPMN, kind)}
        self._problems = problems

    def definitions(self, node: Node) -> tuple[EventDefinition, ...]:
        """What an event element, or a task with a message, waits for or throws, in the file's order."""
        found = [self._definition(part, node) for part in node if local_name(part).endswith("EventDefinition")]
        found += [
            EventDefinition("reference", name=text_of(part), line=part.sourceline) for part in children(node, BPMN, "eventDefinitionRef")
        ]
        if node.get("messageRef"):
            found.append(self._definition(node, node, "message"))
        return tuple(found)

    def _definition(self, part: Node, owner: Node, kind: str = "") -> EventDefinition:
        kind = kind or local_name(part).removesuffix("EventDefinition")
        if kind == "timer":
            said = [time for time in part if local_name(time) in _TIMERS]
            first = said[0] if said else None
            return EventDefinition(
                kind,
                timer_kind=local_name(first) if first is not None else None,
                timer_text=text_of(first),
                timer_kinds=len(said),
                line=part.sourceline,
            )
        if kind == "link":
            return EventDefinition(kind, name=part.get("name") or None, line=part.sourceline)
        if kind in _SHARED:
            return self._referring(part, owner, kind)
        return EventDefinition(kind, line=part.sourceline)

    def _referring(self, part: Node, owner: Node, kind: str) -> EventDefinition:
        wanted = part.get(f"{kind}Ref")
        shared = self._nodes.get((kind, wanted.rpartition(":")[2])) if wanted else None
        if wanted and shared is None:
            self._problems.add(owner.get("id"), part.sourceline, "Expected a %(kind)s with the id %(wanted)s, but the file has none",
                               kind=kind, wanted=wanted)  # fmt: skip
        if shared is None:
            return EventDefinition(kind, line=part.sourceline)
        subscription = extension(shared, "subscription") if kind == "message" else None
        return EventDefinition(
            kind,
            name=(shared.get("name") or "").strip() or None,
            code=(shared.get(f"{kind}Code") or "").strip() or None,
            correlation_key=(subscription.get("correlationKey") or "").strip() or None if subscription is not None else None,
            line=part.sourceline,
        )
