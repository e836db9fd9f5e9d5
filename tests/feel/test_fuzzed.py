"""Whatever is written, the reader gives an expression or an error of ours."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.feel import FeelError, parse_expression, parse_unary_tests
from app.feel.write_value import write_value
from tests.feel.evaluating import WORLD
from tests.feel.plain.grammar import expressions, unary_tests

WORDS = [
    *(
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "function",
        "instance",
        "of",
        "between",
        "and",
        "or",
        "not",
    ),
    *(
        "null",
        "true",
        "false",
        "item",
        "partial",
        "external",
        "date",
        "time",
        "duration",
        "string",
        "number",
        "list",
        "context",
        "range",
        "sum",
    ),
    *(
        "x",
        "y",
        "?",
        "1",
        "2.5",
        ".5",
        "1E3",
        '"a"',
        '"\\u4e2d"',
        '@"2026-03-04"',
        '@"P1D"',
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
        "<",
        "<=",
    ),
    *(">", ">=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "->", "@", "'", "//", "/*", "*/"),
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
VARIABLES = {"x": [1, 2, {"y": "a"}], "y": {"x": 1}}


@settings(max_examples=400)
@given(TEXTS | st.text(max_size=40))
def test_a_text_of_any_words_is_an_expression_or_an_error_of_ours(text: str) -> None:
    assert points_within(text)


def points_within(text: str) -> bool:
    """Evaluate a text; whether an error, if there is one, points into it."""
    try:
        write_value(parse_expression(text).evaluate(VARIABLES, WORLD))
    except FeelError as error:
        return bool(str(error)) and (error.position is None or 0 <= error.position <= len(text))
    return True


@settings(max_examples=400)
@given(TEXTS | st.text(max_size=40))
def test_a_cell_of_any_words_passes_fails_or_is_an_error_of_ours(text: str) -> None:
    try:
        found = parse_unary_tests(text).matches(1, VARIABLES, WORLD)
    except FeelError:
        found = None
    assert found in (True, False, None)


def spoiled(text: str, tape: bytes) -> str:
    """A text with some of its characters deleted, doubled, moved or replaced by words of the grammar, as the tape says."""
    for change, place, other in zip(tape[::3], tape[1::3], tape[2::3], strict=False):
        at, to = place * len(text) // 256, other * len(text) // 256
        cut = text[at : at + 1 + other % 4]
        rest = text[:at] + text[at + len(cut) :]
        if change % 4 == 0:
            text = rest
        elif change % 4 == 1:
            text = text[:at] + cut + text[at:]
        elif change % 4 == 2:
            text = rest[:to] + cut + rest[to:]
        else:
            text = f"{text[:at]} {WORDS[other % len(WORDS)]} {text[at:]}"
    return text


TAPES = st.binary(min_size=3, max_size=15)


@settings(max_examples=600)
@given(expressions(3), TAPES)
def test_a_valid_text_that_was_spoiled_is_an_expression_or_an_error_of_ours(text: str, tape: bytes) -> None:
    assert points_within(spoiled(text, tape))


@settings(max_examples=600)
@given(unary_tests(), TAPES)
def test_a_valid_cell_that_was_spoiled_passes_fails_or_is_an_error_of_ours(text: str, tape: bytes) -> None:
    try:
        found = parse_unary_tests(spoiled(text, tape)).matches(1, VARIABLES, WORLD)
    except FeelError:
        found = None
    assert found in (True, False, None)
