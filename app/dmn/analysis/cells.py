"""Input entries taken apart: what each of their tests asks of a value."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from app.dmn.analysis.constants import Unclear, bare_env, constant
from app.dmn.written import WrittenText
from app.feel import syntax
from app.feel.compile_tests import Test, is_condition, make_range, names_a_value
from app.feel.expression import UnaryTests, parse_unary_tests
from app.feel.grammar import read_unary_tests
from app.feel.values import BOOLEAN, LIST, NULL, RANGE, Range, kind_of


class Exactly(Struct, frozen=True):
    """The value itself; `differs`: any other of the same type."""

    value: Any
    differs: bool = False


class Never(Struct, frozen=True):
    """No value at all."""


class Truth(Struct, frozen=True):
    """The answer true, written out: any value passes but null, and of truth values only true."""


class Answer(Struct, frozen=True):
    """A condition that reads nothing: its answer is that of the test, whatever the value is; null where there is none."""

    answer: bool | None


class OneOf(Struct, frozen=True):
    """Any of several; a list written as one test."""

    pieces: tuple["Piece", ...]


Piece = Exactly | Range | Never | Truth | Answer | OneOf | Unclear


class Cell(Struct, frozen=True):
    """tests: compiled, one for each piece. A dash has none and passes everything."""

    written: WrittenText
    pieces: tuple[Piece, ...]
    tests: tuple[Test, ...]
    negated: bool


def read_cell(written: WrittenText) -> Cell:
    """Take an input entry, or the allowed values of an input, apart."""
    compiled: UnaryTests = parse_unary_tests(written.text, written.scope)
    node = read_unary_tests(written.text, written.scope)
    return Cell(written, tuple(_piece(each, written.text) for each in node.tests), compiled.tests, node.negated)


def _piece(node: syntax.Node, text: str) -> Piece:
    if isinstance(node, syntax.UnaryComparison):
        return _comparison(node, text)
    if isinstance(node, syntax.Interval):
        return _interval(node, text)
    value = constant(node, text)
    answers = is_condition(node) if value is None else isinstance(value, bool) and not names_a_value(node)
    return Answer(value) if answers else _of_value(value)


def _of_value(value: Any) -> Piece:
    """Return what a test asks that is written as a value (DMN 1.5 section 7.3.3)."""
    kind = kind_of(value)
    if isinstance(value, Unclear):
        return value
    if kind == RANGE:
        return _range(value)
    if kind == LIST:
        pieces = tuple(_range(item) if kind_of(item) == RANGE else Exactly(item) for item in value)
        return OneOf(pieces)
    if kind == BOOLEAN and value is True:
        return Truth()
    return Exactly(value)


def _range(value: Range) -> Piece:
    return Never() if value.low is None and value.high is None else value


def _comparison(node: syntax.UnaryComparison, text: str) -> Piece:
    end = constant(node.end, text)
    if isinstance(end, Unclear):
        return end
    if node.operator in ("=", "!="):
        return Exactly(end, differs=node.operator == "!=")
    if kind_of(end) == NULL:
        return Never()
    if node.operator in ("<", "<="):
        return Range(None, end, False, node.operator == "<=")
    return Range(end, None, node.operator == ">=", False)


def _interval(node: syntax.Interval, text: str) -> Piece:
    ends = [constant(end, text) if end is not None else None for end in (node.low, node.high)]
    for end in ends:
        if isinstance(end, Unclear):
            return end
    found = make_range(bare_env(text), ends[0], ends[1], node.low_included, node.high_included)
    return Never() if found is None else found


def values_in(piece: Piece) -> Iterator[Any]:
    """Yield the values that a test names, null aside."""
    if isinstance(piece, OneOf):
        for each in piece.pieces:
            yield from values_in(each)
    elif isinstance(piece, Range):
        yield from (end for end in (piece.low, piece.high) if end is not None)
    elif isinstance(piece, Truth):
        yield True
    elif isinstance(piece, Exactly) and piece.value is not None:
        yield piece.value
