"""Reading the name of a type (rules 52 to 54)."""

from app.feel import syntax
from app.feel.parse import Parser
from app.feel.tokens import NAME


def type_name(parser: Parser) -> syntax.TypeName:
    """Read `number`, `list<T>`, `range<T>`, `context<a: T>`, `function<A, B> -> C`, or the qualified name of an item definition."""
    parser.nesting += 1
    if parser.nesting > 80:
        parser.fail("types nested less deep")
    token = parser.token
    name = _words(parser)
    node = syntax.TypeName(token.start, name)
    if parser.at("<") and name in ("list", "range", "context", "function"):
        node = _generic(parser, token.start, name)
    parser.nesting -= 1
    return node


def _generic(parser: Parser, at: int, name: str) -> syntax.TypeName:
    parser.expect("<")
    arguments: list[syntax.TypeName] = []
    fields: list[tuple[str, syntax.TypeName]] = []
    while not parser.at(">"):
        if arguments or fields:
            parser.expect(",", or_else=">")
        if name == "context":
            key = _words(parser)
            parser.expect(":")
            fields.append((key, type_name(parser)))
        else:
            arguments.append(type_name(parser))
    parser.expect(">")
    result = None
    if name == "function":
        parser.expect("->")
        result = type_name(parser)
    elif not arguments and not fields and name != "context":
        parser.fail("a type between < and >")
    return syntax.TypeName(at, name, tuple(arguments), tuple(fields), result)


def _words(parser: Parser) -> str:
    if parser.token.kind != NAME:
        parser.fail("the name of a type")
    length, known = parser.names.longest(parser.tokens, parser.index)
    if length > 1 and known not in ("date and time",):
        parser.index += length
        return known
    words = [_word(parser)]
    while True:
        if parser.token.kind == NAME and _goes_on(parser, words):
            words.append(_word(parser))
        elif parser.at(".") and parser.peek().kind == NAME:
            parser.index += 1
            words[-1] += "." + _word(parser)
        else:
            return " ".join(words)


def _goes_on(parser: Parser, words: list[str]) -> bool:
    """Whether the next word belongs to the type's name; `and` and `or` do only inside the names the standard gives."""
    text = parser.token.text
    if text == "and":
        return (words, parser.peek().text) in ((["date"], "time"), (["days"], "time"), (["years"], "months"))
    return text not in ("or", "in", "between", "then", "else", "return", "satisfies", "instance", "external")


def _word(parser: Parser) -> str:
    text = parser.token.text
    parser.index += 1
    return text
