"""Reads what a designer wrote in other languages, from the custom properties of a form-js component: `label.en`, `values.yes.en`."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.languages import TAGS, split_tag
from app.form.form import Translation
from app.form.settings_reader import SettingsReader
from app.form.text_template import Text

# Settings of a component that are texts with live parts: where each stands in the schema, and its name in Component.
LIVE_TEXTS: Final = {
    "label": "label",
    "description": "description",
    "text": "text",
    "alt": "alt",
    "prefixAdorner": "prefix",
    "suffixAdorner": "suffix",
}
PATTERN_MESSAGE: Final = "patternErrorMessage"
# Texts of which a component has several: the key between the two names says which, as in `values.yes.en`.
SEVERAL: Final = {"values": "options", "hints": "hints", "columns": "columns", "words": "words"}


def read_translations(reader: SettingsReader) -> dict[str, Translation]:
    """Return what the component says in other languages, by tag.

    A text with broken live parts is noted in the reader's findings. What is no text of the component, or is in a language that the product
    does not speak, is passed over: it is for the linter to say so, since the languages of the product may change after a deployment.
    """
    properties = reader.inside("properties")
    return {tag: found for tag in TAGS if (found := _read_one(properties, tag)) is not None}


def _read_one(properties: SettingsReader, tag: str) -> Translation | None:
    texts: dict[str, Text] = {}
    several: dict[str, dict[str, str]] = {name: {} for name in SEVERAL.values()}
    pattern_message = ""
    for name in _names(properties.settings, tag):
        text, _ = split_tag(name)
        kind, _, key = text.partition(".")
        if text in LIVE_TEXTS:
            texts[LIVE_TEXTS[text]] = properties.live_text(name)
        elif text == PATTERN_MESSAGE:
            pattern_message = properties.text(name)
        elif kind in SEVERAL and key:
            several[SEVERAL[kind]][key] = properties.text(name)
    if not texts and not pattern_message and not any(several.values()):
        return None
    return Translation(texts, pattern_message, **several)


def _names(settings: Mapping[str, Any], tag: str) -> list[str]:
    """Return the properties of a language that say something."""
    return [name for name, value in settings.items() if split_tag(name)[1] == tag and value not in (None, "")]
