"""Our properties: which there are, where each may stand, what it may hold. Source: docs/diagrams, "Our properties"."""

from collections.abc import Iterator
from typing import Final

from app.diagram import Diagram, DiagramElement, Lane, Process
from app.diagram.kinds import ACTIVITIES, EVENTS, SUB_PROCESSES
from app.domain.languages import TAGS, split_tag

Owner = Process | DiagramElement | Lane

PROCESS: Final = "a process"
USER_TASK: Final = "a user task"
DEADLINE_HOLDER: Final = "a process, user task, sub-process, call activity or looped activity"
SILENCE_HOLDER: Final = "a user task, sub-process or call activity"
SHOWN: Final = "an activity or event"
ELEMENT: Final = "an element"
GROUP_HOLDER: Final = "a lane or start event"
EVENT: Final = "an event"
START: Final = "a start event"
RULE_TASK: Final = "a business rule task"
BOUNDARY: Final = "an interrupting boundary event"
END: Final = "an end event"
PROCESS_OR_TASK: Final = "a process or user task"
TITLED: Final = "a process, user task or event"

PLACES: Final = {
    "deadline.length": DEADLINE_HOLDER,
    "deadline.unit": DEADLINE_HOLDER,
    "deadline.at": DEADLINE_HOLDER,
    "deadline.from": DEADLINE_HOLDER,
    "deadline.article": DEADLINE_HOLDER,
    "deadline.silence": SILENCE_HOLDER,
    "deadline.extendable": DEADLINE_HOLDER,
    "deadline.noticeDays": DEADLINE_HOLDER,
    "deadline.extensionApprover": DEADLINE_HOLDER,
    "deadline.suspendable": DEADLINE_HOLDER,
    "deadline.retroactive": DEADLINE_HOLDER,
    "light.yellow": DEADLINE_HOLDER,
    "receipt.code": PROCESS,
    "receipt.backdating": PROCESS_OR_TASK,
    "owner": PROCESS,
    "secret": PROCESS,
    "identity.kept": PROCESS,
    "retention": PROCESS,
    "article": ELEMENT,
    "public": SHOWN,
    "publicName": SHOWN,
    "publicNote": USER_TASK,
    "fourEyes": USER_TASK,
    "returnTo": USER_TASK,
    "serves": USER_TASK,
    "points": ELEMENT,
    "points.unit": ELEMENT,
    "titleTemplate": TITLED,
    "candidateGroups": GROUP_HOLDER,
    "startUnit": START,
    "weighsAgain": RULE_TASK,
    "beginsAnew": BOUNDARY,
    "reasonVariable": EVENT,
    "whileMerged": END,
}

FEEL: Final = frozenset(
    {"deadline.length", "deadline.at", "deadline.from", "light.yellow", "secret", "identity.kept", "titleTemplate", "points.unit"}
)
"""Their values are FEEL, with or without a leading `=`; deadline.length may name a decision instead."""

MARKED: Final = frozenset({"deadline.extensionApprover", "candidateGroups"})
"""Their values are FEEL where a leading `=` marks it, else plain text."""


LABEL: Final = "label."
"""Begins the properties of a process that say what a variable, a part of its value or a choice is called: `label.reply.deemed`."""

TRANSLATED: Final = ("name", "publicName", "documentation")
"""Texts that may be said in other languages too, each as `<text>.<language tag>`."""


def is_label(name: str) -> bool:
    """Whether a property says what a variable, a part of its value or a choice is called, in whatever language."""
    return name.startswith(LABEL)


def is_translation(name: str) -> bool:
    """Whether a property means a text in another language, rightly or not."""
    text, tag = split_tag(name)
    return name not in PLACES and not is_label(name) and bool(tag) and (text in TRANSLATED or tag in TAGS)


def owners(diagram: Diagram) -> Iterator[tuple[Process, Owner]]:
    """Everything that may hold properties, with the process it belongs to."""
    for process in diagram.processes:
        yield process, process
        for lane in process.lanes.values():
            yield process, lane
        for element in process.elements.values():
            yield process, element


def deadline_holders(diagram: Diagram) -> Iterator[tuple[Process, Process | DiagramElement]]:
    """Processes and elements that have a deadline."""
    for process, owner in owners(diagram):
        if not isinstance(owner, Lane) and has_deadline(owner):
            yield process, owner


def has_deadline(owner: Process | DiagramElement) -> bool:
    said = owner.properties
    return bool(said.get("deadline.length") or said.get("deadline.at")) or said.get("deadline.unit") == "at once"


def may_stand_on(place: str, owner: Owner) -> bool:
    """Whether a property of that place may stand on the owner."""
    if isinstance(owner, Process):
        return place in (PROCESS, DEADLINE_HOLDER, PROCESS_OR_TASK, TITLED, ELEMENT)
    if isinstance(owner, Lane):
        return place == GROUP_HOLDER
    silence = owner.kind in SUB_PROCESSES or owner.kind in ("userTask", "callActivity")
    fits = {
        USER_TASK: owner.kind == "userTask",
        PROCESS_OR_TASK: owner.kind == "userTask",
        TITLED: owner.kind == "userTask" or owner.kind in EVENTS,
        SILENCE_HOLDER: silence,
        DEADLINE_HOLDER: silence or owner.loop is not None,
        SHOWN: owner.kind in ACTIVITIES or owner.kind in EVENTS,
        GROUP_HOLDER: owner.kind == "startEvent",
        START: owner.kind == "startEvent",
        EVENT: owner.kind in EVENTS,
        END: owner.kind == "endEvent",
        BOUNDARY: owner.kind == "boundaryEvent" and owner.interrupting,
        RULE_TASK: owner.kind == "businessRuleTask",
        ELEMENT: True,
    }
    return fits.get(place, False)


def listed(text: str | None) -> list[str]:
    """The parts of a comma-separated text; none for an expression."""
    if not text or text.startswith("="):
        return []
    return [part.strip() for part in text.split(",") if part.strip()]
