"""What an operator did to a case outside its course, told to people."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.fact import Fact
from app.domain.instant import read_instant
from app.domain.rejection import Message
from app.web.pages.definition_words import CaseNames
from app.web.presentation.modification_view import Outlook


def moved_words(fact: Mapping[str, Any], named: Callable[[Mapping[str, Any]], str]) -> list[Message]:
    """Return what was ended and begun. named: gives an element's name from what the fact says of it."""
    said = [Message("ended by hand: %(step)s", {"step": named(one)}) for one in fact["ended"]]
    return said + [Message("begun by hand: %(step)s", {"step": named(one)}) for one in fact["begun"]]


def outlook_of(facts: Sequence[Fact], names: CaseNames) -> Outlook:
    """Say what a modification would bring about. facts: as the command would record them."""
    ended, begun, warnings = list[Message](), list[Message](), list[Message]()
    for fact in facts:
        said = {"step": names.of(fact.element_id, fact.key, fact.public.get("processInstanceKey"))}
        if fact.kind == "element_cancelled" and fact.public.get("type") != "multiInstanceBody":
            ended.append(Message("%(step)s ends, undone", said))
        elif fact.kind == "deadline_voided":
            ended.append(Message("the deadline of %(step)s ends with it", said))
        elif fact.kind == "incident_resolved":
            ended.append(Message("the incident at %(step)s is resolved by it", said))
        elif fact.kind == "task_created":
            begun.append(Message("%(step)s becomes a task", said))
        elif fact.kind == "deadline_started":
            begun.append(
                Message("the deadline of %(step)s runs from now to %(at)s", {**said, "at": read_instant(fact.public["deadlineAt"])})
            )
        elif fact.kind == "internal_job_done":
            begun.append(Message("%(step)s is carried out at once", said))
        elif fact.kind == "element_completed" and fact.public.get("type") == "endEvent":
            begun.append(Message("%(step)s is reached", said))
        elif fact.kind == "incident_opened":
            warnings.append(Message("%(step)s would stop with an incident", said))
        elif fact.kind == "process_instance_completed":
            warnings.append(Message("the process ends with this", said))
    return Outlook(tuple(ended), tuple(begun), tuple(warnings))
