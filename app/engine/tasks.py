"""Tasks that a person, FEEL or a decision carries out."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.engine import timers
from app.engine.decision import decide
from app.engine.element import Element, inputs
from app.engine.failure import StepFailed
from app.engine.formula import Formula
from app.engine.library import READY
from app.engine.values import written
from app.engine.view import View

if TYPE_CHECKING:
    from app.engine.token import Token
    from app.engine.world import World


class Assignment(Struct, frozen=True):
    """What a diagram says of a user task's people and dates. None: it says nothing."""

    assignee: Formula | None = None
    candidate_groups: Formula | None = None
    candidate_users: Formula | None = None
    due: Formula | None = None
    follow_up: Formula | None = None
    priority: Formula | None = None
    title: Formula | None = None
    form_id: Formula | None = None
    form_binding: str = "latest"
    form_version_tag: str | None = None
    four_eyes: str | None = None


class NoneTask(Element):
    """Passed at once: a task without a kind, or one done by hand outside the system."""


class UserTask(Element):
    """Waits until someone completes it."""

    assignment = Assignment()
    default_groups: tuple[str, ...] = ()

    def __init__(self, spec: Any, name: str, element_id: str = "") -> None:
        super().__init__(spec, name, element_id)
        self.manual = True

    def details(self, token: "Token", view: View) -> tuple[dict[str, Any], dict[str, Any]]:
        said, world = self.assignment, view.flow.root.world
        offered, private = self.offered(view)
        form = said.form_id.text_value(view, world) if said.form_id else None
        public = {
            "name": self.label or None,
            "formId": form,
            "formBinding": said.form_binding if form else None,
            "formVersionTag": said.form_version_tag,
            "assignee": said.assignee.text_value(view, world) or None if said.assignee else None,
            "fourEyes": said.four_eyes,
            **offered,
        }
        if form is not None:
            public |= self._bound_form(form, view)
        return public, private

    def offered(self, view: View) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what is said of the task to those who may do it, by the names of `task_changed`, and beside the chain its title."""
        said, world = self.assignment, view.flow.root.world
        public = {
            "candidateGroups": _names(said.candidate_groups, view) if said.candidate_groups else list(self.default_groups),
            "candidateUsers": _names(said.candidate_users, view) if said.candidate_users else [],
            "dueAt": _instant(said.due, view),
            "followUpAt": _instant(said.follow_up, view),
            "priority": _priority(said.priority, view),
        }
        title = said.title.value(view, world) if said.title else None
        return public, {"title": title if isinstance(title, str) else None}

    def _bound_form(self, form: str, view: View) -> dict[str, Any]:
        """Return digest and version of the form that the task keeps from now on. Raises StepFailed("no_such_form")."""
        world = view.flow.root.world
        if world.resolve_form is None:
            return {}
        world.asking_digest = view.flow.digest
        try:
            found = world.resolve_form(form, self.assignment.form_binding, self.assignment.form_version_tag)
        except Rejection as problem:
            failure = StepFailed("no_such_form", "Expected the form %(name)s: %(problem)s", name=form, problem=str(problem))
            failure.asked["formId"] = form
            raise failure from None
        return {} if found is None else {"formDigest": found[0], "formVersion": found[1]}

    def _update_hook(self, token: "Token") -> bool:
        root = token.workflow.root
        if root.going is not None and root.going.passes(token):
            self._pass_over(token, root.going.answered(token))
            return False
        public, private = self.enter(token)
        earlier = None if token.is_item else root.earlier.pop((token.workflow.scope, self.element_id), None)
        if earlier is not None:
            public["earlierTaskKey"] = earlier
        root.note("task_created", self, token.id, private, processInstanceKey=root.base_key + token.workflow.process_scope, **public)
        return True

    def _pass_over(self, token: "Token", answers: dict[str, msgspec.Raw]) -> None:
        """Let a task that was done on paper write what was answered there, without ever having been open here."""
        root = token.workflow.root
        if self.maps_in:
            local = inputs(self.maps_in, View(token.workflow, token.scope, token))
            root.scopes.open(token.id, token.workflow.scope, local)
        token.kept.answers = answers
        token._state = READY
        root.agenda.append(token)

    def cancelled(self, token: "Token") -> None:
        if token.task_spec.is_open(token):
            root = token.workflow.root
            said = root.note("task_cancelled", self, token.id).public
            if root.deadlines.has_lapsed(token):
                said["lapsed"] = True
        super().cancelled(token)

    def is_open(self, token: "Token") -> bool:
        """Say whether a person may complete the token's task: an answer given and not yet written closes it too."""
        return token._state == READY and token.kept.answers is None


def _names(source: Formula, view: View) -> list[str]:
    """Return names from a text with commas, or a list of texts."""
    found = source.value(view, view.flow.root.world)
    if isinstance(found, str):
        found = found.split(",")
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        why = source.why_null(view, view.flow.root.world) if found is None else ""
        raise StepFailed(
            "bad_assignment",
            "Expected %(text)s to give names, but it gave %(found)s. %(why)s",
            text=source.text,
            found=str(found)[:200],
            why=why,
        )
    return [name.strip() for name in map(source.kept, found) if name.strip()]


def _instant(source: Formula | None, view: View) -> str | None:
    if source is None:
        return None
    world: World = view.flow.root.world
    found = source.value(view, world)
    if found is None:
        return None
    at = timers.instant_in(found, world) if isinstance(found, str) else None
    if isinstance(found, datetime | date):
        at = timers.instant_of_date(found, world)
    if at is None:
        raise StepFailed("bad_date", "Expected %(text)s to give a date, but it gave %(found)s", text=source.text, found=str(found)[:100])
    return instant_text(at)


def _priority(source: Formula | None, view: View) -> int:
    """Return a priority from 0 to 100; 50 where none is drawn. Source: Camunda 8, priorityDefinition."""
    if source is None:
        return 50
    found = source.value(view, view.flow.root.world)
    try:
        number = int(found)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= 100:
        raise StepFailed(
            "bad_priority",
            "Expected %(text)s to give a number from 0 to 100, but it gave %(found)s",
            text=source.text,
            found=str(found)[:100],
        )
    return number


class ScriptTask(Element):
    script: Formula
    result: str

    def _run_hook(self, token: "Token") -> bool:
        value = self.script.value(View(token.workflow, token.scope, token), token.workflow.root.world)
        token.kept.answers = {self.result: written(value)} if self.result else {}
        return True


class DecisionTask(Element):
    """A decision table is asked, with the variables that the task sees."""

    decision: Formula
    binding = "latest"
    version_tag: str | None = None
    result: str

    def _run_hook(self, token: "Token") -> bool:
        root = token.workflow.root
        view = View(token.workflow, token.scope, token)
        name = self.decision.text_value(view, root.world) or ""
        value = decide(view, name, (self.binding, self.version_tag))
        token.kept.answers = {self.result: written(value)} if self.result else {}
        return True
