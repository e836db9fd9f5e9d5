"""Taking the steps of a case: one of one token at a time, first come first served, within limits."""

from typing import TYPE_CHECKING

from app.domain.fact import Fact
from app.engine.failure import StepFailed
from app.engine.library import FUTURE, READY, WAITING
from app.engine.limits import MAX_KEY, MAX_STEPS, MAX_TOKENS, MAX_VISITS, MAX_WRITTEN_BYTES

if TYPE_CHECKING:
    from app.engine.flow import Flow, Root
    from app.engine.token import Token


def run(root: "Root") -> None:
    """Take steps until every token waits; when none can move, ask the inclusive joins."""
    steps = 0
    visits: dict[tuple[int, str], int] = {}
    while root.agenda or _fire_a_join(root):
        token = root.agenda.popleft() if root.going is None else root.going.next_of(root.agenda)
        if not token.is_live:
            continue
        steps += 1
        here = (token.workflow.scope, token.task_spec.name)
        if token._state == FUTURE and not token.is_item:
            visits[here] = visits.get(here, 0) + 1
        if root.going is None:
            _step(root, token, steps, visits.get(here, 0))
            continue
        with root.going.time_of(token, root.world):
            _step(root, token, steps, visits.get(here, 0))
    _find_stuck_joins(root)
    _note_collections(root)


def _step(root: "Root", token: "Token", steps: int, visits: int) -> None:
    state, answers, facts = token._state, token.kept.answers, len(root.facts)
    try:
        _check_limits(root, steps, visits)
        if state == FUTURE:
            token.task_spec._update(token)
        elif state == WAITING:
            _ask_again(token)
        else:
            token.run()
    except StepFailed as failure:
        # Nothing has been changed yet except by the token's own work: take that back, and leave the token to be repaired.
        _name_the_answers(failure, root.facts[facts:])
        del root.facts[facts:]
        token._state, token.kept.answers = state, answers
        park(root, token, failure)


def _name_the_answers(failure: StepFailed, undone: list[Fact]) -> None:
    """Keep which files had answered the step before it failed: a replay asks them again."""
    names = ("decisionId", "definitionDigest")
    answered = [{name: fact.public[name] for name in names} for fact in undone if set(names) <= set(fact.public)]
    if answered:
        failure.asked["answered"] = answered


def park(root: "Root", token: "Token", failure: StepFailed) -> None:
    """Leave a token where it is, with an incident."""
    token.kept.incident = failure.code
    said = failure.message
    private = {"message": str(said), "template": said.template, "facts": {name: str(value) for name, value in said.facts.items()}}
    instance = root.base_key + token.workflow.process_scope
    root.note("incident_opened", token.task_spec, token.id, private, code=failure.code, processInstanceKey=instance, **failure.asked)


def _check_limits(root: "Root", steps: int, visits: int) -> None:
    if visits > MAX_VISITS:
        raise StepFailed(
            "endless", "Expected a wait in the loop around this element, but came here %(visits)s times in one go", visits=visits - 1
        )
    if steps > MAX_STEPS:
        raise StepFailed("too_many_steps", "Expected at most %(limit)s automatic steps in one go", limit=MAX_STEPS)
    if root.written > MAX_WRITTEN_BYTES:
        raise StepFailed("too_much_data", "Expected at most %(limit)s bytes to be written in one go", limit=MAX_WRITTEN_BYTES)
    if len(root.by_key) > MAX_TOKENS:
        raise StepFailed("too_many_tokens", "Expected at most %(limit)s elements to be active in one case", limit=MAX_TOKENS)
    if root.counter > MAX_KEY:
        raise StepFailed("keys_used_up", "Expected at most %(limit)s element instances in one case", limit=MAX_KEY)


def _fire_a_join(root: "Root") -> bool:
    """Let the oldest inclusive join that may go on do so. By key, so that a restored case asks in the same order."""
    for key in sorted(root.joins):
        token = root.joins[key]
        if not token.is_live or token._state != WAITING:
            del root.joins[key]
        elif token.task_spec.fires_now(token):
            token._state = READY
            root.agenda.append(token)
            return True
    return False


def _ask_again(token: "Token") -> None:
    """A join with an incident is retried: it goes on only if what it waits for has come."""
    if token.task_spec.fires(token):
        token._ready()


def _find_stuck_joins(root: "Root") -> None:
    """Open an incident on joins that hold the last tokens of what they stand in: what they wait for will never come."""
    flows: dict[int, Flow] = {token.workflow.scope: token.workflow for token in root.joins.values() if token.is_live}
    for flow in flows.values():
        tokens = flow.tokens()
        if all(token.id in root.joins for token in tokens):
            for token in tokens:
                if not token.kept.incident:
                    park(root, token, StepFailed("join_never_fires", "Expected a token on each flow into the join, but no more can come"))


def _note_collections(root: "Root") -> None:
    """Note what items brought to their bodies, once a command: each item would otherwise repeat all those before it."""
    for body, name in root.collections.items():
        if body in root.scopes:
            root.note_written(body, name, root.scopes.own[body][name])
    root.collections = {}
    root.written = 0
