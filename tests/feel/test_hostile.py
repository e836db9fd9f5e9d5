"""Texts that try to run for ever, to fill the memory or to break out end in a value or in a clear error."""

import sys
from time import process_time

import pytest
from msgspec.structs import replace

from app.feel import FeelError, parse_expression, parse_unary_tests
from tests.feel.evaluating import WORLD
from tests.feel.hostile_judge import MOST_BYTES, MOST_SECONDS, VARIABLES, bytes_of, evaluated, problem_of
from tests.feel.hostile_texts import GREEDY, SLOW, TEXTS


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_hostile_text_gives_a_value_or_an_error_of_ours_within_its_budgets(text: str) -> None:
    assert problem_of(text) == ""


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_hostile_cell_of_a_table_gives_an_answer_or_an_error_of_ours(text: str) -> None:
    try:
        found = parse_unary_tests(text).matches("a", VARIABLES, WORLD)
    except FeelError:
        found = None
    assert found is None or isinstance(found, bool)


def test_there_are_more_than_a_hundred_and_fifty_hostile_texts() -> None:
    assert len(set(TEXTS)) > 150


def test_no_hostile_text_takes_more_than_50_megabytes() -> None:
    assert max(bytes_of(text) for text in GREEDY) < MOST_BYTES


@pytest.mark.parametrize("text", SLOW, ids=range(len(SLOW)))
def test_what_takes_long_costs_as_many_steps_as_calls_of_the_same_length(text: str) -> None:
    began = process_time()
    assert isinstance(evaluated(text), FeelError)
    assert process_time() - began < MOST_SECONDS


def test_a_power_is_worth_some_calls_one_with_a_fraction_a_hundred_and_none_gives_steps_back() -> None:
    world = replace(WORLD, max_steps=100)
    assert parse_expression("2 ** 3 + 2 ** 5").evaluate({}, world) == 40
    assert parse_expression("4 ** 0.5").evaluate({}, world) == 2
    for text in ("4 ** 0.5 + 2 ** 1", "2 ** 0E-6000 + 4 ** 0.5 + 2"):
        with pytest.raises(FeelError, match="at most 100 steps"):
            parse_expression(text).evaluate({}, world)


def test_a_recursion_fails_at_the_same_place_however_deep_its_caller_stands() -> None:
    texts = [text for text in TEXTS if text.startswith("{f:")]

    def deep(levels: int) -> list[str]:
        return deep(levels - 1) if levels else [str(evaluated(text)) for text in texts]

    # The interpreter's own limit, less what the test runner takes.
    assert sys.getrecursionlimit() >= 1000
    assert deep(1) == deep(150)
