"""Asking a decision table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from app.dmn import DecisionResult
from app.domain.canonical import canonical
from app.domain.rejection import Rejection
from app.engine.failure import StepFailed
from app.feel import FeelError, to_json

if TYPE_CHECKING:
    from app.engine.view import View
    from app.engine.world import World


def decide(view: "View", name: str, binding: tuple[str, str | None]) -> Any:
    """Return the value that a decision gives for what the view sees, and note the fact. Raises StepFailed("decision")."""
    flow, root = view.flow, view.flow.root
    root.world.asking_digest, root.world.answering_digest = flow.digest, ""
    try:
        result = root.world.decide(name, binding[0], binding[1], view)
        _check_agreement(result)
        private = _content(result)
        if result.required:
            private["required"] = [{"decisionId": one.decision_id, **_held_content(one)} for one in result.required]
        if _has_null(result):
            private["reasons"] = _reasons(root.world, name, binding, view)
        # A result that no database keeps fails this step, before the fact would fail the whole command.
        canonical(private)
    except (Rejection, FeelError) as problem:
        failure = StepFailed("decision", "Decision %(name)s: %(problem)s", name=name, problem=str(problem))
        # A replay asks the same file again, which may have been put right since.
        failure.asked["decisionId"] = name
        if root.world.answering_digest:
            failure.asked["definitionDigest"] = root.world.answering_digest
        elif isinstance(problem, Rejection) and "nearest" in problem.facts:
            failure.asked["nearestId"] = problem.facts["nearest"]
        raise failure from None
    token = view.token
    said = root.note(
        "decision_evaluated",
        token.task_spec if token else None,
        token.id if token else flow.scope,
        private,
        decisionId=name,
        matchedRules=_rules(result),
    ).public
    if result.required:
        said["required"] = [{"decisionId": one.decision_id, "matchedRules": _rules(one)} for one in result.required]
    if root.world.answering_digest:
        said["definitionDigest"] = root.world.answering_digest
    return result.value


def _all(result: DecisionResult) -> Iterator[DecisionResult]:
    """Yield a result, those that it needed, and the tables within their logic, each after what was asked before it."""
    for one in (*result.required, result):
        yield from one.tables
        yield one


def _content(result: DecisionResult) -> dict[str, Any]:
    found: dict[str, Any] = {
        "value": to_json(result.value),
        "inputs": [{"id": given.input_id, "name": given.name, "value": to_json(given.value)} for given in result.inputs],
        "outputs": [{"id": given.output_id, "name": given.name, "value": to_json(given.value)} for given in result.outputs],
    }
    if result.tables:
        found["tables"] = [{"tableId": one.decision_id, "matchedRules": _rules(one), **_held_content(one)} for one in result.tables]
    return found


def _held_content(result: DecisionResult) -> dict[str, Any]:
    """Return the content of a decision that another needed: its value may be a function, which nothing can hold."""
    try:
        return _content(result)
    except FeelError as problem:
        return {"value": None, "reasons": [problem.message]}


def _has_null(result: DecisionResult) -> bool:
    return any(one.value is None or any(given.value is None for given in one.inputs) for one in _all(result))


def _reasons(world: "World", name: str, binding: tuple[str, str | None], view: "View") -> list[str]:
    """Return why nulls came out. It evaluates once more, which only a decision does that has one."""
    reasons: list[str] = []
    silent, world.feel = world.feel, replace(world.feel, reasons=reasons)
    try:
        world.decide(name, binding[0], binding[1], view)
    finally:
        world.feel = silent
    return list(dict.fromkeys(str(reason) for reason in reasons))


def _check_agreement(result: DecisionResult) -> None:
    """Raise Rejection("bad_decision") where rules contradict each other: a case that went on with null would go on by no rule at all."""
    for one in _all(result):
        if one.contradictory:
            raise Rejection(
                "bad_decision",
                "Expected rules of %(name)s that agree, but rules %(rules)s hit together; correct the table, then try again",
                name=one.decision_name or one.decision_id,
                rules=", ".join(str(rule.index) for rule in one.matched_rules),
            )


def _rules(result: DecisionResult) -> list[dict[str, Any]]:
    return [{"ruleId": rule.rule_id, "index": rule.index} for rule in result.matched_rules]
