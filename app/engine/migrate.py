"""Taking a case to another version of its diagram: its tokens stay where they are, with their timers, deadlines, answers and items.

The library's own way resets what is open, and with it instants and drafts. Here the snapshot is opened again with the specifications of
the other version: no future has been built that would have to be taken down.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.domain.rejection import Message, Rejection
from app.engine.arming import Armed, arm
from app.engine.failure import StepFailed
from app.engine.flow import Flow, Root
from app.engine.migration_plan import Mapped, Move, newly_drawn, plan_moves
from app.engine.process_spec import ProcessSpec
from app.engine.snapshot import open_snapshot, take
from app.engine.token import TOP, Token, kill
from app.engine.view import View


class Moved(NamedTuple):
    """What would become of one token. element_id: at which it stands. to: at which it would go on; None: it ends there, or there is a
    problem. attached: an event of something else, which no mapping has to name."""

    key: int
    element_id: str
    type: str
    to: str | None
    attached: bool
    problem: Message | None


Added = tuple[Armed, Token | None, Flow]


def moves_to(root: Root, digest: str, mapping: Mapped | None) -> list[Moved]:
    """Return what would become of each token of the process itself on the diagram of another digest, its loops as one. Nothing changes."""
    return [
        Moved(
            root.base_key + move.token.id,
            move.element_id,
            move.token.task_spec.type,
            move.to.element_id if move.to is not None else None,
            move.is_attached,
            move.problem,
        )
        for move in plan_moves(root, _process(root, digest), mapping)
        if not move.token.is_item and move.token.task_spec.type != "guest"
    ]


def _process(root: Root, digest: str) -> ProcessSpec:
    spec = root.world.programs.get(digest, root.world.load).processes.get(root.spec.name)
    if spec is None:
        raise Rejection("not_found", "Expected the process %(process)s in the other version, but it is not there", process=root.spec.name)
    return spec


def migrated(root: Root, digest: str, mapping: Mapped | None = None) -> Root:
    """Return the case on the diagram of another digest; called processes and what runs beside the case stay on theirs.

    mapping: by the id of an element, that of the one at which its tokens go on; None: the one with the same id. Events that the other
    version adds to what is open are armed from now on; those that it no longer has end.

    Raises Rejection("case_closed"), Rejection("not_found") where there is no such process, Rejection("state_forbids") where a token has
    nowhere to go on, with a message for each element, and where an event that is added cannot be armed.
    """
    if root.completed:
        raise Rejection("case_closed", "Expected an open case, but it is closed")
    moves = plan_moves(root, _process(root, digest), mapping)
    _refuse(moves)
    root.note("instance_migrated", None, 0, process=root.spec.name, definitionDigest=digest, formerDigest=root.digest)
    for move in moves:
        if move.ends and move.token.is_live:
            kill(move.token)
    goes_on = {move.token.id: move for move in moves if move.to is not None}
    newer = open_snapshot(root.world, take(root), digest, {key: move.to.name for key, move in goes_on.items() if move.to is not None})
    newer.facts, newer.deadlines.ended = root.facts, root.deadlines.ended
    _rename(newer, goes_on, mapping or {})
    for event, host, flow in _events(root, newer, goes_on, mapping):
        event.attach(host, flow)
    newer.run()
    return newer


def _refuse(moves: list[Move]) -> None:
    problems = {move.element_id: move.problem for move in moves if move.problem is not None}
    if problems:
        first = next(iter(problems.values()))
        raise Rejection("state_forbids", first.template, field_errors=problems, **first.facts)


def _rename(newer: Root, goes_on: Mapping[int, Move], mapping: Mapped) -> None:
    """Let deadlines, and steps that were left to go back, be known by the ids that their elements have now."""
    for key, move in goes_on.items():
        if move.to is None or move.to.element_id == move.element_id:
            continue
        token = newer.by_key[key]
        instance = newer.base_key + token.workflow.process_scope
        said: dict[str, Any] = {"type": move.to.type, "name": move.to.label or None, "processInstanceKey": instance}
        newer.note("element_migrated", move.to, key, fromElementId=move.element_id, **said)
        newer.deadlines.rename(token.id, move.to.element_id)
    own = {flow.scope for flow in newer.flows() if _is_own(flow, goes_on)}
    newer.earlier = {(scope, mapping.get(one, one) if scope in own else one): key for (scope, one), key in newer.earlier.items()}


def _is_own(flow: Flow, goes_on: Mapping[int, Move]) -> bool:
    """Say whether a flow is of the process itself, and not of one that it calls."""
    return flow.parent is None or (flow.parent.id in goes_on and not flow.parent.kept.digest)


def _events(old: Root, newer: Root, goes_on: Mapping[int, Move], mapping: Mapped | None) -> list[Added]:
    """Work out all events that the other version adds before any is armed."""
    before = {flow.parent.id if flow.parent is not None else TOP: flow for flow in old.flows()}
    found: list[Added] = []
    try:
        for flow in newer.flows():
            key = flow.parent.id if flow.parent is not None else TOP
            if not _is_own(flow, goes_on):
                continue
            for name, host in newly_drawn(before[key], flow.spec, goes_on, mapping):
                token = newer.by_key[host.id] if host is not None else None
                view = View(flow, token.scope, token) if token is not None else flow.view()
                owner = token.id if token is not None and token.id in newer.deadlines else None
                found.append((arm(flow.spec.task_specs[name], view, owner), token, flow))
    except StepFailed as failure:
        raise Rejection("state_forbids", failure.message.template, **failure.message.facts) from None
    return found
