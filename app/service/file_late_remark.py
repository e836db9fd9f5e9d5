"""File what was typed for a task that lapsed as a late remark: an event without effect, which undoes nothing.

Source: docs/architecture, "A lapsed task"; procedures, section 1, "silence".
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from app.audit.naming_the_writer import refuse_naming, refuse_naming_text
from app.audit.was_asked import was_asked
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import case_key_of
from app.domain.rejection import Message, Rejection
from app.domain.task import require_sight
from app.service.work import Outcome, Work

MOST_CHARACTERS = 8000


class FileLateRemark(Struct, frozen=True):
    """text: the remark as people read it. answers: by field, where it comes from the task's form."""

    task_key: int
    text: str
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: FileLateRemark, work: Work) -> Outcome:
    task = work.task(command.task_key)
    require_sight(work.actor, task)
    if not was_asked(work.store, work.actor, task):
        raise Rejection("forbidden", "Expected you to be the holder or in one of the groups of this task, but you are not")
    if not task.lapsed or task.ended_at is None:
        raise Rejection("state_forbids", "Expected a task that lapsed into consent, but this one did not")
    text = command.text.strip()
    if not 1 <= len(text) <= MOST_CHARACTERS:
        message = Message(
            "Expected a remark of 1 to %(most)s characters, but found %(found)s", {"most": MOST_CHARACTERS, "found": len(text)}
        )
        raise Rejection("bad_request", message.template, field_errors={"text": message}, **message.facts)
    refuse_naming_text(work.store, work.actor, task.case_key, task.case, {"text": text})
    refuse_naming(work.store, work.actor, task.case_key, task.case, command.answers)
    late = {"userTaskKey": task.key, "lapsedAt": task.ended_at, "filedAt": instant_text(work.now)}
    fact = Fact("late_remark_filed", task.element_id, task.key, late, {"text": text, "answers": dict(command.answers)})
    return Outcome("late_remark_filed", [fact], {"seq": work.head.seq + 1}, element_id=task.element_id, definition_digest=task.digest)
