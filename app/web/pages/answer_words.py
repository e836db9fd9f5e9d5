"""What was answered in a form, as lines of label and value."""

from collections.abc import Mapping
from typing import Any, Final

from app.feel import FeelWorld
from app.form import FieldView, Form, view_form
from app.form.view_form import view_all
from app.queries.given_answers import GivenAnswers
from app.web.presentation.iso_words import iso_words
from app.web.presentation.wording import Wording

_NOT_ANSWERS: Final = ("text", "group", "dynamiclist", "table", "spacer", "separator", "image", "button", "filepicker", "expression")


def answer_lines(
    form: Form, answers: Mapping[str, Any], variables: Mapping[str, Any], world: FeelWorld, show: Wording
) -> list[tuple[str, str]]:
    """Return the fields of a form that were answered, with options by the names that people read. variables: what conditions ask for."""
    fields = view_all(view_form(form, answers, variables, world, {}))
    lines = [(field.label, _value(field, show)) for field in fields if field.kind not in _NOT_ANSWERS and field.name in answers]
    return [(label, value) for label, value in lines if value]


def file_lines(form: Form, answers: Mapping[str, Any], names: Mapping[str, str], world: FeelWorld, show: Wording) -> list[tuple[str, str]]:
    """Return the file fields of a form that were answered, with the files by their names."""
    fields = view_all(view_form(form, answers, answers, world, {}))
    given = [field for field in fields if field.kind == "filepicker" and field.name in answers]
    return [(field.label, show._(", ").join(names.get(item, item) for item in field.items)) for field in given if field.items]


def first_words(given: GivenAnswers) -> str:
    """Return the first text that was written into a form; empty where nothing was."""
    fields = view_all(view_form(given.form, given.answers, given.variables, given.world, {}))
    written = (field.value for field in fields if field.kind in ("textarea", "textfield") and field.name in given.answers)
    return next((text.strip() for text in written if text and text.strip()), "")


def _value(field: FieldView, show: Wording) -> str:
    if field.kind == "checkbox":
        return show._("yes") if field.checked else ""
    if field.kind == "datetime":
        return iso_words(field.value, show)
    chosen = [option.label for option in field.options if option.chosen]
    return show._(", ").join(chosen) if chosen else field.value or show._(", ").join(field.items)
