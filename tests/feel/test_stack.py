"""Functions may call themselves some hundreds of times; deeper ones end in an error that names the limit."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from math import factorial
from typing import Any

import pytest
from msgspec.structs import replace

from app.feel import FeelError, parse_expression
from app.feel.stack import with_room
from tests.feel.evaluating import WORLD, value_of

COUNT = "{f: function(n) if n = 0 then 0 else 1 + f(n - 1)}.f(k)"
ENDLESS = (
    "{f: function(n) f(n + 1)}.f(1)",
    "{f: function(n) sort([3, 1, 2], function(x, y) f(n))}.f(1)",
    "{f: function(n) list replace(list: [1], match: function(x, y) f(n), newItem: 2)}.f(1)",
    "{f: function(n) for i in [1] return f(n)}.f(1)",
    "{f: function(n) some i in [1] satisfies f(n)}.f(1)",
    "{f: function(n) [1][f(n)]}.f(1)",
    "{f: function(n) [f(n), {a: f(n)}]}.f(1)",
    "{f: function(n) 1 in (f(n))}.f(1)",
    "{f: function(n) n + n + n + f(n)}.f(1)",
    "{f: function(n: number) (((f(n)))) and not(f(n))}.f(1)",
)


def test_a_factorial_of_thirty_is_worked_out() -> None:
    found = value_of("{fac: function(a) if a <= 1 then 1 else a * fac(a - 1)}.fac(k)", {"k": 30})
    assert found == factorial(30)


@pytest.mark.parametrize("tracing", [False, True])
def test_three_hundred_calls_within_each_other_are_run(tracing: bool) -> None:
    assert parse_expression(COUNT, tracing=tracing).evaluate({"k": 300}, replace(WORLD, reasons=[])) == 300


def test_a_function_that_calls_itself_too_often_names_the_limit() -> None:
    with pytest.raises(FeelError, match=r"call each other at most [3-9][0-9][0-9] deep"):
        value_of(COUNT, {"k": 5000})


def small_thread(text: str, tracing: bool) -> str:
    """Return the error of a text that is evaluated on a thread whose stack is a quarter of the least there is."""
    said: list[str] = []

    def run() -> None:
        try:
            parse_expression(text, tracing=tracing).evaluate({}, replace(WORLD, reasons=[]))
        except FeelError as error:
            said.append(error.message)

    before = threading.stack_size(512 * 1024)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    threading.stack_size(before)
    return said[0]


@pytest.mark.parametrize("tracing", [False, True])
@pytest.mark.parametrize("text", ENDLESS)
def test_an_endless_recursion_ends_in_our_error_on_a_small_stack(text: str, tracing: bool) -> None:
    said = small_thread(text, tracing)
    assert "call each other at most" in said or "at most 100000 steps" in said


def test_the_interpreters_limit_is_as_before_when_no_evaluation_is_deep() -> None:
    before = sys.getrecursionlimit()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda depth: value_of(COUNT, {"k": depth}), [300, 5, 200, 300] * 5)) == [300, 5, 200, 300] * 5
    with pytest.raises(FeelError):
        value_of(ENDLESS[0])
    assert sys.getrecursionlimit() == before


def test_the_limit_is_higher_as_long_as_one_evaluation_is_deep() -> None:
    usual = sys.getrecursionlimit()

    def inner(env: Any) -> int:
        with_room(lambda env: None, env)
        return sys.getrecursionlimit()

    assert with_room(inner, None) > usual == sys.getrecursionlimit()
