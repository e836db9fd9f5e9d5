"""The languages that the product speaks, and how a designer says a text in one of them."""

from collections.abc import Mapping
from typing import Final

# Catalogue name: language tag (BCP 47). The first is the default, and the one in which designers write.
LANGUAGES: Final = {"zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant", "en": "en"}
TAGS: Final = tuple(LANGUAGES.values())


def said_in(tag: str, properties: Mapping[str, str], text: str) -> str:
    """Return what a designer wrote for the readers of one language, as the property `<text>.<tag>`; empty where he wrote nothing."""
    return properties.get(f"{text}.{tag}", "").strip()


def split_tag(name: str) -> tuple[str, str]:
    """Return the text and the tag that a property `<text>.<tag>` names; an empty tag where the name has no dot."""
    text, dot, tag = name.rpartition(".")
    return (text, tag) if dot else (name, "")
