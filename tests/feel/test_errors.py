"""Errors point at the character, and say what was expected and what was found."""

import pytest

from app.feel import FeelError, parse_expression


@pytest.mark.parametrize(
    ("text", "position", "expected", "found"),
    [
        ("1 + ", 4, "an expression", "the end of the text"),
        ("1 + * 2", 4, "an expression", "*"),
        ("[1,2,]", 5, "an expression", "]"),
        ("f(1,])", 4, "an expression", "]"),
        ("1 instance of range<number", 26, ", or >", "the end of the text"),
        ("1 + /* x", 4, "*/", "the end of the text"),
        ("if a then b", 11, "else", "the end of the text"),
        ("if a the b else c", 11, "then", "else"),
        ("[1, 2", 5, ", or ]", "the end of the text"),
        ("count(1..10)", 7, ", or )", ".."),
        ("f(1", 3, ", or )", "the end of the text"),
        ("{a: 1 b: 2}", 6, ", or }", "b"),
        ("function(a: number 1) a", 19, ", or )", "1"),
        ("1 == 1", 2, "one = to compare", "=="),
        ("1 => 1", 2, "one sign to compare", "=>"),
        ("1 =< 1", 2, "one sign to compare", "=<"),
        ("1 <> 1", 2, "one sign to compare", "<>"),
        ("x in (== 1)", 6, "one = to compare", "=="),
        ("[1..3", 5, "] or ) to close the range that opens at character 1", "the end of the text"),
        ("f(a: 1, 2)", 8, "a named argument like those before it", "2"),
        ("{1: 2}", 1, "the key of a context: a name or a string", "1"),
        ('"abc', 0, '"', "the end of the text"),
        ("a # b", 2, "an expression", "#"),
        ("1 2", 2, "an operator or the end of the text", "2"),
        ("for x return 1", 6, "in", "return"),
        ("some x in [1]", 13, "satisfies", "the end of the text"),
        ("x instance of", 13, "the name of a type", "the end of the text"),
        ("a.", 2, "the name of a property", "the end of the text"),
        ("@1", 1, 'a date, time or duration in quotes after @, such as @"2026-01-01"', "1"),
        ("", 0, "an expression", "the end of the text"),
        (r'1 + "a\ud800"', 4, "a character", "U+D800"),
        (r'{"\uDFFF": 1}', 1, "a character", "U+DFFF"),
        (r'"\U00D800"', 0, "a character", "U+D800"),
        ("x /* \ud800 */", 5, "a character", "U+D800"),
    ],
)
def test_an_error_names_place_expectation_and_finding(text: str, position: int, expected: str, found: str) -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression(text)
    assert (caught.value.position, caught.value.expected, caught.value.found) == (position, expected, found)


@pytest.mark.parametrize(
    ("text", "position", "example"),
    [
        ("between 1 and 5", 0, "amount between 1 and 5"),
        ("a > 1 and in [1..5]", 10, "amount in [1..5]"),
        ("instance of number", 0, "amount instance of number"),
    ],
)
def test_a_test_without_the_value_that_it_tests_is_shown_with_one(text: str, position: int, example: str) -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression(text)
    word = example.split()[1]
    assert caught.value.message == f"Expected the value that is tested before {word}, but found none, as there is in {example}"
    assert caught.value.position == position


def test_the_caret_stands_under_the_character_of_its_line() -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression("1 +\n  2 + )")
    assert str(caught.value) == "Expected an expression, but found )\n  2 + )\n      ^"


def test_a_long_line_is_shown_around_the_fault() -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression("1 + " * 200 + ")")
    _, line, caret = str(caught.value).split("\n")
    assert len(line) <= 100
    assert line[caret.index("^")] == ")"


def test_a_doubled_key_is_shown_where_it_stands_again() -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression("{a: 1, a: 2}")
    assert caught.value.position == 7


@pytest.mark.parametrize(
    ("text", "at", "hint"),
    [
        ("“abc”", 0, 'in FEEL write "abc"'),
        ("'abc'", 0, 'in FEEL write "abc"'),
        ("x ≥ 3", 2, "in FEEL write x >= 3"),
        ("3，4", 1, "the nearest is ,"),
        ("x && y", 2, "in FEEL write x and y"),
        ("x && y := 3", 2, "the nearest is and"),
        ("!x", 0, "in FEEL write not(x)"),
        ("1..5", 1, "in FEEL write [1..5]"),
    ],
)
def test_a_sign_of_another_keyboard_or_language_is_told_with_what_it_means(text: str, at: int, hint: str) -> None:
    with pytest.raises(FeelError) as error:
        parse_expression(text)
    assert error.value.position == at
    assert error.value.message.endswith(f"; {hint}")


@pytest.mark.parametrize("text", ["1 != = = 2 3", "x := 3", "1 2"])
def test_no_other_sign_is_guessed(text: str) -> None:
    with pytest.raises(FeelError) as error:
        parse_expression(text)
    assert "nearest" not in error.value.message
    assert "write" not in error.value.message
