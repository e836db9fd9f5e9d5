"""Send a step back to an earlier one (退回): its work is done again, with what was answered as a draft. No other deadline moves.

Source: docs/diagrams, `returnTo` and "Moves around a task".
"""

from typing import Any

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.audit.earlier_answers import EarlierAnswers, earlier_answers
from app.audit.four_eyes import require_other_eyes
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.ways_back import ways_back
from app.audit.who_had_it import who_had_it
from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.rejection import Message, Rejection
from app.domain.task import require_own_work
from app.service.work import Outcome, Work


class SendBackTask(Struct, frozen=True):
    """to: id of a step that the diagram names in `returnTo`. reason: for the history and for who gets the work back."""

    task_key: int
    to: str
    reason: str

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: SendBackTask, work: Work) -> Outcome:
    task = work.task(command.task_key)
    require_own_work(work.actor, task)
    diagram = work.surroundings.diagram(work.store, task.digest)
    require_other_eyes(work.store, work.actor, task, diagram)
    allowed = ways_back(diagram, task.element_id)
    if command.to not in {step.id for step in allowed}:
        names = ", ".join(step.title for step in allowed) or "-"
        message = Message("Expected one of these steps to send back to: %(allowed)s", {"allowed": names})
        raise Rejection("bad_request", message.template, field_errors={"to": message}, **message.facts)
    reason, case = said_reason(command.reason), work.case()
    refuse_naming_text(work.store, work.actor, task.case_key, task.case, {"reason": reason})
    scope, between = case.steps_back(task.key, command.to)
    answered = earlier_answers(work.store, task.case_key, scope, between)
    earlier = {element: one.task_key for element, one in answered.items()} | {task.element_id: task.key}
    first: list[Fact] = []
    if task.sight.assignee != work.actor.account:
        first.append(Fact("task_assigned", task.element_id, task.key, {"assignee": work.actor.account, "from": task.sight.assignee}))
    case.send_back(task.key, command.to, earlier)
    sent = next(fact for fact in case.facts if fact.kind == "task_returned")
    sent.private.update(reason=reason, kept=[_kept(one) for one in answered.values()])
    recorded = {"userTaskKey": str(task.key), "to": command.to, "earlier": earlier, "reason": reason}
    facts = [*first, *case.facts, *_given_back(work, case.facts, command.to, answered.get(command.to))]
    return Outcome("task_returned", facts, {"seq": work.head.seq + 1}, case, task.element_id, recorded, task.digest)


def _kept(one: EarlierAnswers) -> dict[str, Any]:
    return {"userTaskKey": one.task_key, "account": one.account, "answers": dict(one.answers)}


def _given_back(work: Work, facts: list[Fact], to: str, before: EarlierAnswers | None) -> list[Fact]:
    """Return the fact that the work goes to who did it before, where that one is still among those who may do it."""
    created = next((fact for fact in facts if fact.kind == "task_created" and fact.element_id == to), None)
    if created is None or before is None or created.public.get("assignee"):
        return []
    person = who_had_it(work.store, created, (before.account, before.acting_for))
    return [Fact("task_assigned", to, created.key, {"assignee": person, "from": None})] if person is not None else []
