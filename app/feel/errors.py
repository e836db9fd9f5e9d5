"""The one error of the expression language."""

from collections.abc import Callable, Iterable
from typing import Any, Final

_LINE_SHOWN: Final = 100
NEAREST: Final = "; the nearest is %(nearest)s"
WRITE: Final = "; in FEEL write %(write)s"
"""How a sentence may end: with the known name or sign that somebody probably meant, or with what to write instead."""


class FeelError(Exception):
    """An expression that cannot be read, or that has used up one of its budgets.

    template, facts: the sentence, an English template whose `%(name)s` the facts fill; a catalogue may translate the template.
    text: the whole expression; position: where in it, a 0-based index of characters, None where no place can be named.
    expected, found: for texts that cannot be read, in words.

    where: in a traced evaluation, what the text is part of (app.feel.reasons.Where).
    decision: the id of the decision that was being evaluated, "" where none was.

    A wrong type is no error: the standard makes it null, with a reason in FeelWorld.reasons.
    """

    def __init__(
        self, template: str, text: str = "", position: int | None = None, *, expected: str = "", found: str = "", **facts: Any
    ) -> None:
        self._template = template
        self._facts: dict[str, Any] = {"expected": expected, "found": found, **facts}
        self._write: Callable[[], str] | None = None
        self.text = text
        self.position = position
        self.where: Any = None
        self.decision = ""
        self.expected = expected
        self.found = found
        super().__init__()

    def teaching(self, write: Callable[[], str] | None) -> "FeelError":
        """Return this error, to end with what to write instead where that is not "". It is asked for when somebody reads the error."""
        self._write = write
        return self

    @property
    def template(self) -> str:
        self._teach()
        return self._template

    @property
    def facts(self) -> dict[str, Any]:
        self._teach()
        return self._facts

    @property
    def message(self) -> str:
        return self.template % self.facts

    def _teach(self) -> None:
        write, self._write = self._write() if self._write is not None else "", None
        if write:
            self._template = self._template.removesuffix(NEAREST) + WRITE
            self._facts["write"] = write

    def excerpt(self) -> str:
        """Return the line at fault with a caret under the character, or "" where no place can be named."""
        if self.position is None:
            return ""
        start = self.text.rfind("\n", 0, self.position) + 1
        end = self.text.find("\n", self.position)
        line = self.text[start : end if end >= 0 else len(self.text)]
        column = self.position - start
        first = max(0, column - _LINE_SHOWN // 2)
        shown = line[first : first + _LINE_SHOWN].replace("\t", " ")
        return f"{shown}\n{' ' * (column - first)}^"

    def __str__(self) -> str:
        excerpt = self.excerpt()
        return f"{self.message}\n{excerpt}" if excerpt else self.message


class NullResult(Exception):
    """Raised inside a function whose result is null; the call notes the reason and gives null.

    reason: a function is only asked for it where somebody reads it.
    name, known: a name that means nothing, and those that would; the reason then ends with the nearest.
    """

    def __init__(self, reason: str | Callable[[], str], name: str = "", known: Iterable[str] = ()) -> None:
        self.reason = reason
        self.name = name
        self.known = known
        super().__init__()

    def __str__(self) -> str:
        return self.reason if isinstance(self.reason, str) else self.reason()
