"""What is said of types before an evaluation is true of every evaluation: the plain evaluator, which shares the parser alone, says so.

Small in every run; `make fuzz` takes more examples.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, assume, given, settings

from app.dmn.judging.problem import NEVER, NULL, UNUSED
from app.dmn.judging.sight import Sight
from app.feel import FeelError, syntax
from app.feel.grammar import read_expression
from app.feel.types import ANY, SIMPLE, ContextType, FeelType, ListType, RangeType
from tests.feel.plain import grammar
from tests.feel.plain.values import Span, kind, taken
from tests.feel.plain.variables import VARIABLES
from tests.feel.plain.walk import TooLongError, Walk

NUMBER, STRING = SIMPLE["number"], SIMPLE["string"]
SCOPE: dict[str, FeelType] = {
    **dict.fromkeys(("n1", "n2", "i1", "i2"), NUMBER),
    **dict.fromkeys(("s1", "s2"), STRING),
    **dict.fromkeys(("d1", "d2"), SIMPLE["date"]),
    **dict.fromkeys(("m1", "m2"), SIMPLE["date and time"]),
    **{"b1": SIMPLE["boolean"], "t1": SIMPLE["time"], "D1": SIMPLE["days and time duration"], "Y1": SIMPLE["years and months duration"]},
    **{"l1": ListType(NUMBER), "h1": ListType(ANY), "c1": ContextType({"a": NUMBER, "b": STRING}), "r1": RangeType(NUMBER)},
}


class Watching(Walk):
    """An evaluation that remembers the values of each part."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: defaultdict[int, list[Any]] = defaultdict(list)

    def value(self, node: Any, scopes: Any) -> Any:  # type: ignore[override]
        found = super().value(node, scopes)
        self.seen[id(node)].append(found)
        return found


def holds(wanted: FeelType, value: Any) -> bool:
    """Whether a plain value is null or of a type."""
    if value is None or wanted is ANY:
        return True
    if kind(value) != {"ListType": "list", "ContextType": "context", "RangeType": "range", "FunctionType": "function"}.get(
        type(wanted).__name__, wanted.name
    ):
        return False
    if isinstance(wanted, ListType):
        return all(holds(wanted.item, each) for each in value)
    if isinstance(wanted, RangeType) and isinstance(value, Span):
        return holds(wanted.item, value.low) and holds(wanted.item, value.high)
    return not isinstance(wanted, ContextType) or all(name in value and holds(each, value[name]) for name, each in wanted.fields.items())


def check(text: str, variables: Mapping[str, Any]) -> None:
    try:
        node = read_expression(text)
        walk = Watching()
        walk.value(node, [{name: taken(value) for name, value in variables.items()}])
    except (TooLongError, FeelError):
        assume(False)
    sight = Sight(SCOPE, told={})
    sight.judge(node)
    for key, wanted in (sight.told or {}).items():
        for value in walk.seen[key]:
            assert holds(wanted, value), f"{text}: {value!r} is no {wanted}"
    for problem in sight.problems:
        if isinstance(problem.node, syntax.Call) and any(None in walk.seen[id(each)] for each in problem.node.arguments):
            continue  # some functions take null for what they could not use otherwise
        for value in walk.seen[id(problem.node)]:
            assert is_so(problem.claim, problem.node, value), f"{text}: {problem}, but found {value!r} with {variables}"


def is_so(claim: str, node: syntax.Node, value: Any) -> bool:
    if claim == NULL:
        return value is None
    if claim == UNUSED:
        return not isinstance(value, bool)
    answer = not (isinstance(node, syntax.Comparison) and node.operator == "!=")
    return value is not answer if claim == NEVER else len(getattr(node, "tests", ())) > 1 or value is not True


def test_what_is_said_of_types_is_true_of_every_evaluation(full_size: bool) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example]
    settings(max_examples=50_000 if full_size else 1_500, suppress_health_check=quiet)(given(grammar.expressions(), VARIABLES)(check))()
