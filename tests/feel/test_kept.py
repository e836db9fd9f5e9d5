"""What was made of texts is kept while there is room, counted in characters."""

from app.feel import parse_expression
from app.feel.grammar import read_expression
from app.feel.kept import Kept, key_of


def test_a_text_is_read_once_whatever_the_order_in_which_its_names_are_given() -> None:
    names = ["applicant name", "due date"]
    assert read_expression("applicant name = due date", names) is read_expression("applicant name = due date", reversed(names))


def test_a_text_that_knows_other_names_is_another() -> None:
    assert read_expression("applicant name", ["applicant name"]) == read_expression("applicant name", ["applicant name", "name"])
    assert read_expression("a - b", ["a - b"]) != read_expression("a - b")


def test_a_long_text_is_compiled_once() -> None:
    text = "1" + "+1" * 3000
    assert parse_expression(text) is parse_expression(text)


def test_the_texts_that_were_not_asked_for_longest_make_room() -> None:
    kept: Kept[object] = Kept()
    first, second, third = (key_of(letter * 45_000, ()) for letter in "abc")
    found = [kept.get(key, object) for key in (first, second)]
    assert kept.get(first, object) is found[0]
    kept.get(third, object)
    assert kept.get(first, object) is found[0]
    assert kept.get(second, object) is not found[1]


def test_a_text_larger_than_all_room_is_made_each_time() -> None:
    kept: Kept[object] = Kept()
    key = key_of("a" * 100_001, ())
    assert kept.get(key, object) is not kept.get(key, object)
    small = key_of("a", ())
    assert kept.get(small, object) is kept.get(small, object)
