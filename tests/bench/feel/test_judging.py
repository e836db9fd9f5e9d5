"""An answer is right only if it is the expected value, of its kind, to the last digit."""

from typing import Any

import pytest

from tests.bench.feel.judging import CANNOT, ERROR, RIGHT, WRONG, judge


def said_of(found: Any, expected: Any) -> str:
    return judge({"outcome": "value", "value": found}, expected).said


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"number": "0.30"}, {"number": "0.3"}),
        ({"number": "3e2"}, {"number": "300"}),
        ({"duration": "PT48H"}, {"duration": "P2D"}),
        (None, None),
        ([{"date": "2026-03-02"}, "a"], [{"date": "2026-03-02"}, "a"]),
        ({"context": {"a": True}}, {"context": {"a": True}}),
        ({"range": [{"number": "1"}, {"number": "2"}, True, False]}, {"range": [{"number": "1.0"}, {"number": "2"}, True, False]}),
    ],
)
def test_the_same_value_is_right_however_it_is_spelt(found: Any, expected: Any) -> None:
    assert said_of(found, expected) == RIGHT


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"number": "0.30000000000000004"}, {"number": "0.3"}),
        ({"number": "NaN"}, {"number": "0"}),
        ("2026-03-02", {"date": "2026-03-02"}),
        ({"date and time": "2026-03-02T00:00:00"}, {"date": "2026-03-02"}),
        (True, {"number": "1"}),
        (None, False),
        ([{"number": "1"}], {"number": "1"}),
        ({"context": {"a": True}}, {"context": {"a": True, "b": None}}),
        ({"range": [{"number": "1"}, {"number": "2"}, True, True]}, {"range": [{"number": "1"}, {"number": "2"}, True, False]}),
        ({"other": "function"}, None),
    ],
)
def test_another_value_is_wrong(found: Any, expected: Any) -> None:
    assert said_of(found, expected) == WRONG


def test_a_wrong_answer_says_what_came_out() -> None:
    assert judge({"outcome": "value", "value": {"number": "4"}}, {"number": "3"}).why == "gives 4"


def test_a_refusal_and_a_breakdown_are_told_apart_in_the_sides_own_words() -> None:
    assert judge({"outcome": "cannot", "why": "no such function"}, True).said == CANNOT
    broken = judge({"outcome": "error", "why": "TypeError: x"}, True)
    assert (broken.said, broken.why) == (ERROR, "TypeError: x")
