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
        ("limit > 3", 5, True),
        ("limit > 3", None, True),
        ("limit > 3", False, True),
        ("limit > 9", 5, False),
        ("limit > 9", False, False),
        ("not(limit > 9)", 5, True),
        ("limit between 1 and 9", None, True),
        ('contains("abc", "b")', None, True),
        ("set", 5, True),
        ("set", True, True),
        ("set", False, False),
        ("set", None, False),
        ("true", None, False),
        ("true", 5, True),
        ("nothing > 3", 5, None),
        ("nothing > 3", None, None),
        ("not(nothing > 3)", 5, None),
        ("limit > 3 and limit < 9 and limit != 8", None, True),
    ],
)
def test_a_value_passes_as_the_standard_says(tests: str, value: Any, expected: bool | None) -> None:
    assert passes(tests, value, {"limit": 7, "allowed": ["x", "y"], "set": True}) is expected
