"""Steps, sizes and depths are counted, and running out of them says so."""

import pytest
from msgspec.structs import replace

from app.feel import FeelError, parse_expression
from tests.feel.evaluating import WORLD, value_of


def test_a_loop_within_the_step_budget_is_run_to_its_end() -> None:
    assert len(value_of("for i in 1..10000 return i")) == 10_000


def test_a_loop_beyond_the_step_budget_names_the_limit() -> None:
    with pytest.raises(FeelError, match="at most 50 steps"):
        parse_expression("for i in 1..100 return i").evaluate({}, replace(WORLD, max_steps=50))


@pytest.mark.parametrize(("text", "at_most"), [("log(3.3)", 5_000), ("exp(3.3)", 10_000), ("2.5 ** 0.3", 1_500), ("[log(3.3)]", 5_000)])
def test_what_takes_long_is_counted_as_many_steps(text: str, at_most: int) -> None:
    """Each of them takes some 20 to 200 microseconds, a step some 0.3: so many of them take a fraction of a second."""
    assert len(value_of(f"for i in 1..500 return {text}")) == 500
    with pytest.raises(FeelError, match="at most 100000 steps"):
        value_of(f"for i in 1..{at_most} return {text}")


def test_the_budget_is_fresh_for_each_evaluation() -> None:
    expression = parse_expression("count(for i in 1..20000 return i)")
    assert [expression.evaluate({}, WORLD) for _ in range(10)] == [20_000] * 10


def test_a_text_beyond_the_size_limit_is_an_error() -> None:
    with pytest.raises(FeelError, match="at most 10 characters"):
        parse_expression('"123456" + "123456"').evaluate({}, replace(WORLD, max_size=10))


def test_a_result_beyond_the_size_limit_is_an_error() -> None:
    with pytest.raises(FeelError, match="at most 10 parts"):
        parse_expression("for i in 1..20 return i").evaluate({}, replace(WORLD, max_size=10))


def test_a_range_of_a_million_million_is_a_value_as_long_as_nothing_runs_over_it() -> None:
    assert value_of("500000000000 in [1..1000000000000]") is True


def test_thirty_nested_calls_are_no_recursion_to_fear() -> None:
    assert value_of("{f: function(n) if n = 0 then 0 else 1 + f(n - 1)}.f(25)") == 25
