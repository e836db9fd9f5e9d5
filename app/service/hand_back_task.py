"""Hand a delegated task back: whoever delegated it finds what was filled in as a draft, and completes it."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from app.audit.asked_deadline import MOST_REASON
from app.audit.four_eyes import require_other_eyes
from app.audit.naming_the_writer import refuse_naming, refuse_naming_text
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import case_key_of
from app.domain.rejection import Message, Rejection
from app.domain.reserved_names import refuse_reserved
from app.domain.task import require_work
from app.service.work import Outcome, Work


class HandBackTask(Struct, frozen=True):
    """answers: as far as they were filled in; they are checked when the task is completed. note: words to who delegated it, if any."""

    task_key: int
    answers: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: HandBackTask, work: Work) -> Outcome:
    task = work.task(command.task_key)
    require_work(work.actor, task)
    owner = task.sight.delegated_by
    if owner is None:
        raise Rejection("state_forbids", "Expected a task that was delegated to you, but this one is your own to complete")
    require_other_eyes(work.store, work.actor, task, work.surroundings.diagram(work.store, task.digest))
    refuse_reserved(command.answers)
    note = command.note.strip()
    if len(note) > MOST_REASON:
        message = Message("Expected a note of at most %(most)s characters, but found %(found)s", {"most": MOST_REASON, "found": len(note)})
        raise Rejection("bad_request", message.template, field_errors={"note": message}, **message.facts)
    refuse_naming_text(work.store, work.actor, task.case_key, task.case, {"note": note})
    refuse_naming(work.store, work.actor, task.case_key, task.case, command.answers)
    private = {"answers": dict(command.answers), "note": note}
    active = work.store.value("SELECT 1 FROM account WHERE name = :name AND state = 'active'", name=owner) is not None
    before = work.store.value("SELECT delegated_for FROM user_task WHERE key = :key", key=task.key)
    said = {"assignee": owner if active else None, "from": task.sight.assignee, "delegatedBy": owner, "actingFor": before}
    told = {"notice": "handed-back", "to": [f"account:{owner}"], "toldAt": instant_text(work.recorded_at)}
    facts = [
        Fact("delegation_returned", task.element_id, task.key, said, private),
        Fact("notice_given", task.element_id, task.key, told),
    ]
    recorded = {"reason": note, "answers": dict(command.answers)}
    return Outcome("delegation_returned", facts, {"seq": work.head.seq + 1}, None, task.element_id, recorded, task.digest)
