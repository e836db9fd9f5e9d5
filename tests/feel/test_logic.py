"""Three-valued logic: true, false and null (DMN 1.5, table 49)."""

from itertools import product
from typing import Any

import pytest

from tests.feel.evaluating import value_of

VALUES = (True, False, None)


def conjunction(left: Any, right: Any) -> bool | None:
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def disjunction(left: Any, right: Any) -> bool | None:
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


@pytest.mark.parametrize(("left", "right"), list(product((*VALUES, 1, "true"), repeat=2)))
def test_and_and_or_follow_their_tables_and_take_other_types_for_null(left: Any, right: Any) -> None:
    assert value_of("a and b", {"a": left, "b": right}) is conjunction(left, right)
    assert value_of("a or b", {"a": left, "b": right}) is disjunction(left, right)


@pytest.mark.parametrize(("given", "expected"), [(True, False), (False, True), (None, None), (1, None)])
def test_not_turns_true_and_false_only(given: Any, expected: bool | None) -> None:
    assert value_of("not(a)", {"a": given}) is expected


def test_if_takes_the_other_branch_unless_the_condition_is_true() -> None:
    assert [value_of("if a then 1 else 2", {"a": given}) for given in VALUES] == [1, 2, 2]


def test_some_and_every_are_null_where_an_answer_is_unknown_and_none_decides() -> None:
    assert value_of("some x in [false, null] satisfies x") is None
    assert value_of("some x in [null, true] satisfies x") is True
    assert value_of("every x in [true, null] satisfies x") is None
    assert value_of("every x in [null, false] satisfies x") is False


def test_quantifiers_over_nothing_have_their_neutral_answer() -> None:
    assert value_of("some x in [] satisfies x") is False
    assert value_of("every x in [] satisfies x") is True
