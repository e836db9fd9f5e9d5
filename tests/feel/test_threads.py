"""One compiled expression serves any number of threads."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from app.feel import parse_expression
from tests.feel.evaluating import WORLD

TEXT = '{f: function(n) if n = 0 then 0 else n + f(n - 1), r: (for i in 1..20 return f(3) + x)[item > 5], m: matches(s, "a+b")}'


def test_many_threads_get_each_its_own_value() -> None:
    expression = parse_expression(TEXT)

    def run(number: int) -> bool:
        found = expression.evaluate({"x": Decimal(number), "s": "a" * number + "b"}, WORLD)
        return bool(found["r"] == [6 + number] * 20 and found["m"] is (number > 0))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(run, range(300)))


def test_many_threads_may_read_the_same_text_at_once() -> None:
    texts = [f"a + {number}" for number in range(20)] * 10
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: parse_expression(text).evaluate({"a": 1}, WORLD), texts)) == [1 + n for n in range(20)] * 10
