"""Values have one written form: the same bytes on every database and every machine."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.canonical import MAX_DEPTH, canonical, parse
from app.domain.rejection import Rejection

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20) | st.integers(
    -(10**30), 10**30
)
VALUES = st.recursive(
    st.none() | st.booleans() | TEXT | NUMBERS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)
)


@given(VALUES)
def test_reading_what_was_written_and_writing_it_again_gives_the_same_bytes(value: Any) -> None:
    text = canonical(value)
    assert canonical(parse(text)) == text


@given(VALUES)
def test_what_is_written_is_json_with_keys_by_code_point(value: Any) -> None:
    found = json.loads(canonical({"outer": value}), object_pairs_hook=lambda pairs: [name for name, _ in pairs] or None)
    assert found == ["outer"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("1.00"), "1"),
        (Decimal("-0"), "0"),
        (Decimal("-0.0"), "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("0.10"), "0.1"),
        (10**33, "1" + "0" * 33),
        (-5, "-5"),
    ],
)
def test_a_number_is_a_plain_decimal(number: Any, text: str) -> None:
    assert canonical(number) == text


FLOATS = [1.5, float("nan"), Decimal("NaN"), Decimal("Infinity"), 10**34 + 1, Decimal("1E+500")]
OTHERS = ["a\x00b", "\ud800", {1: 2}, {"\ud800": 1}, object]


@pytest.mark.parametrize("value", [*FLOATS, *OTHERS], ids=ascii)
def test_what_has_no_written_form_is_refused(value: Any) -> None:
    with pytest.raises(Rejection) as refused:
        canonical(value)
    assert refused.value.code == "bad_value"


@pytest.mark.parametrize("text", ["", "{", "NaN", "[Infinity]", '{"a": 1, "a": 2}', "[1,]", "01", "[" * 100_000])
def test_text_that_is_no_json_or_says_a_name_twice_is_refused(text: str) -> None:
    with pytest.raises(Rejection) as refused:
        parse(text)
    assert refused.value.code == "bad_value"


def test_nesting_has_an_end() -> None:
    deep: Any = 1
    for _ in range(MAX_DEPTH + 2):
        deep = [deep]
    with pytest.raises(Rejection, match="deep"):
        canonical(deep)


def test_true_is_not_one() -> None:
    assert canonical([True, 1, False, 0]) == "[true,1,false,0]"


def test_keys_sort_by_code_point_not_by_utf_16() -> None:
    assert canonical({"\U00020bb7": 1, "\uffe5": 2, "a": 3}) == '{"a":3,"\uffe5":2,"\U00020bb7":1}'


@pytest.mark.parametrize(("text", "said"), [
    ("{not json", "at line 1, column 2 a name in double quotes is missing"),
    ("{\"a\" 1}", "at line 1, column 6 a colon is missing"),
    ("[1 2]", "at line 1, column 4 a comma is missing"),
    ("[1,\n", "at line 2, column 1 a value is missing"),
    ("\"open", "at line 1, column 1 a text begins that does not end"),
    ("1 2", "at line 1, column 3 something follows after the end"),
])  # fmt: skip
def test_what_is_wrong_with_json_is_said_in_plain_words(text: str, said: str) -> None:
    with pytest.raises(Rejection) as refused:
        parse(text)
    assert str(refused.value) == f"Expected JSON, but {said}"
