"""From text to the parts of an expression."""

from collections.abc import Callable, Iterable
from typing import Final

from app.feel import syntax
from app.feel.builtins import BUILTINS
from app.feel.depth import MAX_DEPTH, refuse_too_deep
from app.feel.errors import FeelError
from app.feel.kept import Kept, Key, key_of
from app.feel.known_names import KnownNames
from app.feel.mending.mend import mended
from app.feel.parse import Parser
from app.feel.parse_operators import operator
from app.feel.parse_primary import primary
from app.feel.parse_ranges import unary_tests
from app.feel.tokens import END

_BUILT_IN: Final = KnownNames(["time offset", "start included", "end included", *sorted(BUILTINS)])


def _parser(text: str, names: Iterable[str]) -> Parser:
    return Parser(text, KnownNames(names, _BUILT_IN), primary, operator)


def _end(parser: Parser, node: syntax.Node) -> None:
    if parser.token.kind != END:
        parser.fail("an operator or the end of the text")
    # Fewer tokens than that cannot lie so deep, and most texts are short.
    if len(parser.tokens) > MAX_DEPTH:
        refuse_too_deep(node, parser.text)


# Every rule of the linter reads the text it judges, and who deploys and runs it reads it again.
EXPRESSIONS: Final[Kept[syntax.Node]] = Kept()
UNARY_TESTS: Final[Kept[syntax.UnaryTestList]] = Kept()


def read_expression(text: str, names: Iterable[str] = ()) -> syntax.Node:
    """Return the parts of an expression. Raises FeelError that points at the character where it cannot be read."""
    key = key_of(text, names)
    return EXPRESSIONS.get(key, lambda: _expression(key))


def read_unary_tests(text: str, names: Iterable[str] = ()) -> syntax.UnaryTestList:
    """Return the parts of an input entry of a decision table. Raises FeelError as read_expression does."""
    key = key_of(text, names)
    return UNARY_TESTS.get(key, lambda: _unary_tests(key))


def rewritten(text: str, names: Iterable[str] = (), *, tests: bool = False) -> str:
    """Return what a text was probably to be that cannot be read or comes to nothing: `(3..5)` for `> 3 and < 5`. "" for any other."""
    key = key_of(text, names)
    return mended(text, lambda other: _is_read(_whole_unary_tests if tests else _whole_expression, other, key), tests=tests)


def _expression(key: Key) -> syntax.Node:
    try:
        return _whole_expression(*key)
    except FeelError as error:
        raise error.teaching(lambda: rewritten(*key)) from None


def _unary_tests(key: Key) -> syntax.UnaryTestList:
    try:
        return _whole_unary_tests(*key)
    except FeelError as error:
        raise error.teaching(lambda: rewritten(*key, tests=True)) from None


def _is_read(read: Callable[[str, tuple[str, ...]], syntax.Node], text: str, key: Key) -> bool:
    try:
        read(text, key[1])
    except FeelError:
        return False
    return True


def _whole_expression(text: str, names: tuple[str, ...]) -> syntax.Node:
    parser = _parser(text, names)
    node = parser.expression()
    _end(parser, node)
    return node


def _whole_unary_tests(text: str, names: tuple[str, ...]) -> syntax.UnaryTestList:
    parser = _parser(text, names)
    node = unary_tests(parser)
    _end(parser, node)
    return node
