"""Activities with something inside: sub-processes, event sub-processes and calls of other processes."""

from typing import TYPE_CHECKING, Any

import msgspec

from app.domain.rejection import Rejection
from app.engine.element import Element
from app.engine.failure import StepFailed
from app.engine.flow import Flow, Sub
from app.engine.formula import Formula
from app.engine.library import STARTED
from app.engine.limits import MAX_DEPTH
from app.engine.view import View

if TYPE_CHECKING:
    from app.engine.process_spec import ProcessSpec
    from app.engine.token import Token


def _within_depth(token: "Token") -> None:
    if token.workflow.level >= MAX_DEPTH:
        raise StepFailed("too_deep", "Expected at most %(limit)s processes inside each other: does one call itself?", limit=MAX_DEPTH)


def _not_called(name: str, digest: str, problem: str) -> StepFailed:
    failure = StepFailed("no_such_process", "Expected the process %(name)s: %(problem)s", name=name, problem=problem)
    failure.asked["calledProcessId"] = name
    if digest:
        failure.asked["calledDigest"] = digest
    return failure


class SubProcess(Element):
    inner: "ProcessSpec"
    is_scope = True

    def details(self, token: "Token", view: View) -> None:
        _within_depth(token)

    def _update_hook(self, token: "Token") -> bool:
        self.enter(token)
        token._state = STARTED
        Sub(self.inner, token, token.id, token.workflow.digest).enter(self.inner.starts[0], "")
        return False


class EventSubProcess(SubProcess):
    pass


class CallActivity(Element):
    """Another process runs inside, with a scope of its own and nothing around it: variables go in and out by copy."""

    is_scope = True
    called: Formula
    binding = "latest"
    version_tag: str | None = None
    all_in = True
    all_out = True

    def details(self, token: "Token", view: View) -> Any:
        _within_depth(token)
        root = token.workflow.root
        name = self.called.text_value(view, root.world) or ""
        root.world.asking_digest, digest = token.workflow.digest, ""
        try:
            digest, process = root.world.resolve_process(name, self.binding, self.version_tag)
            spec = root.world.programs.get(digest, root.world.load).processes[process]
        except (Rejection, KeyError) as problem:
            raise _not_called(name, digest, str(problem)) from None
        if not spec.none_start:
            raise _not_called(name, digest, "it has no start event without a trigger")
        return digest, process, spec

    def _update_hook(self, token: "Token") -> bool:
        digest, process, spec = self.enter(token)
        root = token.workflow.root
        key = root.next_key()
        scopes = root.scopes
        variables = scopes.visible(token.id) if self.all_in else scopes.own[token.id]
        token._state, token.kept.digest, token.kept.process = STARTED, digest, process
        scopes.open(key, None, variables)
        inside = Sub(spec, token, key, digest)
        root.note(
            "process_instance_started",
            None,
            key,
            process=process,
            definitionDigest=digest,
            parentElementId=self.element_id,
            parentElementInstanceKey=root.base_key + token.id,
            parentProcessInstanceKey=root.base_key + token.workflow.process_scope,
        )
        for name, value in variables.items():
            root.note_written(key, name, value)
        inside.enter(spec.none_start, "")
        return False

    def answers_of(self, inside: Flow) -> dict[str, msgspec.Raw]:
        return inside.root.scopes.own[inside.scope] if self.all_out or self.maps_out else {}
