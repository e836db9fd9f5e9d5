"""What an operator did to a case outside its course, told to people."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.audit.moved_case import MovedCase
from app.domain.deadline import Deadline, State
from app.domain.instant import read_instant
from app.domain.rejection import Message
from app.web.pages.definition_words import CaseNames
from app.web.presentation.modification_view import Outlook


def moved_words(fact: Mapping[str, Any], named: Callable[[Mapping[str, Any]], str]) -> list[Message]:
    """Return what was ended and begun. named: gives an element's name from what the fact says of it."""
    said = [Message("ended by hand: %(step)s", {"step": named(one)}) for one in fact["ended"]]
    return said + [Message("begun by hand: %(step)s", {"step": named(one)}) for one in fact["begun"]]


def outlook_of(moved: MovedCase, names: CaseNames, now: datetime) -> Outlook:
    """Say what a modification would bring about, if it were made now."""
    ended, begun, warnings = list[Message](), list[Message](), list[Message]()
    for fact in moved.facts:
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
            at = read_instant(fact.public["deadlineAt"])
            begun.append(Message("the deadline of %(step)s runs to %(at)s", {**said, "at": at}))
            if at <= now:
                warnings.append(Message("the deadline of %(step)s lies behind already: it would be late at once", said))
        elif fact.kind == "timer_armed" and fact.public.get("dueAt"):
            begun.append(Message("%(step)s waits until %(at)s", {**said, "at": read_instant(fact.public["dueAt"])}))
        elif fact.kind == "internal_job_done":
            begun.append(Message("%(step)s is carried out at once", said))
        elif fact.kind == "element_completed" and fact.public.get("type") == "endEvent":
            begun.append(Message("%(step)s is reached", said))
        elif fact.kind == "incident_opened":
            warnings.append(Message("%(step)s would stop with an incident", said))
        elif fact.kind == "process_instance_completed":
            warnings.append(Message("the process ends with this", said))
    kept = [_kept(one, names.of(one.element_id, one.element_instance_key)) for one in moved.kept]
    return Outlook(tuple(ended), tuple(begun), tuple(warnings), tuple(kept))


def _kept(deadline: Deadline, step: str) -> Message:
    if deadline.state is State.SUSPENDED:
        return Message("the clock of %(step)s stays stopped", {"step": step})
    return Message("the deadline of %(step)s runs on to %(at)s", {"step": step, "at": deadline.deadline_at})
