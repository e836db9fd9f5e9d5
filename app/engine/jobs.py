"""Service and send tasks, and messages thrown: work for a worker outside, or for the layer above in the same transaction."""

from typing import TYPE_CHECKING, Any

from app.domain.rejection import Rejection
from app.engine import clock_steps, move_deadline
from app.engine.element import Element
from app.engine.failure import StepFailed
from app.engine.formula import Formula
from app.engine.library import READY
from app.engine.values import given, value_of
from app.engine.view import View
from app.engine.world import InsideJob, JobResult

if TYPE_CHECKING:
    from app.engine.token import Token

INSIDE = "duban:"


class Job(Element):
    """Types `duban:*` run inside and go on at once; every other type waits for a worker.

    job_type: None for a message that is thrown by name and needs no worker.
    """

    job_type: Formula | None = None
    retries: Formula | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def runs_inside(self) -> bool:
        return self.job_type is None or self.job_type.text.startswith(INSIDE)

    def details(self, token: "Token", view: View) -> tuple[str, int]:
        world = view.flow.root.world
        kind = self.job_type.text_value(view, world) if self.job_type else ""
        retries = self.retries.value(view, world) if self.retries else 3
        try:
            return kind or "", int(retries)
        except (TypeError, ValueError):
            raise StepFailed("bad_retries", "Expected a number of retries, but found %(found)s", found=str(retries)[:100]) from None

    def _update_hook(self, token: "Token") -> bool:
        kind, retries = self.enter(token)
        if not self.runs_inside:
            root = token.workflow.root
            root.note(
                "job_created",
                self,
                token.id,
                {"variables": self.own_inputs(token)},
                type=kind,
                retries=retries,
                headers=dict(self.headers),
                processInstanceKey=root.base_key + token.workflow.process_scope,
            )
        return True

    def own_inputs(self, token: "Token") -> dict[str, Any]:
        own = token.workflow.root.scopes.own.get(token.id, {})
        return {name: value_of(raw) for name, raw in own.items()}

    def _run_hook(self, token: "Token") -> bool:
        if self.job_type is None or not self.runs_inside:
            return True
        root, kind, inputs = token.workflow.root, self.job_type.text, self.own_inputs(token)
        if kind == move_deadline.TYPE:
            move_deadline.move_deadline(token, inputs)
        elif kind == clock_steps.STOP:
            clock_steps.stop_clock(token)
        elif kind == clock_steps.RESUME:
            clock_steps.resume_clock(token)
        done = JobResult()
        if root.world.run_job is not None:
            root.world.asking_digest = token.workflow.digest
            try:
                done = root.world.run_job(self._inside(token, kind, inputs))
                token.kept.answers = given(done.variables)
            except Rejection as problem:
                raise StepFailed("internal_job", "%(kind)s: %(problem)s", kind=kind, problem=str(problem)) from None
        private: dict[str, Any] = {"inputs": inputs}
        if done.variables:
            private["outputs"] = dict(done.variables)
        process = root.base_key + token.workflow.process_scope
        root.note("internal_job_done", self, token.id, private, type=kind, headers=dict(self.headers), processInstanceKey=process)
        root.facts.extend(done.facts)
        return True

    def _inside(self, token: "Token", kind: str, inputs: dict[str, Any]) -> InsideJob:
        root = token.workflow.root
        scopes = tuple(root.base_key + scope for scope in root.scopes.chain(token.scope))
        seen = View(token.workflow, token.scope, token)
        return InsideJob(kind, dict(self.headers), inputs, seen, scopes, self.element_id or "", root.base_key + token.id, root.facts)

    def is_open(self, token: "Token") -> bool:
        return token._state == READY and token.kept.answers is None

    def leave(self, token: "Token", plan: Any) -> None:
        if not self.runs_inside:
            token.workflow.root.note("job_completed", self, token.id)
        super().leave(token, plan)

    def cancelled(self, token: "Token") -> None:
        if not self.runs_inside and self.is_open(token):
            token.workflow.root.note("job_cancelled", self, token.id)
        super().cancelled(token)
