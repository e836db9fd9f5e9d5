"""Hit policies: what the rules that hit come to (DMN 1.5 section 8.2.8)."""

from collections.abc import Callable, Sequence
from decimal import Decimal, DecimalException
from functools import reduce
from typing import Any, Final

from app.feel.compare import order, same
from app.feel.numbers import CONTEXT, ZERO
from app.feel.run import Env
from app.feel.shown import shown
from app.feel.values import NUMBER, kind_of

POLICIES: Final = ("UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
AGGREGATORS: Final = ("SUM", "MIN", "MAX", "COUNT")

_MOST_NAMED: Final = 10

# The values of the rules that hit, as drawn; their ranks by the order of output values, the best first.
Values = list[Any]
Policy = Callable[[Env, Values, list[tuple[int, ...]]], Any]


def _unique(env: Env, values: Values, ranks: list[tuple[int, ...]]) -> Any:
    return values[0]


def _any(env: Env, values: Values, ranks: list[tuple[int, ...]]) -> Any:
    return values[0]


def contradiction(policy: Policy, values: Values, numbers: Sequence[int]) -> str:
    """Say why the rules of these numbers may not hit together by their hit policy (UNIQUE, ANY), "" where they may.

    The standard makes the value of the table null then.
    """
    hits = ", ".join(str(number) for number in numbers[:_MOST_NAMED])
    if policy is _unique and len(values) > 1:
        return f"Expected at most one rule to hit, but found the rules {hits}"
    if policy is _any and not _agree(values):
        return f"Expected all rules that hit to give the same, but found different outputs of the rules {hits}"
    return ""


def _agree(values: Values) -> bool:
    return all(same(value, values[0]) or value is values[0] for value in values)


def _by_rank(values: Values, ranks: list[tuple[int, ...]]) -> Values:
    return [values[place] for place in sorted(range(len(values)), key=lambda place: ranks[place])]


_POLICIES: Final[dict[str, Policy]] = {
    "UNIQUE": _unique,
    "FIRST": lambda env, values, ranks: values[0],
    "PRIORITY": lambda env, values, ranks: _by_rank(values, ranks)[0],
    "ANY": _any,
    "COLLECT": lambda env, values, ranks: list(values),
    "RULE ORDER": lambda env, values, ranks: list(values),
    "OUTPUT ORDER": lambda env, values, ranks: _by_rank(values, ranks),
}


def policy_of(name: str, aggregation: str | None) -> Policy:
    """Return a hit policy, which is called with at least one value."""
    if name == "COLLECT" and aggregation:
        return lambda env, values, ranks: _aggregated(env, values, aggregation)
    return _POLICIES[name]


def _aggregated(env: Env, values: Values, aggregation: str) -> Any:
    """Return the sum, least, greatest or number of the values."""
    if aggregation == "COUNT":
        return Decimal(len(values))
    if aggregation == "SUM":
        stray = [value for value in values if kind_of(value) != NUMBER]
        if stray:
            return env.run.null_for(lambda: f"Expected numbers to add up, but found {shown(stray[0])}")
        try:
            return reduce(CONTEXT.add, values, ZERO)
        except DecimalException:
            return env.run.null("Expected a sum below 10**6145")
    best = values[0]
    for value in values[1:]:
        found = order(value, best)
        if found is None:
            return env.run.null(f"Expected comparable outputs, but found {kind_of(value)} and {kind_of(best)}")
        if found == (-1 if aggregation == "MIN" else 1):
            best = value
    return best
