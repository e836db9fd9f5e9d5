"""A form in the language of who reads it."""

import re
from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from app.form.form import AS_WRITTEN, Column, Component, Form, Option, Translation
from app.form.read_translations import LIVE_TEXTS
from app.form.read_value import option_text

# A text that a FEEL expression writes out.
LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
Otherwise = Callable[[str], str]


def translate_form(form: Form, tag: str, otherwise: Otherwise) -> Form:
    """Return the form with its labels, texts and options as they are said in one language. Values stay what they are.

    otherwise: gives the words for a text that the designer did not say in that language; only what he wrote goes through it, never a value
    that stands within such a text.
    """
    return replace(form, components=tuple(_translated(component, tag, otherwise) for component in form.components))


def literals_of(component: Component) -> list[str]:
    """Return the texts that the expressions of a component write out, and that may be shown."""
    expressions = (component.options_from, component.columns_from, component.expression, component.correctable.expression)
    plain = [component.correctable.fixed] if component.correctable.fixed else []
    return plain + [found for expression in expressions if expression is not None for found in LITERAL.findall(expression.text)]


def _translated(component: Component, tag: str, otherwise: Otherwise) -> Component:
    said = component.translations.get(tag, AS_WRITTEN)
    texts: dict[str, Any] = {
        name: said.texts[name] if name in said.texts else getattr(component, name).worded(otherwise) for name in LIVE_TEXTS.values()
    }
    if component.kind == "image":
        # Its text is the address of the picture.
        texts["text"] = component.text
    words = {literal: otherwise(literal) for literal in literals_of(component)}
    return replace(
        component,
        **texts,
        rules=replace(component.rules, pattern_message=said.pattern_message or otherwise(component.rules.pattern_message)),
        options=tuple(_option(option, said, otherwise) for option in component.options),
        columns_shown=tuple(Column(one.key, said.columns.get(one.key) or otherwise(one.label)) for one in component.columns_shown),
        children=tuple(_translated(child, tag, otherwise) for child in component.children),
        spoken=replace(said, words={**words, **said.words}),
    )


def _option(option: Option, said: Translation, otherwise: Otherwise) -> Option:
    value = option_text(option.value)
    return Option(
        said.options.get(value) or otherwise(option.label),
        option.value,
        said.hints.get(value) or (otherwise(option.hint) if option.hint else ""),
    )
