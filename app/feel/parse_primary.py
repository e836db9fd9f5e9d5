"""Reading operands: literals, names, brackets and the forms that begin with a word."""

from collections.abc import Callable
from typing import Final

from app.feel import syntax
from app.feel.errors import FeelError
from app.feel.known_names import KEYWORDS, written
from app.feel.numbers import read_number
from app.feel.parse import ADD, UNARY, Parser
from app.feel.parse_ranges import COMPARISONS, interval, unary_comparison
from app.feel.parse_words import for_expression, function_literal, if_expression, quantified
from app.feel.read_temporal import read_temporal
from app.feel.tokens import END, NAME, NUMBER, STRING, SYMBOL, Token, string_value


def primary(parser: Parser) -> syntax.Node:
    """Read one operand, with the signs before it."""
    token = parser.token
    if token.kind == NUMBER:
        parser.index += 1
        return syntax.Literal(token.start, _number(parser, token, token.text))
    if token.kind == STRING:
        parser.index += 1
        return syntax.Literal(token.start, string_value(token))
    if token.kind == NAME:
        return _word(parser, token)
    if token.kind == SYMBOL:
        read = _SYMBOLS.get(token.text)
        if read is not None:
            return read(parser, token)
        if token.text in COMPARISONS:
            return unary_comparison(parser)
    parser.fail("an expression")


def _number(parser: Parser, token: Token, text: str) -> object:
    try:
        return read_number(text)
    except ArithmeticError:
        raise FeelError("Expected a number below 10**6145, but found %(found)s", parser.text, token.start, found=token.text[:60]) from None


def _word(parser: Parser, token: Token) -> syntax.Node:
    length, _ = parser.names.longest(parser.tokens, parser.index)
    if length <= 1:
        read = _WORDS.get(token.text)
        if read is not None and not (token.text == "function" and parser.peek().text != "("):
            return read(parser)
        if token.text in _CONSTANTS:
            parser.index += 1
            return syntax.Literal(token.start, _CONSTANTS[token.text])
        if token.text in _TESTING:
            template = "Expected the value that is tested before %(found)s, but found none, as there is in %(example)s"
            raise FeelError(template, parser.text, token.start, found=token.text, example=_TESTING[token.text])
        if token.text in KEYWORDS:
            parser.fail("an expression")
    return syntax.Name(token.start, parser.name())


def _negative(parser: Parser, token: Token) -> syntax.Node:
    parser.index += 1
    after = parser.token
    if after.kind == NUMBER and after.start == token.end:
        parser.index += 1
        return syntax.Literal(token.start, _number(parser, after, "-" + after.text))
    return syntax.Negation(token.start, parser.expression(UNARY))


def _parenthesis(parser: Parser, token: Token) -> syntax.Node:
    parser.index += 1
    inner = parser.nested()
    if parser.at(".."):
        return interval(parser, token, inner)
    parser.expect(")")
    return inner


def _bracket(parser: Parser, token: Token) -> syntax.Node:
    parser.index += 1
    if parser.accept("]"):
        return syntax.ListLiteral(token.start, ())
    first = parser.nested()
    if parser.at(".."):
        return interval(parser, token, first)
    items = [first]
    while parser.accept(","):
        items.append(parser.nested())
    if not parser.accept("]"):
        parser.fail(", or ]")
    return syntax.ListLiteral(token.start, tuple(items))


def _reversed_bracket(parser: Parser, token: Token) -> syntax.Node:
    """`]1..5]`: a range that leaves its low end out; where nothing follows that could be one, it closes a list one item too late."""
    after = parser.peek()
    if after.kind == END or (after.kind == SYMBOL and after.text in _NO_LOW_END):
        parser.fail("an expression")
    parser.index += 1
    low = parser.expression(ADD)
    if not parser.at(".."):
        parser.fail(".. after the low end of a range")
    return interval(parser, token, low)


def _context(parser: Parser, token: Token) -> syntax.Node:
    parser.index += 1
    outer = parser.open_scope()
    entries: list[tuple[str, syntax.Node]] = []
    seen: set[str] = set()
    while not parser.at("}"):
        if entries:
            parser.expect(",", or_else="}")
        at = parser.token
        key = _key(parser)
        if key in seen:
            raise FeelError("Expected each key of a context once, but found %(found)s again", parser.text, at.start, found=key)
        seen.add(key)
        parser.expect(":")
        entries.append((key, parser.nested()))
        parser.names.add(key)
    parser.names = outer
    parser.expect("}")
    return syntax.ContextLiteral(token.start, tuple(entries))


def _key(parser: Parser) -> str:
    token = parser.token
    if token.kind == STRING:
        parser.index += 1
        return string_value(token)
    end = parser.index
    while parser.tokens[end].kind in (NAME, NUMBER) or parser.tokens[end].text in ("+", "-", "*", "/", ".", "'"):
        end += 1
    if token.kind != NAME or end == parser.index:
        parser.fail("the key of a context: a name or a string")
    words = parser.tokens[parser.index : end]
    parser.index = end
    return written(words)


def _at_literal(parser: Parser, token: Token) -> syntax.Node:
    parser.index += 1
    text = parser.token
    if text.kind != STRING:
        parser.fail('a date, time or duration in quotes after @, such as @"2026-01-01"')
    parser.index += 1
    spelt = string_value(text)
    value = read_temporal(spelt)
    return syntax.UnreadLiteral(token.start, None, spelt) if value is None else syntax.Literal(token.start, value)


_NO_LOW_END: Final = (")", ",", "}", "]", ".", ":", "+", "*", "/", "**", "..", *COMPARISONS)
# Operators that many write at the beginning, as in a cell of a table the value that is tested is not named.
_TESTING: Final = {"between": "amount between 1 and 5", "in": "amount in [1..5]", "instance": "amount instance of number"}
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_WORDS: Final[dict[str, Callable[[Parser], syntax.Node]]] = {
    "if": if_expression,
    "for": for_expression,
    "some": quantified,
    "every": quantified,
    "function": function_literal,
}
_SYMBOLS: Final[dict[str, Callable[[Parser, Token], syntax.Node]]] = {
    "-": _negative,
    "(": _parenthesis,
    "[": _bracket,
    "]": _reversed_bracket,
    "{": _context,
    "@": _at_literal,
}
