"""What is said of values that are written out is true of every evaluation by the plain evaluator, as what is said of types is."""

from collections import Counter
from random import Random
from typing import Any, Final

from hypothesis.errors import UnsatisfiedAssumption

from app.dmn.judging.problem import ARGUMENT, EMPTY_MATCH, FLAGS, HOLLOW, PLACE, REPLACEMENT, REVERSED, UNREAD
from app.dmn.judging.sight import Sight
from app.feel.grammar import read_expression
from tests.dmn.test_judging import SCOPE, check

NUMBERS: Final = ("0", "1", "2", "-1", "5", "0.5", "1.5")
TEXTS: Final = ("a", "a*", "[a-", "(a", "(|)*", "^a", "b*$", "$", "$1", "x", r"\\\\", "g", "i", "q", "", "a|", "()")
OF_NUMBERS: Final = (
    *("n1 in [{}..{}]", "n1 in ({}..{})", "n1 in [{}..{})", "n1 between {} and {}", "[1, 2, 3][{}]", "l1[{}]", "sublist(l1, {})"),
    *("substring(s1, {})", "remove(l1, {})", "insert before(h1, {}, {})", "list replace(l1, {}, 3)"),
)
OF_TEXTS: Final = (
    *('matches(s1, "{}")', 'matches(s1, "{}", "{}")', 'replace(s1, "{}", "{}")', 'replace(s1, "{}", "{}", "{}")', 'split(s1, "{}")'),
    *('extract(s1, "{}")', 's1 in ["{}".."{}"]'),
)
OF_ITEMS: Final = (
    *("sum(s1)", "sum(h1)", "mean(d1)", "median(b1)", "stddev(t1)", "product([s1, s2])", "mode(s1)", "mode([s1])", "all(n1)", "any(s1)"),
    *("all(l1)", "string join(n1)", "string join(l1)", "sum(list: c1)"),
)
VALUES: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"n1": 1, "s1": "aab", "s2": "", "l1": [1, 2], "h1": ["a", 1], "b1": True, "c1": {"a": 1, "b": "x"}},
    {"n1": 0, "s1": "", "l1": [], "h1": [], "b1": False},
    {"n1": 5, "s1": "xyz", "s2": "b", "l1": [3], "h1": [None]},
)


def texts() -> list[str]:
    """Return expressions with values written out by chance, the same in every run."""
    random = Random(5)
    drawn = [(each, NUMBERS) for each in OF_NUMBERS] + [(each, TEXTS) for each in OF_TEXTS]
    found = {pattern.format(*(random.choice(pool) for _ in range(3))) for pattern, pool in drawn for _ in range(25)}
    return sorted(found) + list(OF_ITEMS)


def test_what_is_said_of_written_values_is_true_of_every_evaluation() -> None:
    told: Counter[str] = Counter()
    for text in texts():
        sight = Sight(SCOPE)
        sight.judge(read_expression(text))
        told.update(problem.template for problem in sight.problems)
        for values in VALUES:
            try:
                check(text, values)
            except UnsatisfiedAssumption:
                continue
    assert {ARGUMENT, EMPTY_MATCH, FLAGS, HOLLOW, PLACE, REPLACEMENT, REVERSED, UNREAD} <= told.keys()
