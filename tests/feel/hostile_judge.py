"""What is wrong with how a hostile text ends; the same judge for the product as it is and with a fault planted in it."""

import tracemalloc
from time import process_time
from typing import Any, Final

from app.feel import FeelError, parse_expression
from app.feel.values import FOREIGN, kind_of
from tests.feel.evaluating import WORLD

VARIABLES: Final[dict[str, Any]] = {"s": "a" * 2000, "xs": [1] * 1000, "x": 1}
MOST_BYTES: Final = 50_000_000
# Of the processor.
MOST_SECONDS: Final = 5.0


def evaluated(text: str) -> Any:
    """Return the value, or the error; any other exception goes through."""
    try:
        return parse_expression(text).evaluate(VARIABLES, WORLD)
    except FeelError as error:
        return error


def problem_of(text: str, *, most_seconds: float = MOST_SECONDS) -> str:
    """Say what is wrong with the end that a text comes to, "" where nothing is."""
    began = process_time()
    try:
        found = evaluated(text)
    except Exception as error:
        return f"an error of Python, {type(error).__name__}"
    if process_time() - began > most_seconds:
        return "it takes too long"
    if not isinstance(found, FeelError):
        return "a value of Python" if kind_of(found) == FOREIGN else ""
    # An error of the interpreter's own limit would depend on how deep the caller stands.
    if "values nested less deep" in found.message:
        return "the interpreter's own limit"
    return "" if len(str(found)) < 1000 else "an error that nobody can read"


def bytes_of(text: str) -> int:
    """Return how many bytes more than before evaluating a text takes at most."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    evaluated(text)
    most = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    return most
