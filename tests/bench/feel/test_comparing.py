"""The comparison judges each answer, times who answered, and leaves out the round that warms up."""

from typing import Any

import pytest

from app.feel.types import ANY
from tests.bench.feel.adapters.ours import Ours
from tests.bench.feel.comparing import compare
from tests.bench.feel.conformance import Posed, score
from tests.bench.feel.expressions import ASKED, Asked, number
from tests.bench.feel.judging import CANNOT, RIGHT, WRONG, judge
from tests.bench.feel.serving import Engine, Question, Refused, Service, microseconds
from tests.bench.feel.values import plain_of, value_of

OURS = Service(Ours())


class Stub:
    """A side that answers the same to everything; its n-th measurement takes n times `pace` microseconds."""

    def __init__(self, name: str, answer: dict[str, Any], pace: float = 1.0) -> None:
        self.name, self.given, self.pace, self.asked = name, answer, pace, 0

    def answer(self, _question: Question) -> dict[str, Any]:
        return self.given

    def measured(self, _question: Question) -> dict[str, float]:
        self.asked += 1
        return {"evaluate": self.asked * self.pace}


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.shown)
def test_ours_gets_each_expression_right(asked: Asked) -> None:
    assert judge(OURS.answer(asked.question), asked.expected).said == RIGHT


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.shown)
def test_a_wrong_expected_value_is_found(asked: Asked) -> None:
    other = not asked.expected if isinstance(asked.expected, bool) else [asked.expected]
    assert judge(OURS.answer(asked.question), other).said == WRONG


def test_values_come_back_from_the_form_in_which_they_travel() -> None:
    for asked in ASKED:
        assert plain_of(value_of(asked.expected)) == asked.expected


def test_the_first_round_warms_up_and_is_not_counted() -> None:
    ours, slow = Stub("ours", {"outcome": "value", "value": True}), Stub("slow", {"outcome": "value", "value": True}, 4)
    [row] = compare([ours, slow], 3, [Asked("g", "x", True)])
    assert row.cells["ours"].samples == {"evaluate": [2.0, 3.0, 4.0]}
    assert row.ratio("slow", "evaluate") == 4.0


def test_who_refused_is_not_timed_and_who_was_wrong_is() -> None:
    ours, other = Stub("ours", {"outcome": "value", "value": True}), Stub("other", {"outcome": "cannot", "why": "no"})
    wrong = Stub("wrong", {"outcome": "value", "value": False})
    [row] = compare([ours, other, wrong], 2, [Asked("g", "x", True)])
    assert row.cells["other"].verdict.said == CANNOT
    assert (row.ratio("other", "evaluate"), other.asked) == (None, 0)
    assert wrong.asked == 3


def test_a_case_passed_without_a_value_is_counted_apart() -> None:
    cases = [[Posed(Question("x"), expected, ANY)] for expected in (None, value_of(number("1")))]
    assert vars(score(Stub("a", {"outcome": "cannot", "why": "no"}), cases)) == {"passed": 0, "without": 1}
    assert vars(score(Stub("b", {"outcome": "value", "value": number("1")}), cases)) == {"passed": 1, "without": 0}
    assert vars(score(Stub("c", {"outcome": "error", "why": "x"}), cases)) == {"passed": 0, "without": 1}


class Breaking(Engine):
    def prepare(self, question: Question) -> Any:
        if question.text == "refuse":
            raise Refused("not mine")
        raise ZeroDivisionError("gone")


def test_a_side_that_breaks_is_an_error_and_one_that_refuses_is_not_able() -> None:
    service = Service(Breaking())
    assert service.answer(Question("refuse")) == {"outcome": "cannot", "why": "not mine"}
    assert service.answer(Question("x")) == {"outcome": "error", "why": "ZeroDivisionError: gone"}


def test_work_is_repeated_until_the_clock_can_tell() -> None:
    done: list[int] = []

    def work(count: int) -> None:
        done.append(count)
        for _ in range(count):
            sum(range(100))

    taken, loops = microseconds(work, 1)
    assert taken > 0
    assert done[-1] == loops > 100
