"""Delegate a task (委托办理): another person works on it on the holder's behalf, and it comes back to the holder to complete.

Source: docs/diagrams, "Moves around a task".
"""

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.audit.last_eyes import refuse_last_eyes
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.takers import refuse_same_eyes
from app.domain.actor import Actor
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import case_key_of
from app.domain.permissions import holds_task
from app.domain.rejection import Message, Rejection
from app.domain.task import TaskRecord, require_open
from app.service.work import Outcome, Work


class DelegateTask(Struct, frozen=True):
    """to: an account. reason: for the history and for who gets the work."""

    task_key: int
    to: str
    reason: str

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: DelegateTask, work: Work) -> Outcome:
    task = work.task(command.task_key)
    require_open(work.actor, task)
    holder = task.sight.assignee
    if holder is None or not holds_task(work.actor, task.sight):
        raise Rejection("forbidden", "Expected the holder of the task to delegate it, but you do not hold it")
    if task.sight.delegated_by is not None:
        raise Rejection("state_forbids", "Expected a task of your own, but %(name)s delegated this one to you", name=task.delegator)
    delegate = _delegate(command, work, task)
    reason = said_reason(command.reason)
    refuse_naming_text(work.store, work.actor, task.case_key, task.case, {"reason": reason})
    said = {"assignee": delegate.account, "from": holder, "actingFor": task.sight.acting_for}
    told = {"notice": "delegated", "to": [f"account:{delegate.account}"], "toldAt": instant_text(work.recorded_at)}
    facts = [
        Fact("task_delegated", task.element_id, task.key, said, {"reason": reason}),
        Fact("notice_given", task.element_id, task.key, told),
    ]
    return Outcome("task_delegated", facts, {"seq": work.head.seq + 1}, None, task.element_id, {"reason": reason, **said}, task.digest)


def _delegate(command: DelegateTask, work: Work, task: TaskRecord) -> Actor:
    """Return who is to work on it: somebody else, who is there and did none of the steps that another pair of eyes has to look at."""
    if work.store.value("SELECT 1 FROM account WHERE name = :name AND state = 'active'", name=command.to) is None:
        message = Message("Expected an active account to delegate to, but found %(found)s", {"found": command.to})
        raise Rejection("bad_request", message.template, field_errors={"to": message}, **message.facts)
    if command.to in (work.actor.account, task.sight.assignee, task.sight.acting_for):
        message = Message("Expected somebody else to delegate to, but it is done in this person's name already", {})
        raise Rejection("bad_request", message.template, field_errors={"to": message})
    until = work.store.value(
        "SELECT MAX(ends_at) FROM leave WHERE account = :name AND starts_at <= :now AND ends_at > :now",
        name=command.to,
        now=instant_text(work.now),
    )
    if until is not None:
        # It would go on to who acts in that place, and where that is the holder, in a circle.
        message = Message("Expected somebody who is there to delegate to, but this person is away until %(until)s", {"until": until})
        raise Rejection("bad_request", message.template, field_errors={"to": message}, **message.facts)
    delegate = Actor(command.to)
    refuse_same_eyes(work.store, work.surroundings, delegate, task)
    refuse_last_eyes(work.store, work.surroundings, task, {command.to, task.sight.assignee, task.sight.acting_for})
    return delegate
