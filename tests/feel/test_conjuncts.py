"""The parts of a condition that all have to hold, as the language reads it and not as the words stand."""

import pytest

from app.feel import FeelError, conjuncts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a", ["a"]),
        ("a = 1 and b = 2", ["a = 1", "b = 2"]),
        ("a and b and not(c)", ["a", "b", "not(c)"]),
        ("(a or b) and c", ["(a or b)", "c"]),
        ("a or b and c", ["a or b and c"]),
        ("a between 1 and 2", ["a between 1 and 2"]),
        ("a between 1 and 2 and b", ["a between 1 and 2", "b"]),
        ("if a then b and c else d", ["if a then b and c else d"]),
        ("every x in l satisfies x and c", ["every x in l satisfies x and c"]),
        ('a = "x and y" and b', ['a = "x and y"', "b"]),
    ],
)
def test_a_condition_is_parted_where_it_is_joined(text: str, parts: list[str]) -> None:
    assert [part.strip() for part in conjuncts(text)] == parts


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(FeelError):
        conjuncts("a and")
