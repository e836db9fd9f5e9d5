"""Unary tests: the cells of decision tables."""

from typing import Any

import pytest

from tests.feel.evaluating import passes


@pytest.mark.parametrize(
    ("tests", "value", "expected"),
    [
        ("-", 1, True),
        ("-", None, True),
        ("5", 5, True),
        ("5", 5.5, None),
        ('"a", "b"', "b", True),
        ("< 5", 4, True),
        ("< 5", 5, False),
        ("[1..5)", 5, False),
        ("]1..5]", 1, False),
        ("> 1, < 0", 0, False),
        ("not(5)", 5, False),
        ("not(5)", 4, True),
        ('not("a", "b")', "c", True),
        ("not(< 5)", 4, False),
        ("null", None, True),
        ("null", 1, False),
        ("5", None, False),
        ("< 5", None, None),
        ("true", True, True),
        ("true", False, False),
        ("? > 3 and ? < 5", 4, True),
        ("? > 3 and ? < 5", 5, False),
        ('starts with(?, "a")', "abc", True),
        ("limit", 7, True),
        ("> limit", 8, True),
        ("allowed", "x", True),
        ("allowed", "z", False),
        ('@"2026-03-04"', "x", None),
        ("= 5", 5, True),
        ("!= 5", 5, False),
        ("even(?)", 4, True),
        ("not(?)", False, True),
    ],
)
def test_a_value_passes_as_the_standard_says(tests: str, value: Any, expected: bool | None) -> None:
    assert passes(tests, value, {"limit": 7, "allowed": ["x", "y"]}) is expected
