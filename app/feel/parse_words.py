"""Reading the forms that begin with a word: if, for, some, every, function."""

from app.feel import syntax
from app.feel.parse import ADD, Parser
from app.feel.parse_types import type_name
from app.feel.tokens import NAME


def if_expression(parser: Parser) -> syntax.Node:
    at = parser.expect("if").start
    condition = parser.expression()
    parser.expect("then")
    then = parser.expression()
    parser.expect("else")
    return syntax.If(at, condition, then, parser.expression())


def for_expression(parser: Parser) -> syntax.Node:
    at = parser.expect("for").start
    outer = parser.open_scope(["partial"])
    iterators = _iterators(parser)
    parser.expect("return")
    result = parser.expression()
    parser.names = outer
    return syntax.For(at, iterators, result)


def quantified(parser: Parser) -> syntax.Node:
    token = parser.token
    parser.index += 1
    outer = parser.open_scope()
    iterators = _iterators(parser)
    parser.expect("satisfies")
    condition = parser.expression()
    parser.names = outer
    return syntax.Quantified(token.start, token.text == "every", iterators, condition)


def _iterators(parser: Parser) -> tuple[syntax.Iterator, ...]:
    found = [_iterator(parser)]
    while parser.accept(","):
        found.append(_iterator(parser))
    return tuple(found)


def _iterator(parser: Parser) -> syntax.Iterator:
    at = parser.token.start
    name = _bound_name(parser)
    parser.expect("in")
    domain = parser.expression()
    until = parser.expression(ADD) if parser.accept("..") else None
    parser.names.add(name)
    return syntax.Iterator(at, name, domain, until)


def _bound_name(parser: Parser) -> str:
    """Read the words up to `in`; the name is new here, so no known name can help."""
    words: list[str] = []
    while parser.token.kind == NAME and parser.token.text not in ("in", "return", "satisfies"):
        words.append(parser.token.text)
        parser.index += 1
    if not words:
        parser.fail("the name of a variable")
    return " ".join(words)


def function_literal(parser: Parser) -> syntax.Node:
    """Read `function(a: number, b) body` (rule 55). `external` bodies are read and refused when called: nothing runs but FEEL."""
    at = parser.expect("function").start
    parser.expect("(")
    parameters: list[tuple[str, syntax.TypeName | None]] = []
    while not parser.at(")"):
        if parameters:
            parser.expect(",", or_else=")")
        parameters.append(_parameter(parser))
    parser.expect(")")
    external = parser.accept("external")
    outer = parser.open_scope([name for name, _ in parameters])
    body = parser.expression()
    parser.names = outer
    return syntax.FunctionLiteral(at, tuple(parameters), body, external)


def _parameter(parser: Parser) -> tuple[str, syntax.TypeName | None]:
    words: list[str] = []
    while parser.token.kind == NAME:
        words.append(parser.token.text)
        parser.index += 1
    if not words:
        parser.fail("the name of a parameter")
    return " ".join(words), type_name(parser) if parser.accept(":") else None
