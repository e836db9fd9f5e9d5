"""Lists, contexts, filters, paths and loops."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feel.evaluating import value_of

ITEMS = st.lists(st.integers(min_value=-50, max_value=50), max_size=30)
PEOPLE = [{"name": "Li", "age": 30, "unit no": 1}, {"name": "Wang", "age": 40, "unit no": 2}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 3][1]", 1),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][4]", None),
        ("[1, 2, 3][n]", 2),
        ("[1, 2, 3][item > 1]", [2, 3]),
        ("5[1]", 5),
        ("null[1]", None),
        ("[][n]", None),
        ("[][item > 1]", []),
        ("people[age > 35].name", ["Wang"]),
        ("people[item.age > 35][1].name", "Wang"),
        ("people.name", ["Li", "Wang"]),
        ("people[unit no = 2].name[1]", "Wang"),
        ("people[name = who].age", [30]),
        ("{a: {b: 1}}.a.b", 1),
        ("{a: 1, b: a + 1}.b", 2),
        ("{first name: 1}.first name", 1),
        ('{"a-b": 1, c: a-b}.c', 1),
        ("for x in [1, 2], y in [10, 20] return x * y", [10, 20, 20, 40]),
        ("for x in [[1, 2], [3]], y in x return y", [1, 2, 3]),
        ("for x in 3..1 return x", [3, 2, 1]),
        ("for x in 1..5 return if x = 1 then 1 else x * partial[-1]", [1, 2, 6, 24, 120]),
        ("for x in 1..3 return count(partial)", [0, 1, 2]),
        ("for x in 1..3 return partial", [[], [[]], [[], [[]]]]),
        ("(for x in 1..3 return function() x)[1]()", 1),
        ("(for x in 1..3 return function() x)[3]()", 3),
        ('for d in @"2026-02-28"..@"2026-03-01" return d.day', [28, 1]),
        ("sort([3, 1, 2], function(a, b) a < b)", [1, 2, 3]),
        ("sublist([1, 2, 3], -2)", [2, 3]),
        ("concatenate([1], [2], [3])", [1, 2, 3]),
        ("insert before([1, 3], 2, 2)", [1, 2, 3]),
        ("list replace([1, 2], 1, 9)", [9, 2]),
        ("flatten([1, [2, [3]]])", [1, 2, 3]),
        ("distinct values([1, 2, 1.0, null, null])", [1, 2, None]),
        ("union([1, 2], [2, 3])", [1, 2, 3]),
        ("index of([1, 2, 1], 1)", [1, 3]),
        ("list contains([1, null], null)", True),
        ("list contains([1, 2], true)", False),
        ("all([true, null])", None),
        ("any([null, true])", True),
        ("some x in [1, true] satisfies x", True),
        ("every x in [null, false] satisfies x", False),
        ("every x in [true, 1] satisfies x", None),
        ('substring("abc", 1E5000)', None),
        ("min([])", None),
        ('max("a", "b")', "b"),
        ('get value({a: 1}, "a")', 1),
        ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
        ("context merge([{a: 1}, {a: 2}])", {"a": 2}),
        ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
    ],
)
def test_a_collection_expression_gives_its_value(text: str, expected: Any) -> None:
    assert value_of(text, {"people": PEOPLE, "n": 2, "who": "Li"}) == expected


@given(ITEMS, st.integers(min_value=-50, max_value=50))
def test_a_filter_and_its_opposite_part_a_list(items: list[int], limit: int) -> None:
    variables = {"xs": items, "limit": limit}
    assert value_of("xs[item > limit]", variables) == [item for item in items if item > limit]
    assert value_of("count(xs[item > limit]) + count(xs[not(item > limit)])", variables) == len(items)


@given(ITEMS, st.integers(min_value=-40, max_value=40))
def test_an_index_counts_from_one_and_from_the_end(items: list[int], place: int) -> None:
    inside = place != 0 and abs(place) <= len(items)
    expected = items[place - 1 if place > 0 else place] if inside else None
    assert value_of("xs[n]", {"xs": items, "n": place}) == expected


@given(ITEMS)
def test_sorting_orders_and_keeps_every_item(items: list[int]) -> None:
    assert value_of("sort(xs, function(a, b) a < b)", {"xs": items}) == sorted(items)


@given(ITEMS)
def test_reversing_twice_and_concatenating_nothing_change_nothing(items: list[int]) -> None:
    assert value_of("reverse(reverse(xs)) = xs and concatenate(xs, []) = xs", {"xs": items}) is True


@given(ITEMS.filter(bool))
def test_sums_and_means_are_those_of_the_items(items: list[int]) -> None:
    assert value_of("sum(xs)", {"xs": items}) == sum(items)
    assert value_of("mean(xs) * count(xs) - sum(xs) < 0.0000001", {"xs": items}) is True
    assert value_of("max(xs)", {"xs": items}) == max(items)


def test_functions_leave_their_arguments_as_they_were() -> None:
    items: list[Any] = [Decimal(1), [Decimal(2)]]
    context = {"a": {"b": Decimal(1)}}
    for text in (
        "append(xs, 3)",
        "remove(xs, 1)",
        "flatten(xs)",
        "reverse(xs)",
        'context put(c, ["a", "b"], 2)',
        "context merge([c, {a: 1}])",
    ):
        value_of(text, {"xs": items, "c": context})
    assert items == [1, [2]]
    assert context == {"a": {"b": 1}}


def test_entries_keep_the_order_they_were_written_in() -> None:
    assert list(value_of("{z: 1, a: 2, m: 3}")) == ["z", "a", "m"]
    assert value_of("get entries({z: 1, a: 2}).key") == ["z", "a"]
