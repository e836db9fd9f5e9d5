"""The compiled evaluator and the plain one, which walks the tree, agree on expressions by chance.

Small in every run; `make fuzz` takes FULL examples of each.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.feel import FeelError, parse_expression, parse_unary_tests
from app.feel.builtins import BUILTINS
from app.feel.grammar import read_expression, read_unary_tests
from tests.feel.evaluating import WORLD
from tests.feel.plain import grammar
from tests.feel.plain.functions import NATIVE
from tests.feel.plain.values import alike, taken
from tests.feel.plain.variables import VARIABLES
from tests.feel.plain.walk import TooLongError, cell_passes, evaluated

SMALL: Final = 1_500
FULL: Final = 100_000
# Seconds of the processor that any one expression of such a size may take.
MOST_SECONDS: Final = 1.0


def check_expression(text: str, variables: Mapping[str, Any]) -> None:
    """Compare the two on one expression; one that cannot be read, or that loops for long, is left to other tests."""
    try:
        expected = evaluated(read_expression(text), variables)
    except (TooLongError, FeelError):
        assume(False)
    began = time.process_time()
    found = taken(parse_expression(text).evaluate(variables, WORLD))
    assert time.process_time() - began < MOST_SECONDS
    assert alike(found, expected), f"{text}\n compiled {found!r}\n plain {expected!r}\n with {variables!r}"


def check_cell(text: str, value: Any, variables: Mapping[str, Any]) -> None:
    """Compare the two on one input entry."""
    try:
        expected = cell_passes(read_unary_tests(text), value, variables)
    except (TooLongError, FeelError):
        assume(False)
    found = parse_unary_tests(text).matches(value, variables, WORLD)
    assert found is expected, f"{text}\n compiled {found!r}\n plain {expected!r}\n with {value!r} and {variables!r}"


def check_many(check: Callable[..., None], many: int, *parts: st.SearchStrategy[Any]) -> None:
    """Run a comparison on examples by chance."""
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example]
    settings(max_examples=many, suppress_health_check=quiet)(given(*parts)(check))()


@pytest.fixture
def many(examples: int | None, full_size: bool) -> int:
    return examples or (FULL if full_size else SMALL)


def test_an_expression_has_one_value_whichever_way_it_is_evaluated(many: int) -> None:
    check_many(check_expression, many, grammar.expressions(), VARIABLES)


def test_a_cell_gives_one_answer_whichever_way_it_is_evaluated(many: int) -> None:
    values = VARIABLES.flatmap(lambda variables: st.sampled_from([*variables.values(), None]))
    check_many(check_cell, many, grammar.unary_tests(), values, VARIABLES)


def test_the_plain_evaluator_has_every_function_but_the_two_that_read_the_clock() -> None:
    assert BUILTINS.keys() - NATIVE.keys() == {"now", "today"}


@pytest.mark.parametrize("name", sorted(NATIVE))
def test_the_grammar_writes_every_function(name: str) -> None:
    templates = [template for pool in (*grammar.LEAVES.values(), *grammar.GROWN.values()) for template in pool]
    assert any(f"{name}(" in template for template in templates)


@pytest.mark.parametrize("text", ["abs = abs", "abs = floor", "union([abs], [abs])", "list contains([abs], floor)"])
def test_a_function_is_itself_wherever_it_is_named(text: str) -> None:
    check_expression(text, {})


@pytest.mark.parametrize("wrong", ["1 + 1 = 3", "count([1]) = 2", '@"2026-01-31" + @"P1M" = @"2026-03-03"'])
def test_a_difference_would_be_noticed(wrong: str) -> None:
    expected = evaluated(read_expression(wrong), {})
    assert not alike(expected, True)
