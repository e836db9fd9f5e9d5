"""What a decision gives for some variables. Nothing is changed or kept."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from app.audit.known_services import outputs_of_service
from app.audit.surroundings import Surroundings, nearest_decision, not_deployed
from app.dmn import DecisionResult, Explained, Explanation, explain
from app.domain.canonical import canonical
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.feel import FeelError, FeelWorld
from app.feel.values import to_json
from app.store import read_definitions
from app.store.database import Reader

_SERVICE: Final = marked("Expected the id of a decision, but %(id)s is a decision service; evaluate what it gives: %(outputs)s")


class Evaluated(Struct, frozen=True):
    """row: of the decision. decisions: itself and those that it needed, as published, values as JSON text.

    A table within a decision's logic, such as in a boxed context, comes before the decision, by the id of its element, with the key and
    version of the decision.

    failure: why there is no output, which is `null` then. failed: the id of the decision, this or a needed one, that it is due to.
    warnings: why nulls came out on the way.
    """

    row: Mapping[str, Any]
    output: str
    decisions: list[dict[str, Any]]
    failure: str | None = None
    failed: str | None = None
    warnings: tuple[Explained, ...] = ()


def evaluate_decision(
    store: Reader, surroundings: Surroundings, name: str | None, key: int | None, variables: Mapping[str, Any], now: datetime
) -> Evaluated:
    """name: the newest version of a decision's id; key: one version. Raises Rejection("not_found")."""
    row = read_definitions.by_key(store, key) if key is not None else read_definitions.bound(store, "decision", name or "")
    if row is None or row["kind"] != "decision" or row["state"] != "active":
        raise _unknown(store, surroundings, name) if name else not_deployed("decision", str(key))
    model = surroundings.decisions(store, row["digest"])
    reasons: list[str] = []
    world = replace(surroundings.feel_world(store, now), reasons=reasons)
    try:
        result = model.evaluate(row["id"], variables, world)
    except FeelError as error:
        explanation = _explanation(store, surroundings, row, variables, world)
        failed = explanation.failure or Explained(str(error), None)
        return Evaluated(row, "null", [], failed.message, error.decision or row["id"], explanation.reasons)
    every = (*result.required, result)
    warnings = _warnings(store, surroundings, row, variables, world) if reasons else ()
    decisions = [{**_published(shown), **standing} for one, standing in _standings(store, row, every) for shown in (*one.tables, one)]
    return Evaluated(row, _text(result.value), decisions, warnings=(*_unheld(every), *warnings))


def _unknown(store: Reader, surroundings: Surroundings, name: str) -> Rejection:
    """Return what is said of an id that no decision has: of a decision service its output decisions, else the nearest id."""
    outputs = outputs_of_service(store, surroundings, name)
    if outputs is not None:
        return Rejection("not_found", _SERVICE, id=name, outputs=", ".join(outputs))
    return not_deployed("decision", name, nearest_decision(store, name))


def _explanation(
    store: Reader, surroundings: Surroundings, row: Mapping[str, Any], variables: Mapping[str, Any], world: FeelWorld
) -> Explanation:
    imported = surroundings.imported_decisions(store, row["digest"])
    raw = read_definitions.resource(store, row["digest"])
    return explain(raw, row["resource_name"], row["id"], variables, world, imported=imported)


def _warnings(
    store: Reader, surroundings: Surroundings, row: Mapping[str, Any], variables: Mapping[str, Any], world: FeelWorld
) -> tuple[Explained, ...]:
    explanation = _explanation(store, surroundings, row, variables, world)
    if explanation.failure is None:
        return explanation.reasons
    return tuple(Explained(reason, None) for reason in dict.fromkeys(world.reasons or ()))


def _standings(store: Reader, row: Mapping[str, Any], results: Iterable[DecisionResult]) -> Iterator[tuple[DecisionResult, dict[str, Any]]]:
    """Yield each decision with its own key and version, which of the same or an imported file need not be those of the one asked for."""
    known = {(row["digest"], row["id"]): row}
    for one in results:
        named = (one.file, one.decision_id)
        if named not in known:
            known[named] = read_definitions.deployed_beside(store, "decision", one.decision_id, one.file, row) or row
        yield one, {"decisionDefinitionKey": str(known[named]["key"]), "decisionDefinitionVersion": known[named]["version"]}


def _published(result: DecisionResult) -> dict[str, Any]:
    return {
        "decisionDefinitionId": result.decision_id,
        "decisionDefinitionName": result.decision_name,
        "decisionDefinitionType": "DECISION_TABLE" if result.is_table else "LITERAL_EXPRESSION",
        "output": _text(result.value),
        "matchedRules": [
            {
                "ruleId": rule.rule_id,
                "ruleIndex": rule.index,
                "evaluatedOutputs": [
                    {
                        "outputId": output.output_id,
                        "outputName": output.name,
                        "outputValue": _text(output.value),
                        "ruleId": rule.rule_id,
                        "ruleIndex": rule.index,
                    }
                    for output in rule.outputs
                ],
            }
            for rule in result.matched_rules
        ],
        "evaluatedInputs": [
            {"inputId": given.input_id, "inputName": given.name, "inputValue": _text(given.value)} for given in result.inputs
        ],
    }


def _text(value: Any) -> str:
    """Return a value as JSON text; a function, which JSON cannot hold, as null."""
    try:
        return canonical(to_json(value))
    except FeelError:
        return "null"


def _unheld(decisions: Iterable[DecisionResult]) -> Iterator[Explained]:
    """Say of which decisions the value is shown as null though it is none."""
    for one in decisions:
        try:
            to_json(one.value)
        except FeelError as error:
            yield Explained(f"{one.decision_name}: {error.message}", one.decision_id)
