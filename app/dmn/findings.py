"""What is wrong with a decision model, collected while it is read."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from app.dmn.elements import Element
from app.dmn.place import Place, place_of
from app.domain.marked import marked
from app.domain.rejection import Finding, Message, Rejection
from app.feel import FeelError
from app.feel.nearest import nearest_name

_LIKENED: Final = 50


class Findings:
    """The findings of one file."""

    def __init__(self, file: str, lenient: bool) -> None:
        self.file = file
        self.lenient = lenient
        self.all: list[Finding] = []

    def add(self, rule: str, element: Element | None, template: str, **facts: Any) -> None:
        """Note an error at an element, or at the nearest one around it that has an id."""
        place = place_of(element)
        self.all.append(Finding(rule, "error", self.file, place.element_id, Message(template, facts), line=place.line))

    def unknown(
        self, rule: str, element: Element | None, template: str, name: str, known: Iterable[str], *, meant: str = "", **facts: Any
    ) -> None:
        """Note a name that means nothing, with what it means elsewhere (meant), else the known name that is most like it.

        template: `%(name)s` is the name; facts: what else it says.
        """
        # Likening takes long; a file with more errors than that has other worries.
        near = meant or (nearest_name(name, known) if len(self.all) < _LIKENED else "")
        self.add(rule, element, f"{template}; the nearest is %(nearest)s" if near else template, name=name, nearest=near, **facts)

    def distinct(self, element: Element, names: Iterable[str], what: str) -> None:
        """Note names within an element that come twice: of two values by one name the first could never be had."""
        for name, count in Counter(filter(None, names)).items():
            if count > 1:
                self.add("duplicate-name", element, "Expected each name of %(what)s once, but found %(name)s again", what=what, name=name)

    def expression(self, place: Place, error: FeelError) -> None:
        """Note an expression that cannot be read. Where the reader is lenient it has the value null instead, as the standard has it."""
        if self.lenient:
            return
        if len(self.all) >= _LIKENED:
            error.teaching(None)
        where = place.cell if error.position is None else f"{place.cell}, character {error.position + 1}".removeprefix(", ")
        template = marked("%(where)s: %(problem)s") if where else "%(problem)s"
        message = Message(template, {"where": where, "problem": str(error)})
        self.all.append(Finding("expressions-parse", "error", self.file, place.element_id, message, line=place.line))

    def refuse(self) -> None:
        """Raise Rejection("bad_decision") where anything was found."""
        if not self.all:
            return
        first = self.all[0]
        one = marked("%(file)s: expected a decision model that can be run, but found an error at %(element)s: %(problem)s")
        many = marked(
            "%(file)s: expected a decision model that can be run, but found %(count)s errors; the first, at %(element)s: %(problem)s"
        )
        raise Rejection(
            "bad_decision",
            one if len(self.all) == 1 else many,
            findings=self.all,
            file=self.file,
            count=len(self.all),
            element=first.element_id or "the file",
            problem=str(first.message),
        )
