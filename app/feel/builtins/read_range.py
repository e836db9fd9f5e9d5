"""The built-in function that makes a range from text (DMN 1.5, table 71, range)."""

from collections.abc import Callable
from typing import Any, Final

from app.feel.builtins.signature import builtin
from app.feel.compare import order
from app.feel.errors import FeelError, NullResult
from app.feel.numbers import read_number
from app.feel.read_temporal import read_date, read_date_time, read_duration, read_temporal, read_time
from app.feel.run import Run
from app.feel.tokens import NUMBER, STRING, Token, string_value, tokens_of
from app.feel.values import Range

_CALLS: Final[dict[tuple[str, ...], Callable[[str], Any]]] = {
    ("date",): read_date,
    ("time",): read_time,
    ("date", "and", "time"): read_date_time,
    ("duration",): read_duration,
}


@builtin("range(from: string)")
def range_(run: Run, text: str) -> Range:
    """Return the range that a text spells. Its ends are literals, as the standard asks: no names and no other functions."""
    try:
        tokens = tokens_of(text)
    except FeelError as error:
        raise NullResult(error.message) from None
    marks = [index for index, token in enumerate(tokens) if token.text == ".."]
    if len(marks) != 1 or len(tokens) < 5 or tokens[0].text not in ("[", "(", "]") or tokens[-2].text not in ("]", ")", "["):
        raise NullResult(f'Expected a range such as "[1..3]", but found {text[:60]!r}')
    low, high = _end(tokens[1 : marks[0]], text), _end(tokens[marks[0] + 1 : -2], text)
    found = order(low, high)
    if found is None or found > 0:
        raise NullResult(f"Expected two ends in order, but found {text[:60]!r}")
    return Range(low, high, tokens[0].text == "[", tokens[-2].text == "]")


def _end(tokens: list[Token], text: str) -> Any:
    value: Any = None
    kinds = [token.kind for token in tokens]
    if kinds == [NUMBER] or (kinds[1:] == [NUMBER] and tokens[0].text == "-"):
        value = read_number("".join(token.text for token in tokens))
    elif kinds == [STRING]:
        value = string_value(tokens[0])
    elif kinds[1:] == [STRING] and tokens[0].text == "@":
        value = read_temporal(string_value(tokens[1]))
    elif len(tokens) > 3 and kinds[-2] == STRING and tokens[-3].text == "(" and tokens[-1].text == ")":
        read = _CALLS.get(tuple(token.text for token in tokens[:-3]))
        value = read(string_value(tokens[-2])) if read else None
    if value is None:
        raise NullResult(f"Expected a literal at each end of the range, but found {text[:60]!r}")
    return value
