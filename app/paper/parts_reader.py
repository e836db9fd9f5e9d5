"""Reads the parts of a paper one by one; what is wrong with each is kept, so that a designer sees all of it at once."""

import re
from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

from app.domain.marked import marked
from app.domain.rejection import Finding, Message
from app.feel import Expression, FeelError, parse_expression
from app.paper.template import FigureMark, LiveText

_TAG: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
FIGURE_ID: Final = re.compile("[a-zA-Z][a-zA-Z0-9]*")
_FIGURE: Final = re.compile(rf"\s*figures\.({FIGURE_ID.pattern})\s*")
CALENDAR_FUNCTIONS: Final = (
    *("add working days", "working days between", "is working day", "is provisional", "office hours between", "close of business"),
)


class Place(Struct, frozen=True):
    """An object of the file. path: where it stands, such as blocks[2]; empty for the whole."""

    path: str
    said: dict[str, Any]

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


class PartsReader:
    """findings: what is wrong. expressions: what was read, by place."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self.findings: list[Finding] = []
        self.expressions: dict[str, Expression] = {}

    @staticmethod
    def null() -> Expression:
        return parse_expression("null")

    def finding(self, template: str, at: str = "", **facts: Any) -> Finding:
        return Finding("paper-is-readable", "error", self.file_name, at or None, Message(template, facts))

    def fault(self, place: Place, template: str, **facts: Any) -> None:
        self.findings.append(self.finding(template, place.path, **facts))

    def only(self, place: Place, allowed: str) -> None:
        """Refuse names that nothing is done with: whoever wrote one meant something by it."""
        for name in place.said:
            if name not in allowed.split():
                message = marked("Expected only %(allowed)s in %(where)s, but found %(found)s")
                self.fault(place, message, allowed=", ".join(allowed.split()), where=place.path or "the paper", found=name[:60])

    def word(self, place: Place, name: str, *, required: bool = True) -> str:
        """Return a text that stays as it is written."""
        found = place.said.get(name)
        if isinstance(found, str) and found.strip():
            return found.strip()
        if required or found is not None:
            self.fault(place, marked("Expected a text as %(where)s, but found none"), where=place.at(name))
        return ""

    def one_of(self, place: Place, name: str, known: Iterable[str]) -> str:
        found, expected = place.said.get(name), tuple(known)
        if isinstance(found, str) and found in expected:
            return found
        message = marked("Expected one of %(expected)s as %(where)s, but found %(found)s")
        self.fault(place, message, expected=", ".join(expected), where=place.at(name), found=str(found)[:60])
        return ""

    def objects(self, place: Place, name: str, *, required: bool = False) -> list[Place]:
        found = place.said.get(name)
        if found is None and not required:
            return []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found) or (required and not found):
            self.fault(place, marked("Expected a list of objects as %(where)s"), where=place.at(name))
            return []
        return [Place(f"{place.at(name)}[{number}]", one) for number, one in enumerate(found)]

    def text(self, place: Place, name: str, *, required: bool = False) -> LiveText:
        found = place.said.get(name)
        if isinstance(found, str) and found:  # blanks are room to write in by hand
            return self.written(place, name, found)
        if required or found is not None:
            self.fault(place, marked("Expected a text as %(where)s, but found none"), where=place.at(name))
        return ()

    def texts(self, place: Place, name: str, *, required: bool = False) -> tuple[LiveText, ...]:
        found = place.said.get(name)
        if isinstance(found, list) and found and all(isinstance(one, str) and one.strip() for one in found):
            return tuple(self.written(place, f"{name}[{number}]", one) for number, one in enumerate(found))
        if required:
            self.fault(place, marked("Expected a list of texts as %(where)s"), where=place.at(name))
        return ()

    def written(self, place: Place, name: str, source: str) -> LiveText:
        """Return a text with its expressions read. Tokens alternate between words and the inside of `{{ }}`."""
        parts: list[str | Expression | FigureMark] = []
        for number, token in enumerate(_TAG.split(source)):
            if number % 2 == 0:
                if "{{" in token or "}}" in token:
                    self.fault(place, marked("Expected each {{ to be closed by }} in %(where)s"), where=place.at(name))
                if token:
                    parts.append(token)
            elif figure := _FIGURE.fullmatch(token):
                parts.append(FigureMark(figure[1]))
            elif (expression := self._parsed(place, f"{name} {{{{{number // 2 + 1}}}}}", token)) is not None:
                parts.append(expression)
        return tuple(parts)

    def expression(self, place: Place, name: str, *, required: bool = False) -> Expression | None:
        """Return an expression; its text begins with `=`, as in a diagram."""
        found = place.said.get(name)
        if found is None and not required:
            return None
        if not isinstance(found, str) or not found.startswith("=") or not found[1:].strip():
            message = marked("Expected an expression that begins with = as %(where)s, but found %(found)s")
            self.fault(place, message, where=place.at(name), found=str(found)[:60])
            return None
        return self._parsed(place, name, found[1:])

    def _parsed(self, place: Place, name: str, source: str) -> Expression | None:
        try:
            expression = parse_expression(source.strip().removeprefix("="), CALENDAR_FUNCTIONS)
        except FeelError as error:
            message = marked("Expected an expression as %(where)s, but: %(problem)s")
            self.fault(place, message, where=place.at(name), problem=error.message)
            return None
        self.expressions[place.at(name)] = expression
        return expression
