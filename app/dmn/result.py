"""What an evaluated decision says about itself."""

from typing import Any

from msgspec import Struct


class EvaluatedInput(Struct, frozen=True):
    """The value of one input of a decision table. name: its label, else its expression."""

    input_id: str
    name: str
    value: Any


class EvaluatedOutput(Struct, frozen=True):
    output_id: str
    name: str
    value: Any


class MatchedRule(Struct, frozen=True):
    """A rule that hit. index: from 1, as drawn."""

    rule_id: str
    index: int
    outputs: tuple[EvaluatedOutput, ...]


class DecisionResult(Struct, frozen=True):
    """The value of a decision and how it came about.

    matched_rules, inputs: of its decision table, () where its logic is none. outputs: those of all matched rules, in order.
    contradictory: whether rules of its table hit together that its hit policy (UNIQUE, ANY) does not let hit together; the value is null.
    required: the decisions that were evaluated for it, each after those it needs itself; those of a decision service that it calls as a
    function too, once for each call, the first of them only, where they are many.
    tables: those within its logic, such as in a boxed context or a business knowledge model that it calls, in the order they were
    asked, by the ids of their elements; the first of them only, where they are many (app.dmn.model_run).
    file: of the model that draws the decision, which may be an imported one. is_table: whether its logic is a decision table.
    """

    decision_id: str
    decision_name: str
    value: Any
    matched_rules: tuple[MatchedRule, ...] = ()
    inputs: tuple[EvaluatedInput, ...] = ()
    outputs: tuple[EvaluatedOutput, ...] = ()
    required: tuple["DecisionResult", ...] = ()
    tables: tuple["DecisionResult", ...] = ()
    contradictory: bool = False
    file: str = ""
    is_table: bool = False
