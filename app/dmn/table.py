"""Decision tables (DMN 1.5 chapter 8)."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from msgspec import Struct

from app.dmn.hit_policies import Policy, contradiction
from app.dmn.item_types import read_as
from app.dmn.place import Place
from app.dmn.result import DecisionResult, EvaluatedInput, EvaluatedOutput, MatchedRule
from app.feel import Expression, FeelError, UnaryTests
from app.feel.compile_tests import INPUT, Test
from app.feel.misfit import Misfit, misfit, outside
from app.feel.nearest_allowed import nearest_allowed
from app.feel.reasons import Where, traced
from app.feel.run import Code, Env, Run
from app.feel.shown import shown
from app.feel.size import returned
from app.feel.types import ANY, UNFIT, AllowedType, FeelType, coerce
from app.feel.values import to_json


class Input(Struct, frozen=True, eq=False):
    """allowed: the input's values, None for all. place: where it is drawn."""

    id: str
    name: str
    expression: Code
    kind: FeelType
    allowed: UnaryTests | None
    place: Place


class Output(Struct, frozen=True, eq=False):
    """name: "" for the only output. allowed: its values in order of priority, None for all. default: where no rule hits.

    place: where the default is drawn.
    """

    id: str
    name: str
    kind: FeelType
    allowed: UnaryTests | None
    default: Expression | None
    place: Place


class Rule(Struct, frozen=True, eq=False):
    """cells: the tests that can fail, each with the place of its input; a dash is none. outputs, places: one for each output."""

    id: str
    cells: tuple[tuple[int, Test], ...]
    outputs: tuple[Code, ...]
    places: tuple[Place, ...]


def among(value: Any, allowed: str) -> Misfit:
    """Return the misfit of a value that is not among the allowed ones of a column. allowed: as written."""
    return outside(value, AllowedType(ANY, lambda each: False, "", allowed, partial(nearest_allowed, allowed=allowed)))


def note(env: Env, place: Place, reason: Callable[[], str]) -> Any:
    """Note why a cell comes out as null, and where it is drawn; give null."""
    return traced(lambda inner: inner.run.null_for(reason), Where(place=place))(env) if env.run.read else None


def _keepable(run: Run, value: Any) -> Any:
    """Return a value that a table does not take, to be shown; null for one that nothing can hold: a function in it, or too large."""
    try:
        return to_json(returned(run, value))
    except FeelError:
        return None


class TableOutcome(Struct, frozen=True):
    """contradictory: whether the rules that hit are more than the hit policy allows; the value is then null."""

    value: Any
    inputs: tuple[EvaluatedInput, ...]
    matched: tuple[MatchedRule, ...]
    contradictory: bool = False

    def result(self, key: str, title: str, value: Any) -> DecisionResult:
        """Return what it says of the decision, or of the element, that the table is."""
        outputs = tuple(output for rule in self.matched for output in rule.outputs)
        return DecisionResult(key, title, value, self.matched, self.inputs, outputs, contradictory=self.contradictory, is_table=True)


class DecisionTable(Struct, frozen=True, eq=False):
    """A compiled table. lists: whether its policy gives a list of all hits. place: where it is drawn."""

    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    policy: Policy
    ranked: bool
    lists: bool
    place: Place

    def decide(self, env: Env) -> TableOutcome:
        """Return the value of the table, the values of its inputs, and the rules that hit.

        An input that is not of its type, or not among its allowed values, makes the value null, with a reason, and is told as it was
        given.
        """
        values: list[Any] = []
        told: list[EvaluatedInput] = []
        for each in self.inputs:
            given = each.expression(env)
            values.append(self.taken(env, each, given))
            told.append(EvaluatedInput(each.id, each.name, _keepable(env.run, given) if values[-1] is UNFIT else values[-1]))
        evaluated = tuple(told)
        if any(value is UNFIT for value in values):
            return TableOutcome(None, evaluated, ())
        matched = self._matched(env, values)
        if not matched:
            return TableOutcome(self._default(env, values), evaluated, ())
        values = [self._joined(rule.outputs) for rule in matched]
        ranks = [self._rank(env, rule.outputs) for rule in matched] if self.ranked else []
        against = contradiction(self.policy, values, [rule.index for rule in matched])
        value = env.run.null(against) if against else self.policy(env, values, ranks)
        return TableOutcome(value, evaluated, matched, bool(against))

    def taken(self, env: Env, each: Input, given: Any) -> Any:
        """Return what a value becomes as that of an input; UNFIT, with a reason, where the table does not take it."""
        value = coerce(read_as(given, each.kind), each.kind)
        if value is UNFIT:
            read = read_as(given, each.kind)
            note(env, each.place, lambda: misfit(read, each.kind).of(f"for the input {each.name}"))
            return UNFIT
        allowed = each.allowed
        if allowed is not None and allowed.matches_within(value, env) is not True:
            note(env, each.place, lambda: among(value, allowed.text).of(f"for the input {each.name}"))
            return UNFIT
        return value

    def _matched(self, env: Env, values: list[Any]) -> tuple[MatchedRule, ...]:
        return tuple(MatchedRule(rule.id, index, self._rule_outputs(env, rule)) for index, rule in self.hits(env, values))

    def steps(self, rules: int = 0) -> int:
        """Return what asking so many rules costs at least, all of them where that is none."""
        return (rules or len(self.rules)) * (1 + len(self.inputs))

    def hits(self, env: Env, values: list[Any], among: Collection[int] = ()) -> list[tuple[int, Rule]]:
        """Return the rules that these values of the inputs hit, each with its number from 1. among: those to ask, else all."""
        run = env.run
        scopes = [(Env({INPUT: value}, env, run), value) for value in values]
        found: list[tuple[int, Rule]] = []
        run.spend(self.steps(len(among)))
        for index, rule in [(each, self.rules[each - 1]) for each in among] or enumerate(self.rules, 1):
            for place, test in rule.cells:
                scope, value = scopes[place]
                if test(scope, value) is not True:
                    break
            else:
                found.append((index, rule))
        return found

    def _rule_outputs(self, env: Env, rule: Rule) -> tuple[EvaluatedOutput, ...]:
        return tuple(
            EvaluatedOutput(each.id, each.name, self._fitted(env, each, code(env), place))
            for each, code, place in zip(self.outputs, rule.outputs, rule.places, strict=True)
        )

    def _fitted(self, env: Env, output: Output, value: Any, place: Place) -> Any:
        taken, allowed = coerce(value, output.kind), output.allowed
        if taken is UNFIT:
            return note(env, place, lambda: misfit(value, output.kind).of(f"for the output {output.name}".rstrip()))
        if taken is not None and allowed is not None and allowed.matches_within(taken, env) is not True:
            return note(env, place, lambda: among(taken, allowed.text).of(f"for the output {output.name}".rstrip()))
        return taken

    def _joined(self, outputs: tuple[EvaluatedOutput, ...]) -> Any:
        if len(outputs) == 1:
            return outputs[0].value
        return {output.name: output.value for output in outputs}

    def _rank(self, env: Env, outputs: tuple[EvaluatedOutput, ...]) -> tuple[int, ...]:
        ranks: list[int] = []
        for output, found in zip(self.outputs, outputs, strict=True):
            if output.allowed is not None:
                place = output.allowed.place_within(found.value, env)
                ranks.append(len(output.allowed.tests) if place is None else place)
        return tuple(ranks)

    def _default(self, env: Env, inputs: list[Any]) -> Any:
        if all(output.default is None for output in self.outputs):
            return [] if self.lists else note(env, self.place, lambda: self._no_hit(inputs))
        values = tuple(
            EvaluatedOutput(
                each.id, each.name, None if each.default is None else self._fitted(env, each, each.default.evaluate_within(env), each.place)
            )
            for each in self.outputs
        )
        return [self._joined(values)] if self.lists else self._joined(values)

    def _no_hit(self, inputs: list[Any]) -> str:
        given = ", ".join(f"{each.name} {shown(value, with_kind=False)}" for each, value in zip(self.inputs, inputs, strict=True))
        return f"Expected a rule to hit for {given}, but found none" if given else "Expected a rule to hit, but found none"
