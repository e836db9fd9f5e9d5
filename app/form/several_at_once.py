"""Whether a form can be answered for several tasks at once: by one choice and one opinion, and nothing else.

A form shows that by itself: the only field to fill in is a choice with fixed options that has to be made, and whatever is chosen, at most
one text field follows. What is only shown is what each task needs to be decided. So no form has to say so, and none says it wrongly.
Source: docs/permissions, "approve several at once"; docs/decisions, "several decisions at once".
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from app.feel import FeelWorld
from app.form.form import INPUTS, Form
from app.form.view_form import FieldView, OptionView, view_all, view_form

CHOICES: Final = ("radio", "select")
TEXTS: Final = ("textarea", "textfield")
SHOWN: Final = ("text", "table", "expression")


class Decidable(Struct, frozen=True):
    """choice: the field to choose in. opinions: by value of an option, the text field that it asks for; None: it asks for nothing.

    shown: what the form only shows.
    """

    choice: FieldView
    opinions: Mapping[str, FieldView | None]
    shown: tuple[FieldView, ...]

    @property
    def options(self) -> tuple[OptionView, ...]:
        return self.choice.options

    def posted(self, value: str, opinion: str) -> list[tuple[str, str]]:
        """Return what a browser would send of the form; the opinion where it asks for one."""
        asked = self.opinions.get(value)
        return [(self.choice.name, value)] + ([(asked.name, opinion)] if asked is not None else [])


def decidable(form: Form, variables: Mapping[str, Any], world: FeelWorld) -> Decidable | None:
    """Return how the form is answered at once with others; None where it asks for more than one choice and one opinion."""
    drawn = list(view_all(view_form(form, {}, variables, world, {})))
    asked = _asked(drawn)
    if any(field.kind == "dynamiclist" and not field.readonly for field in drawn):
        return None
    choices = [field for field in asked if field.kind in CHOICES]
    if len(choices) != 1 or not choices[0].required or not choices[0].options:
        return None
    (choice,) = choices
    opinions = dict[str, FieldView | None]()
    for option in choice.options:
        fields = _asked(view_all(view_form(form, {choice.name: option.value}, variables, world, {})))
        rest = [field for field in fields if field.name != choice.name]
        if len(rest) > 1 or any(field.kind not in TEXTS for field in rest):
            return None
        opinions[option.value] = rest[0] if rest else None
    return Decidable(choice, opinions, tuple(field for field in drawn if field.kind in SHOWN))


def _asked(fields: Iterable[FieldView]) -> list[FieldView]:
    return [field for field in fields if field.kind in INPUTS and not field.readonly]
