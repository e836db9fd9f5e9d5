"""What a field may offer to choose from in one case or another, before any case is known."""

import re
from typing import Final

from app.feel import FeelWorld
from app.form.computed import computed_plain
from app.form.form import Component, Option
from app.form.read_component import options_of
from app.form.translate_form import LITERAL

# An option that a FEEL expression writes out, as all shipped forms do: {label: "...", value: "..."}.
_WRITTEN: Final = re.compile(rf"\{{\s*label\s*:\s*{LITERAL.pattern}\s*,\s*value\s*:\s*{LITERAL.pattern}")


def may_be_offered(component: Component, world: FeelWorld) -> tuple[Option, ...]:
    """Return the options of a field: those that the form fixes, or those that its expression writes out or gives where nothing is known.

    Which of an expression's are offered to a case that case decides; what it makes of the case's own answers is not among them.

    Raises Rejection("bad_expression").
    """
    if component.options_from is None:
        return component.options
    written = [{"label": label, "value": value} for label, value in _WRITTEN.findall(component.options_from.text)]
    given = computed_plain(component.options_from, {}, world)
    return options_of([*written, *(given if isinstance(given, list) else ())])
