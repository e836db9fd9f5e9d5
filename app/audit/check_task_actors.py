"""Comparing who took, gave away or did a task with whom it was offered to, and in whose hands it was, then.

To whom a task is offered, and who has it, stands in the events of its case; who held such a role and who stood in for whom, in those of the
city. Source: docs/permissions, docs/decisions, "substitutes act in the absent person's place".
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from app.audit.city_record import CityRecord, facts_of
from app.domain.actor import Actor
from app.domain.permissions import TaskSight, holds_task, in_place_of, is_candidate, may_reassign, may_work_on, plays
from app.domain.roles import SECRETARY

Event = Mapping[str, Any]
Fact = Mapping[str, Any]

_MARKS: Final = ('"fact":"task_', '"fact":"delegation_returned"')
_WORK: Final = {"complete_task": "task_completed", "send_back_task": "task_returned", "hand_back_task": "delegation_returned"}
_GIVING: Final = {"assign_task": "task_assigned", "release_task": "task_unassigned", "update_task": "task_changed"}
_ASKED: Final = {**_WORK, **_GIVING, "delegate_task": "task_delegated"}
"""Of each command about a task the fact that names it."""


class TaskActors:
    """The tasks of one case, and in whose hands they are or were when they ended, as its events up to the last one say.

    owner: the role that owns the procedure.
    """

    def __init__(self, record: CityRecord, owner: str | None) -> None:
        self._record, self._owner, self._tasks = record, owner, dict[str, TaskSight]()

    def might(self, event: Event) -> bool:
        """Say whether who did something about a task might, and go on to what is so after the event; true for any other event."""
        about_tasks = any(mark in event["body"] for mark in _MARKS)
        if not about_tasks and event["acting_for"] is None:
            return True
        facts = list(facts_of(event)) if about_tasks else []
        might = event["acting_for"] is None or self._stands_in(event, facts)
        if wanted := _ASKED.get(event["command"]):
            asked = next((fact for fact in facts if fact["fact"] == wanted), {})
            task = self._tasks.get(str(asked.get("elementInstanceKey")))
            # A task that there is not is none to compute again either.
            might = might and (task is None or self._might(event, facts, asked, task))
        for fact in facts:
            self._follow(event, fact)
        return might

    def _stands_in(self, event: Event, facts: list[Fact]) -> bool:
        """Say whether who acts in somebody's place stood in for that one then, or has a task that was taken in that place; or enters a
        decision that was made on paper."""
        name, at, absent = str(event["actor"]), str(event["recorded_at"]), event["acting_for"]
        if any(task.assignee == name and task.acting_for == absent for task in self._tasks.values()):
            return True
        if any(fact["fact"] == "paper_decision_entered" and fact["leader"] == absent for fact in facts):
            return True
        actors = (standing for actor in self._record.actors(name, at) for standing in self._record.standing_in(actor, at))
        return any(one.account == absent for actor in actors for one in actor.stands_in)

    def _might(self, event: Event, facts: list[Fact], asked: Fact, task: TaskSight) -> bool:
        at, acting_for = str(event["recorded_at"]), event["acting_for"]
        entered = next((fact for fact in facts if fact["fact"] == "paper_decision_entered"), None)
        actors = self._record.actors(str(event["actor"]), at)
        if entered is not None:
            leaders = self._record.actors(str(entered["leader"]), at)
            put_before = any(may_work_on(leader, task) for leader in leaders)
            return acting_for == entered["leader"] and put_before and any(plays(actor, SECRETARY) for actor in actors)
        # Who stands in for whom is asked where somebody's own right is not enough.
        if acting_for is None and any(self._may(event["command"], actor, asked, task) for actor in actors):
            return True
        standing = (standing for actor in actors for standing in self._record.standing_in(actor, at))
        return any(self._may(event["command"], actor, asked, task) and acting_for in (None, in_place_of(actor, task)) for actor in standing)

    def _may(self, command: str, actor: Actor, asked: Fact, task: TaskSight) -> bool:
        if command in _WORK:
            return may_work_on(actor, task)
        if command == "delegate_task":
            return holds_task(actor, task)
        to_self = command == "assign_task" and asked.get("assignee") == actor.account
        if to_self and (is_candidate(actor, task) or task.assignee == actor.account):
            return True
        return may_reassign(actor, task, self._owner)

    def _follow(self, event: Event, fact: Fact) -> None:
        """Note what a fact says of a task, as app/store/apply writes it."""
        kind, key = fact["fact"], str(fact.get("elementInstanceKey"))
        if kind == "task_created":
            groups, users = fact.get("candidateGroups", ()), fact.get("candidateUsers", ())
            self._tasks[key] = TaskSight(fact.get("assignee"), frozenset(users), frozenset(groups))
        elif (task := self._tasks.get(key)) is None:
            return
        elif kind == "task_assigned":
            taken_for = event["acting_for"] if fact["assignee"] == event["actor"] else None
            self._tasks[key] = replace(task, assignee=fact["assignee"], acting_for=fact.get("actingFor", taken_for), delegated_by=None)
        elif kind in ("task_completed", "task_returned"):
            self._tasks[key] = replace(task, assignee=event["actor"], acting_for=event["acting_for"])
        elif kind == "task_unassigned":
            self._tasks[key] = replace(task, assignee=None, acting_for=None, delegated_by=None)
        elif kind == "task_delegated":
            self._tasks[key] = replace(task, assignee=fact["assignee"], acting_for=fact["from"], delegated_by=fact["from"])
        elif kind == "delegation_returned":
            owner = fact.get("assignee")
            self._tasks[key] = replace(task, assignee=owner, acting_for=fact.get("actingFor") if owner else None, delegated_by=None)
        elif kind == "task_changed":
            groups = frozenset(fact.get("candidateGroups", task.groups))
            self._tasks[key] = replace(task, groups=groups, users=frozenset(fact.get("candidateUsers", task.users)))
