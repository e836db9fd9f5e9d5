"""The rule form-translation-is-read."""

from collections.abc import Iterator

from app.domain.languages import TAGS, split_tag
from app.domain.rejection import Message
from app.form import Form
from app.form.form import Component
from app.form.read_translations import LIVE_TEXTS, PATTERN_MESSAGE, SEVERAL
from app.form.read_value import option_text
from app.form.translate_form import literals_of
from app.lint.form_rule import form_rule
from app.lint.rule import ERROR, Found

_TEXTS = (*LIVE_TEXTS, PATTERN_MESSAGE)


@form_rule(
    "form-translation-is-read",
    ERROR,
    instead="Write label.en, values.<value>.en and so on, with the language tag zh-Hans, zh-Hant or en, for what the component has.",
)
def form_translation_is_read(form: Form) -> Iterator[Found]:
    """A text in a language that nobody can choose, or for an option that is not offered, would be passed over in silence."""
    for component in form.every_component():
        for name, value in component.properties.items():
            problem = _problem(component, name, value)
            if problem is not None:
                yield Found(component.id, None, problem)


def _problem(component: Component, name: str, value: str) -> Message | None:
    text, tag = split_tag(name)
    kind, _, key = text.partition(".")
    ours = text in _TEXTS or (kind in SEVERAL and bool(key))
    if not tag or not (ours or tag in TAGS):
        return None
    if not ours:
        known = ", ".join((*_TEXTS, *(f"{several}.<...>" for several in SEVERAL)))
        return Message("Expected one of %(texts)s before .%(tag)s, but found %(name)s", {"texts": known, "tag": tag, "name": name})
    if tag not in TAGS:
        return Message("Expected one of the languages %(tags)s, but found %(name)s", {"tags": ", ".join(TAGS), "name": name})
    if not value.strip():
        return Message("Expected words as %(name)s, but found none", {"name": name})
    if kind in SEVERAL:
        return _no_such_key(component, kind, key)
    if _has(component, text):
        return None
    return Message("Expected a %(text)s beside %(name)s, but the component has none", {"text": text, "name": name})


def _has(component: Component, text: str) -> bool:
    return bool(component.rules.pattern_message if text == PATTERN_MESSAGE else getattr(component, LIVE_TEXTS[text]))


def _no_such_key(component: Component, kind: str, key: str) -> Message | None:
    """What an expression gives is known only when the form is drawn, so nothing is said of that."""
    if kind == "words":
        return None if key in literals_of(component) else _unknown(kind, key, literals_of(component))
    if kind == "columns":
        keys = [column.key for column in component.columns_shown]
        return None if component.columns_from is not None or key in keys else _unknown(kind, key, keys)
    values = [option_text(option.value) for option in component.options]
    return None if component.options_from is not None or key in values else _unknown(kind, key, values)


def _unknown(kind: str, key: str, known: list[str]) -> Message:
    return Message(
        "Expected one of %(known)s after %(kind)s., but found %(key)s", {"known": ", ".join(known) or "-", "kind": kind, "key": key}
    )
