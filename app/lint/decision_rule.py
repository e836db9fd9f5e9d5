"""What a rule for decisions is, and how it reports."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from app.dmn.place import Place
from app.domain.rejection import Message
from app.lint.decision_file import DecisionFile
from app.lint.rule import Found

FindInDecisions = Callable[[DecisionFile], Iterator[Found]]


class DecisionRule(Struct, frozen=True):
    """One rule for files of decisions, as Rule is for diagrams."""

    name: str
    severity: str
    instead: str
    find: FindInDecisions


def decision_rule(name: str, severity: str, instead: str) -> Callable[[FindInDecisions], DecisionRule]:
    """Make the function below it a rule for decisions."""

    def make(find: FindInDecisions) -> DecisionRule:
        return DecisionRule(name, severity, instead, find)

    return make


def in_place(place: Place, template: str, **facts: Any) -> Found:
    """Report a place in a decision. template: as in at(); `%(where)s` is the cell, or the element where it is in none."""
    return Found(place.element_id, place.line, Message(template, {"where": place.cell or place.element_id or "the file", **facts}))
