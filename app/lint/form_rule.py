"""What a rule of the linter for forms is."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from app.form import Form
from app.lint.rule import Found

FindInForm = Callable[[Form], Iterator[Found]]


class FormRule(Struct, frozen=True):
    """One rule for forms, as Rule is for diagrams."""

    name: str
    severity: str
    instead: str
    find: FindInForm


def form_rule(name: str, severity: str, instead: str) -> Callable[[FindInForm], FormRule]:
    """Make the function below it a rule for forms."""

    def make(find: FindInForm) -> FormRule:
        return FormRule(name, severity, instead, find)

    return make
