"""What is wrong with a decision model, collected while it is read."""

from typing import Any

from app.dmn.elements import Element
from app.domain.rejection import Finding, Message, Rejection
from app.feel import FeelError


class Findings:
    """The findings of one file."""

    def __init__(self, file: str, lenient: bool) -> None:
        self.file = file
        self.lenient = lenient
        self.all: list[Finding] = []

    def add(self, rule: str, element: Element | None, template: str, **facts: Any) -> None:
        """Note an error at an element, or at the nearest one around it that has an id."""
        named = element
        while named is not None and named.get("id") is None:
            named = named.getparent()
        element_id = named.get("id") if named is not None else None
        line = element.sourceline if element is not None else None
        self.all.append(Finding(rule, "error", self.file, element_id, Message(template, facts), line=line))

    def expression(self, element: Element, error: FeelError) -> None:
        """Note an expression that cannot be read. Where the reader is lenient it has the value null instead, as the standard has it."""
        if not self.lenient:
            self.add("feel", element, "%(problem)s", problem=str(error))

    def refuse(self) -> None:
        """Raise Rejection("bad_decision") where anything was found."""
        if not self.all:
            return
        first = self.all[0]
        raise Rejection(
            "bad_decision",
            "%(file)s: expected a decision model that can be run, but found %(count)s errors; the first, at %(element)s: %(problem)s",
            findings=self.all,
            file=self.file,
            count=len(self.all),
            element=first.element_id or "?",
            problem=str(first.message),
        )
