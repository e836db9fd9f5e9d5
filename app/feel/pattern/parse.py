"""Reading a regular expression."""

from typing import Final

from app.feel.pattern.classes import any_case, category, class_escape, negated, single_escape
from app.feel.pattern.parts import (
    Anchor,
    BackReference,
    Character,
    Choice,
    Group,
    Part,
    PatternError,
    Repeat,
    Sequence,
    Test,
)

MAX_PATTERN: Final = 1000
MAX_REPEAT: Final = 1000
MAX_NESTING: Final = 40


class PatternParser:
    """One pattern being read. flags: s, m, i, x, q as XPath has them."""

    def __init__(self, pattern: str, flags: str) -> None:
        if len(pattern) > MAX_PATTERN:
            raise PatternError(f"Expected a pattern of at most {MAX_PATTERN} characters")
        self.ignore_case = "i" in flags
        self.dot_all = "s" in flags
        self.text = _without_space(pattern) if "x" in flags and "q" not in flags else pattern
        self.at = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.nesting = 0
        self.has_back_references = False

    def whole(self) -> Part:
        """Read the whole pattern."""
        part = self._choice()
        if self.at < len(self.text):
            raise PatternError(f"Expected the end of the pattern, but found {self.text[self.at]}")
        return part

    def literal(self) -> Part:
        """Take the whole pattern as plain characters (flag q)."""
        return Sequence(tuple(self._character(character) for character in self.text))

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        if self.at >= len(self.text):
            raise PatternError("Expected more, but found the end of the pattern")
        self.at += 1
        return self.text[self.at - 1]

    def _accept(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _choice(self) -> Part:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise PatternError(f"Expected groups nested at most {MAX_NESTING} deep")
        branches = [self._sequence()]
        while self._accept("|"):
            branches.append(self._sequence())
        self.nesting -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self, part: Part) -> Part:
        mark = self._peek()
        if mark not in ("*", "+", "?", "{") or not mark:
            return part
        if isinstance(part, Anchor):
            raise PatternError(f"Expected something to repeat before {mark}, but found {part.kind}")
        self.at += 1
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(mark) or self._counts()
        lazy = self._accept("?")
        if self._peek() in ("*", "+", "?", "{") and self._peek():
            raise PatternError(f"Expected one quantifier, but found another: {self._peek()}")
        return Repeat(part, least, most, lazy)

    def _counts(self) -> tuple[int, int | None]:
        end = self.text.find("}", self.at)
        inner = self.text[self.at : end] if end > 0 else ""
        least, comma, most = inner.partition(",")
        if not (least.isascii() and least.isdigit() and (most == "" or (most.isascii() and most.isdigit()))):
            raise PatternError("Expected {n}, {n,} or {n,m}")
        self.at = end + 1
        first = int(least)
        last = first if not comma else int(most) if most else None
        if max(first, last or 0) > MAX_REPEAT or (last is not None and last < first):
            raise PatternError(f"Expected counts in order and at most {MAX_REPEAT}")
        return first, last

    def _atom(self) -> Part:
        character = self._take()
        if character == "(":
            return self._group()
        if character == "[":
            return Character(self._cased(self._class()))
        if character in "^$":
            return Anchor(character)
        if character == ".":
            return Character((lambda _: True) if self.dot_all else (lambda found: found not in "\n\r"))
        if character == "\\":
            return self._escape()
        if character in "*+?{}])":
            raise PatternError(f"Expected a character, but found {character}; write \\{character} for the character itself")
        return self._character(character)

    def _group(self) -> Part:
        keeps = not self._accept("?:")
        number: int | None = None
        if keeps:
            self.groups += 1
            number = self.groups
        inner = self._choice()
        if not self._accept(")"):
            raise PatternError("Expected ) for the group")
        if number is not None:
            self.closed.add(number)
        return Group(number, inner)

    def _escape(self) -> Part:
        letter = self._take()
        if letter.isdigit() and letter.isascii():
            return self._back_reference(letter)
        test = self._class_escape(letter)
        return Character(self._cased(test)) if test is not None else self._character(single_escape(letter))

    def _back_reference(self, digit: str) -> Part:
        number = int(digit)
        while self._peek().isdigit() and number * 10 + int(self._peek()) <= self.groups:
            number = number * 10 + int(self._take())
        if number not in self.closed:
            raise PatternError(f"Expected a group that is closed before \\{number}")
        self.has_back_references = True
        return BackReference(number)

    def _class_escape(self, letter: str) -> Test | None:
        if letter not in "pP":
            return class_escape(letter)
        if not self._accept("{"):
            raise PatternError("Expected { after \\p")
        end = self.text.find("}", self.at)
        name = self.text[self.at : end] if end > 0 else ""
        self.at = end + 1
        return category(name, letter == "P")

    def _character(self, character: str) -> Part:
        return Character(self._cased(lambda found: found == character))

    def _cased(self, test: Test) -> Test:
        return any_case(test) if self.ignore_case else test

    # -- classes in brackets

    def _class(self) -> Test:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise PatternError(f"Expected classes nested at most {MAX_NESTING} deep")
        complement = self._accept("^")
        tests: list[Test] = []
        minus: Test | None = None
        while minus is None and not (self._peek() == "]" and tests):
            if self._accept("-["):
                minus = self._cased(self._class())
                break
            tests.append(self._class_item())
        if not self._accept("]"):
            raise PatternError("Expected ] for the class")
        self.nesting -= 1
        return self._combined(tests, complement, minus)

    def _combined(self, tests: list[Test], complement: bool, minus: Test | None) -> Test:
        member = tests[0] if len(tests) == 1 else _any_of(tests)
        # A complement holds what no case variant is a member of, so the case is settled before it is turned round.
        base: Test = negated(self._cased(member)) if complement else member
        if minus is None:
            return base
        without = minus
        cased = base if complement else self._cased(base)
        return lambda character: cased(character) and not without(character)

    def _class_item(self) -> Test:
        first = self._class_character()
        if not isinstance(first, str):
            return first
        if self._peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", "["):
            self.at += 1
            last = self._class_character()
            if not isinstance(last, str) or ord(last) < ord(first):
                raise PatternError(f"Expected a range in order after {first}-")
            low, high = first, last
            return lambda character: low <= character <= high
        return lambda character: character == first

    def _class_character(self) -> str | Test:
        character = self._take()
        if character == "[":
            raise PatternError("Expected \\[ for the character itself within a class")
        if character != "\\":
            return character
        letter = self._take()
        test = self._class_escape(letter)
        return test if test is not None else single_escape(letter)


def _any_of(tests: list[Test]) -> Test:
    def member(character: str) -> bool:
        for test in tests:  # noqa: SIM110 - a generator would cost more than the tests
            if test(character):
                return True
        return False

    return member


def _without_space(pattern: str) -> str:
    """Drop white space outside classes (flag x); within `\\p{...}` it is dropped too."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for character in pattern:
        if depth == 0 and character in " \t\n\r":
            continue
        if not escaped:
            depth += (character == "[") - (character == "]" and depth > 0)
        escaped = character == "\\" and not escaped
        kept.append(character)
    return "".join(kept)
