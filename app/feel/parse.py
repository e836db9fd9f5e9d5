"""Reading an expression: the parser that the parts of the grammar share."""

from collections.abc import Callable
from typing import Final, NoReturn

from app.feel import syntax
from app.feel.errors import FeelError
from app.feel.known_names import KEYWORDS, KnownNames, written
from app.feel.meant import meant_sign
from app.feel.tokens import END, NAME, SYMBOL, Token, tokens_of

# Nesting a person could follow ends far below this; the parser needs about four calls a level.
MAX_NESTING: Final = 80

OR, AND, COMPARE, ADD, MULTIPLY, POWER, UNARY, POSTFIX = range(1, 9)

_BINARY: Final = {
    **{"or": OR, "and": AND, "between": COMPARE, "in": COMPARE},
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), COMPARE),
    **{"+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY, "**": POWER, "instance": UNARY, ".": POSTFIX, "[": POSTFIX, "(": POSTFIX},
}
_AFTER_END: Final = frozenset({
    ")", ",", "]", "}", ".", "=", "!=", "<", "<=", ">", ">=", "and", "or", "then", "else", "return", "satisfies", "in", "between",
    "instance",
})  # fmt: skip


# How long a name, and of how many words, is looked through for signs of another keyboard.
_LONGEST_NAME: Final = 200
_MOST_WORDS: Final = 10
# How far the arguments of a function whose name ends in a keyword are looked through.
_LOOKAHEAD: Final = 1000
_OPENING: Final = ("(", "[", "{")
_CLOSING: Final = (")", "]", "}")


class Parser:
    """One text being read. `names` are the names in scope; parts of the grammar push and pop scopes.

    operand, operator: read the two kinds of part that every expression is made of (app.feel.grammar hands them in).
    """

    def __init__(self, text: str, names: KnownNames, operand: "OperandReader", operator: "OperatorReader") -> None:
        self.text = text
        self.read_operand = operand
        self.read_operator = operator
        self.tokens = tokens_of(text)
        self.index = 0
        self.names = names
        self.nesting = 0
        # Reading the high end of a range: "[" may close it ("[1..3[") and is then no filter.
        self.closing_bracket = False

    # -- tokens

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def peek(self, offset: int = 1) -> Token:
        return self.tokens[min(self.index + offset, len(self.tokens) - 1)]

    def at(self, text: str) -> bool:
        token = self.tokens[self.index]
        return token.text == text and token.kind in (SYMBOL, NAME)

    def accept(self, text: str) -> bool:
        if self.at(text):
            self.index += 1
            return True
        return False

    def expect(self, text: str, or_else: str = "") -> Token:
        """Read a token that must stand here. or_else: what could stand here too, for the error."""
        token = self.token
        if not self.accept(text):
            self.fail(f"{text} or {or_else}" if or_else else text)
        return token

    def fail(self, expected: str, token: Token | None = None) -> NoReturn:
        at = self._swallowed() if token is None else None
        token = token or self.token
        found = "the end of the text" if token.kind == END else token.text[:60]
        if at is not None:
            found = self.text[at]
        place = token.start if at is None else at
        template, nearest = "Expected %(expected)s, but found %(found)s", meant_sign(self.text[place : place + 2])
        if nearest:
            template += "; the nearest is %(nearest)s"
        raise FeelError(template, self.text, place, expected=expected, found=found, nearest=nearest)

    def _swallowed(self) -> int | None:
        """Return where a sign of a Chinese keyboard stands that the name before this place swallowed; None where there is none.

        For the standard it is a letter, so reading goes astray only behind it: at the 5 of `amount ＞ 5`.
        """
        before = self.tokens[self.index - 1] if self.index else None
        if before is None or before.kind != NAME or before.text.isascii() or self._is_of_a_known_name(self.index - 1):
            return None
        signs = (place for place, each in enumerate(before.text[:_LONGEST_NAME]) if not each.isascii() and meant_sign(each))
        return next((before.start + place for place in signs), None)

    def _is_of_a_known_name(self, index: int) -> bool:
        first = index
        while first > 0 and index - first < _MOST_WORDS and self.tokens[first - 1].kind == NAME:
            first -= 1
        return any(self.names.longest(self.tokens, start)[0] > index - start for start in range(first, index + 1))

    # -- scopes

    def open_scope(self, names: tuple[str, ...] | list[str] = ()) -> KnownNames:
        outer = self.names
        self.names = KnownNames(names, outer)
        return outer

    # -- expressions

    def expression(self, minimum: int = OR) -> syntax.Node:
        """Read an expression whose operators bind at least as tightly as `minimum`."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise FeelError("Expected expressions nested at most %(limit)s deep", self.text, self.token.start, limit=MAX_NESTING)
        left = self.resume(self.read_operand(self), minimum)
        self.nesting -= 1
        return left

    def resume(self, left: syntax.Node, minimum: int) -> syntax.Node:
        """Read on after an operand, as long as operators bind at least as tightly as `minimum`."""
        while True:
            token = self.tokens[self.index]
            binding = _BINARY.get(token.text, 0) if token.kind in (SYMBOL, NAME) else 0
            if binding < minimum or binding == 0:
                break
            if token.text == "[" and self.closing_bracket and self._closes():
                break
            left = self.read_operator(self, left, token, binding)
        return left

    def nested(self) -> syntax.Node:
        """Read a whole expression within brackets of its own."""
        before, self.closing_bracket = self.closing_bracket, False
        node = self.expression()
        self.closing_bracket = before
        return node

    def _closes(self) -> bool:
        after = self.peek()
        return after.kind == END or (after.kind in (SYMBOL, NAME) and after.text in _AFTER_END)

    # -- names

    def name(self, expected: str = "a name") -> str:
        """Read a name: the longest known one, drawn out by the plain words that follow it (two words side by side can be nothing else)."""
        token = self.token
        if token.kind != NAME:
            self.fail(expected)
        length, _ = self.names.longest(self.tokens, self.index)
        if length == 0:
            if token.text in KEYWORDS:
                self.fail(expected)
            length = 1
        end = self.index + length
        while self.tokens[end].kind == NAME and self.tokens[end].text not in KEYWORDS:
            end += 1
        return self._take(end + 1 if self._ends_in_between(end) else end)

    def _ends_in_between(self, end: int) -> bool:
        """Whether `between` ends the name of a function here, as in `working days between(a, b)`.

        The operator's low end can never be several expressions in parentheses, so a comma tells the two apart.
        """
        if self.tokens[end].text != "between" or self.tokens[end].kind != NAME or self.tokens[end + 1].text != "(":
            return False
        depth = 0
        for token in self.tokens[end + 1 : end + _LOOKAHEAD]:
            if token.kind != SYMBOL:
                continue
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            if depth == 0 or (depth == 1 and token.text == ","):
                return depth == 1
        return False

    def _take(self, end: int) -> str:
        length, known = self.names.longest(self.tokens, self.index)
        words = self.tokens[self.index : end]
        name = known if self.index + length == end else written(words)
        self.index = end
        return name


OperandReader = Callable[[Parser], syntax.Node]
OperatorReader = Callable[[Parser, syntax.Node, Token, int], syntax.Node]
