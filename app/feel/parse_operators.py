"""Reading what follows an operand: binary operators, `in`, `between`, `instance of`, paths, filters and calls."""

from typing import Final

from app.feel import syntax
from app.feel.known_names import KEYWORDS
from app.feel.parse import ADD, Parser
from app.feel.parse_ranges import interval, refuse_doubled_equals, unary_test
from app.feel.parse_types import type_name
from app.feel.tokens import NAME, STRING, SYMBOL, Token, string_value

# By an operator, those that may stand beside it in one chain.
_CHAINED: Final = {
    "and": ("and",), "or": ("or",), "+": ("+", "-"), "-": ("+", "-"), "*": ("*", "/"), "/": ("*", "/"),
}  # fmt: skip


def operator(parser: Parser, left: syntax.Node, token: Token, binding: int) -> syntax.Node:
    """Read the operator at `token` with all that belongs to it, its left operand being read already."""
    refuse_doubled_equals(parser, token)
    parser.index += 1
    text = token.text
    if text == ".":
        return syntax.Path(token.start, left, property_name(parser))
    if text == "(":
        return call(parser, left, token)
    if text == "[":
        condition = parser.nested()
        parser.expect("]")
        return syntax.Filter(token.start, left, condition)
    if text == "instance":
        parser.expect("of")
        return syntax.InstanceOf(token.start, left, type_name(parser))
    if text == "between":
        low = parser.expression(ADD)
        parser.expect("and")
        return syntax.Between(token.start, left, low, parser.expression(ADD))
    if text == "in":
        return syntax.In(token.start, left, in_tests(parser))
    right = parser.expression(binding + 1)
    if text in _CHAINED and parser.token.text in _CHAINED[text] and parser.token.kind in (SYMBOL, NAME):
        return _chain(parser, left, syntax.Link(token.start, text, right), binding)
    if text == "and":
        return syntax.Conjunction(token.start, left, right)
    if text == "or":
        return syntax.Disjunction(token.start, left, right)
    if text in ("+", "-", "*", "/", "**"):
        return syntax.Arithmetic(token.start, text, left, right)
    return syntax.Comparison(token.start, text, left, right)


def _chain(parser: Parser, first: syntax.Node, link: syntax.Link, binding: int) -> syntax.Node:
    """Read on as long as operators of the same strength follow."""
    links = [link]
    alike = _CHAINED[link.operator]
    while (token := parser.token).text in alike and token.kind in (SYMBOL, NAME):
        parser.index += 1
        links.append(syntax.Link(token.start, token.text, parser.expression(binding + 1)))
    return syntax.Chain(link.at, first, tuple(links))


def in_tests(parser: Parser) -> tuple[syntax.Node, ...]:
    """Read what stands after `in`: one test, or several in parentheses (rule 49c).

    A parenthesis may also open a range, `(1..5)`, or a larger expression, `(a + b) * c`.
    """
    opening = parser.token
    if not parser.accept("("):
        return (unary_test(parser, ADD),)
    before, parser.closing_bracket = parser.closing_bracket, False
    tests = [unary_test(parser)]
    while parser.accept(","):
        tests.append(unary_test(parser))
    parser.closing_bracket = before
    if len(tests) > 1:
        parser.expect(")")
        return tuple(tests)
    if parser.at(".."):
        return (parser.resume(interval(parser, opening, tests[0]), ADD),)
    parser.expect(")")
    return (parser.resume(tests[0], ADD),)


def property_name(parser: Parser) -> str:
    """Read the name after a dot. Any word may stand here, also a keyword."""
    token = parser.token
    if token.kind != NAME:
        parser.fail("the name of a property")
    if token.text in KEYWORDS:
        parser.index += 1
        return token.text
    return parser.name("the name of a property")


def call(parser: Parser, function: syntax.Node, token: Token) -> syntax.Node:
    """Read arguments, positional or named (rules 38 to 43)."""
    before, parser.closing_bracket = parser.closing_bracket, False
    names: list[str] = []
    arguments: list[syntax.Node] = []
    while not parser.at(")"):
        if arguments:
            parser.expect(",", or_else=")")
        name = _argument_name(parser)
        if name is not None:
            names.append(name)
        elif names:
            parser.fail("a named argument like those before it")
        if len(names) not in (0, len(arguments) + 1):
            parser.fail("an argument without a name like those before it")
        arguments.append(parser.expression())
    parser.closing_bracket = before
    parser.expect(")")
    return syntax.Call(token.start, function, tuple(arguments), tuple(names) if names else None)


def _argument_name(parser: Parser) -> str | None:
    """Read `name:` where one stands here, else nothing."""
    end = parser.index
    token = parser.tokens[end]
    if token.kind == STRING and parser.tokens[end + 1].text == ":":
        parser.index = end + 2
        return string_value(token)
    while parser.tokens[end].kind == NAME:
        end += 1
    if end == parser.index or parser.tokens[end].text != ":" or parser.tokens[end].kind == STRING:
        return None
    name = " ".join(token.text for token in parser.tokens[parser.index : end])
    parser.index = end + 1
    return name
