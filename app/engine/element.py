"""What every element does when a token comes, works and goes.

One rule makes repair possible: a step first works out everything that may fail (mappings, timers, conditions), and only then changes
anything.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from app.engine.arming import Armed, arm, disarmed
from app.engine.deadlines import Change
from app.engine.formula import Formula
from app.engine.library import READY, LibraryElement
from app.engine.values import value_of, written
from app.engine.view import View

if TYPE_CHECKING:
    from app.engine.deadline_terms import Terms
    from app.engine.flow import Flow, Root
    from app.engine.multi_instance import MultiInstance
    from app.engine.token import Token
    from app.engine.trigger import Trigger


class Way(Struct, frozen=True):
    """One way out. flow_id: the sequence flow, "" for a link. condition: None where it is always open."""

    flow_id: str
    target: str
    condition: Formula | None = None
    is_default: bool = False


class Leaving(Struct, frozen=True):
    """What a step has worked out for a token that is about to go: what it writes, and by which ways it goes."""

    writes: list[tuple[int, str, msgspec.Raw]]
    ways: list[Way]


class Entering(Struct, frozen=True):
    """What a step has worked out for a token that has come: its own variables, its events, and what its kind of element needs besides."""

    local: dict[str, msgspec.Raw]
    events: list[Armed]
    deadline: Change | None
    details: Any


class Element(LibraryElement):
    """element_id: as drawn; an item of a loop has its body's. type: the BPMN tag, `multiInstanceBody` for a body.

    maps_in, maps_out: (target, source). boundaries: names of attached events. ways: in the order of the file. incoming: ids of the
    flows that lead here.
    interrupting: of an event, whether it cancels what it is attached to or stands in.
    """

    name: str
    manual: bool
    type = ""
    label = ""
    is_scope = False
    keeps_open = True
    silent = False
    interrupting = True
    trigger: "Trigger | None" = None
    terms: "Terms | None" = None
    maps_in: tuple[tuple[str, Formula], ...] = ()
    maps_out: tuple[tuple[str, Formula], ...] = ()
    boundaries: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    incoming: tuple[str, ...] = ()

    def __init__(self, spec: Any, name: str, element_id: str = "") -> None:
        super().__init__(spec, name)
        self.element_id = element_id or name

    # ---- what the library would do, and is done otherwise here
    def test(self) -> None:
        """Checked once, when the diagram is compiled."""

    def _predict(self, *args: Any, **kwargs: Any) -> None:
        """Never: the library would build the whole future as tasks, doubled at every parallel block."""

    def _on_ready(self, token: Any) -> None:
        if not self.manual:
            token.workflow.root.agenda.append(token)

    def _run(self, token: Any) -> bool:
        return self._run_hook(token)

    # ---- a token comes
    def _update_hook(self, token: "Token") -> bool:
        """Take a token in. True: it is ready to be run."""
        self.enter(token)
        return True

    def enter(self, token: "Token") -> Any:
        """Open the scope, start the deadline, arm the boundary events, and return what `details` worked out."""
        plan = self.plan_entering(token)
        root = token.workflow.root
        if self.maps_in or self.is_scope:
            if token.id not in root.scopes:
                root.scopes.open(token.id, token.workflow.scope, {})
            for name, value in plan.local.items():
                write(root, token.id, name, value)
        self.noted("element_entered", token)
        if plan.deadline is not None:
            root.deadlines.begin(token.id, plan.deadline)
        for event in plan.events:
            event.attach(token)
        return plan.details

    def plan_entering(self, token: "Token") -> Entering:
        flow = token.workflow
        view = View(flow, token.scope, token)
        local = inputs(self.maps_in, view)
        deadlines = flow.root.deadlines
        deadline = deadlines.plan(view, token.id, self.element_id)
        if deadline is not None:
            view.extra["deadline"] = deadlines.shown(deadline[0])
        events = [arm(flow.spec.task_specs[name], view, token.id if deadline is not None else None) for name in self.boundaries]
        return Entering(local, events, deadline, self.details(token, view))

    def details(self, token: "Token", view: View) -> Any:
        """Work out what this kind of element needs besides; it may fail."""
        return None

    # ---- it works
    def _run_hook(self, token: "Token") -> bool:
        return True

    # ---- it goes
    def _on_complete(self, token: "Token") -> None:
        plan = self.plan_leaving(token)
        if self.act(token):
            self.leave(token, plan)

    def plan_leaving(self, token: "Token") -> Leaving:
        token.workflow.root.deadlines.check_answer(token.id)
        writes = self.outputs(token, token.kept.answers or {})
        if token.is_item:
            body: MultiInstance = token.above.task_spec
            return body.plan_item(token.above, token, Leaving(writes, []))
        return Leaving(writes, list(self.following(token)))

    def fires(self, token: "Token") -> bool:
        """Say whether a join goes on with the token that has just come; other elements are none."""
        return False

    def fires_now(self, token: "Token") -> bool:
        """Say whether a join goes on when nothing else can move; only an inclusive one ever does."""
        return False

    def act(self, token: "Token") -> bool:
        """Do to others what the element does. False: in doing so the token itself was cancelled."""
        return True

    def leave(self, token: "Token", plan: Leaving) -> None:
        flow, root = token.workflow, token.workflow.root
        for scope, name, value in plan.writes:
            write(root, root.scopes.holder(scope, name), name, value)
        passed = root.going is not None and root.going.passes(token)
        following = root.going.take(token) if root.going is not None and passed else None
        self.noted("element_passed" if passed and self.manual else "element_completed", token)
        if root.going is not None and passed:
            root.going.note_paper(token)
        if token.is_item:
            body: MultiInstance = token.above.task_spec
            body.item_done(token.above, token, plan)  # type: ignore[arg-type]  # plan_item gave it its own kind
            return
        root.deadlines.met(token.id)
        root.scopes.close(token.id)
        for child in token.below:
            disarmed(child)
        token.detach()
        for way in plan.ways if following is None else ():
            if way.flow_id:
                root.note(
                    "flow_taken", None, token.id, flowId=way.flow_id, fromElementId=self.element_id, scopeKey=root.base_key + flow.scope
                )
            flow.enter(way.target, way.flow_id)
        for target, flow_id in following or ():
            flow.enter(target, flow_id)
        flow.settle()

    def following(self, token: "Token") -> tuple[Way, ...] | list[Way]:
        return self.ways

    def outputs(self, token: "Token", answers: Mapping[str, msgspec.Raw]) -> list[tuple[int, str, msgspec.Raw]]:
        """Return what the element writes: through its output mappings if it has any, else name by name.

        With mappings, the answers are seen by them alone and only their targets are kept, in the scope around the activity; an item
        keeps them in its own, for the output element reads them there.
        """
        flow, scope = token.workflow, token.scope
        if not self.maps_out:
            return [(scope, name, value) for name, value in answers.items()]
        target = flow.scope if scope == token.id and not token.is_item else scope
        view = View(flow, scope, token, {name: value_of(value) for name, value in answers.items()})
        found = inputs(self.maps_out, view)
        return [(target, name, value) for name, value in found.items()]

    # ---- it is cancelled, and what the history says
    def cancelled(self, token: "Token") -> None:
        """Say that a token is gone without having completed. What hangs below it is gone already."""
        if disarmed(token):
            return
        root = token.workflow.root
        root.deadlines.void(token.id)
        if token.kept.incident:
            root.note("incident_resolved", self, token.id, code=token.kept.incident, how="cancelled")
        self.noted("element_cancelled", token)

    def noted(self, kind: str, token: "Token") -> None:
        if self.silent:
            return
        root = token.workflow.root
        around = token.above.id if token.is_item else token.workflow.scope
        root.note(
            kind,
            self,
            token.id,
            type=self.type,
            scopeKey=root.base_key + around,
            processInstanceKey=root.base_key + token.workflow.process_scope,
        )

    def answers_of(self, inside: "Flow") -> dict[str, msgspec.Raw]:
        """Return what a process inside this element hands out when it is complete."""
        return {}


def write(root: "Root", scope: int, name: str, value: msgspec.Raw) -> None:
    """Write a variable to a scope, and note it."""
    root.scopes.set_local(scope, name, value)
    root.note_written(scope, name, value)


def inputs(mappings: tuple[tuple[str, Formula], ...], view: View) -> dict[str, msgspec.Raw]:
    """Work out mappings in their order, each seeing what those before it gave."""
    found: dict[str, msgspec.Raw] = {}
    for name, source in mappings:
        found[name] = written(source.value(view, view.flow.root.world))
        view.extra[name] = value_of(found[name])
    return found


def ready(token: "Token") -> None:
    """Put a token that has waited on the agenda."""
    token._state = READY
    token.workflow.root.agenda.append(token)
