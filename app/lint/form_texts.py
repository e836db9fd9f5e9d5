"""Every expression of a form's settings, and the types of what its fields give."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.feel import Expression
from app.feel.types import ANY, SIMPLE, FeelType, ListType
from app.feel.values import BOOLEAN, NUMBER, STRING
from app.form import Form
from app.form.form import Component

_KINDS: Final[Mapping[str, FeelType]] = {
    **dict.fromkeys(("textfield", "textarea", "datetime"), SIMPLE[STRING]),
    **dict.fromkeys(("checklist", "taglist", "filepicker"), ListType(ANY)),
    "checkbox": SIMPLE[BOOLEAN],
}


def field_types(form: Form) -> dict[str, FeelType]:
    """Return the types of the variables that the form's fields write, where they tell; dates and times are texts, as in JSON."""
    found: dict[str, FeelType] = {}
    for component in _outside_lists(form.components):
        if len(component.path) == 1:
            found[component.path[0]] = _type_of(component)
    return found


def _type_of(component: Component) -> FeelType:
    if component.kind == "number":
        return SIMPLE[STRING if component.rules.number_as_text else NUMBER]
    return _KINDS.get(component.kind, ANY)


def _outside_lists(components: tuple[Component, ...]) -> Iterator[Component]:
    for component in components:
        yield component
        if component.kind == "group" and not component.path:
            yield from _outside_lists(component.children)


def form_texts(form: Form) -> Iterator[tuple[Component, str, Expression, bool]]:
    """Yield components with the name of a setting and its expression, and whether names may mean entries of a group or a row."""
    yield from _texts(form.components, False)


def _texts(components: tuple[Component, ...], inside: bool) -> Iterator[tuple[Component, str, Expression, bool]]:
    for component in components:
        for setting, expression in _settings(component):
            if expression is not None:
                yield component, setting, expression, inside
        yield from _texts(component.children, inside or bool(component.path))


def _settings(component: Component) -> Iterator[tuple[str, Expression | None]]:
    yield "conditional.hide", component.hide
    yield "readonly", component.readonly.expression
    yield "min", component.rules.minimum.expression
    yield "max", component.rules.maximum.expression
    yield "minLength", component.rules.min_length.expression
    yield "maxLength", component.rules.max_length.expression
    yield "earliest", component.rules.earliest.expression
    yield "latest", component.rules.latest.expression
    yield "correctable", component.correctable.expression
    yield "valuesExpression", component.options_from
    yield "expression", component.expression
