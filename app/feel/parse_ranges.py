"""Reading ranges and unary tests."""

from app.feel import syntax
from app.feel.errors import FeelError
from app.feel.parse import ADD, OR, Parser
from app.feel.tokens import END, NAME, STRING, SYMBOL, Token

COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")


def unary_test(parser: Parser, minimum: int = OR) -> syntax.Node:
    """Read one positive unary test (rule 7): a range, a comparison with one side missing, or an expression."""
    return parser.expression(minimum)


def unary_comparison(parser: Parser) -> syntax.Node:
    """Read `< 5`, `>= x` and so on; the comparison's left side is whatever is tested (rules 7 and 8)."""
    token = parser.token
    refuse_doubled_equals(parser, token)
    parser.index += 1
    return syntax.UnaryComparison(token.start, token.text, parser.expression(ADD))


def refuse_doubled_equals(parser: Parser, token: Token) -> None:
    """Raise FeelError at `==`, `=>` or `<>`, as other languages have them; the grammar would take the second sign for a range."""
    after = parser.peek()
    if token.text in COMPARISONS and after.text in COMPARISONS and after.kind == SYMBOL and after.start == token.end:
        template, found = "Expected %(expected)s, but found %(found)s", token.text + after.text
        if found == "==":
            raise FeelError(template, parser.text, token.start, expected="one = to compare", found=found)
        raise FeelError(template, parser.text, token.start, expected="one sign to compare", found=found)


def interval(parser: Parser, opening: Token, low: syntax.Node) -> syntax.Node:
    """Read a range from its `..` on (rule 8)."""
    parser.expect("..")
    before, parser.closing_bracket = parser.closing_bracket, True
    high = parser.expression(ADD)
    parser.closing_bracket = before
    closing = parser.token
    if closing.text not in (")", "]", "["):
        parser.fail(f"] or ) to close the range that opens at character {opening.start + 1}")
    parser.index += 1
    return syntax.Interval(opening.start, low, high, opening.text == "[", closing.text == "]")


def unary_tests(parser: Parser) -> syntax.UnaryTestList:
    """Read the whole of an input entry: `-`, tests parted by commas, or `not(...)` around them (rules 15 to 17)."""
    token = parser.token
    if token.text == "-" and parser.peek().kind == END:
        parser.index += 1
        return syntax.UnaryTestList(token.start, (), any_value=True)
    if token.kind == NAME and token.text == "not" and parser.peek().text == "(":
        found = _negated(parser)
        if found is not None:
            return found
    return syntax.UnaryTestList(token.start, _tests(parser))


def _negated(parser: Parser) -> syntax.UnaryTestList | None:
    """Read `not(...)` where it spans the whole text; else it is the built-in function in a larger expression."""
    start = parser.index
    parser.index += 1
    close = _matching(parser)
    if close is None or parser.tokens[close + 1].kind != END:
        parser.index = start
        return None
    parser.index += 1
    tests = _tests(parser)
    parser.expect(")")
    return syntax.UnaryTestList(parser.tokens[start].start, tests, negated=True)


def _tests(parser: Parser) -> tuple[syntax.Node, ...]:
    tests = [unary_test(parser)]
    while parser.accept(","):
        tests.append(unary_test(parser))
    return tuple(tests)


def _matching(parser: Parser) -> int | None:
    """Return the index of the token that closes the parenthesis at the parser's place, None where none does."""
    depth = 0
    for index in range(parser.index, len(parser.tokens) - 1):
        text, kind = parser.tokens[index].text, parser.tokens[index].kind
        if kind == STRING:
            continue
        if text in ("(", "{"):
            depth += 1
        elif text in (")", "}"):
            depth -= 1
            if depth == 0:
                return index
    return None
