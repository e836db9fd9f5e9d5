"""Whatever is written, the reader gives an expression or an error of ours."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.feel import FeelError, parse_expression, parse_unary_tests
from app.feel.write_value import write_value
from tests.feel.evaluating import WORLD

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
