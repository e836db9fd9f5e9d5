"""Puts a sentence of ours whose gaps are filled already into another language.

What went wrong inside something that went wrong is kept as an English sentence, in the record for good. A page finds the template that it
was filled from among those that have a translation, and fills the translation with the same.
"""

import re
from functools import cache
from typing import Final

from app.web.presentation.languages import translations

_GAP: Final = re.compile(r"%\((\w+)\)s")
_LEAST_WORDS: Final = 12
_LONGEST: Final = 2_000
# What stands between sentences that are told together, the outer one first.
_BETWEEN: Final = ("; and ", "; ")


def reworded(text: str, language: str) -> str:
    """Return the sentence in a language; as it is where no template fits, or where it is longer than sentences of ours are."""
    catalogue = translations(language)
    whole = catalogue.gettext(text) if text else text
    if whole != text or len(text) > _LONGEST:
        return whole
    for between in (one for one in _BETWEEN if one in text):
        parts = text.split(between)
        said = [reworded(part, language) for part in parts]
        if all(new != old for new, old in zip(said, parts, strict=True)):
            return catalogue.gettext("; ").join(said)
    for pattern, template in _patterns(language):
        found = pattern.fullmatch(text)
        if found is not None:
            return catalogue.gettext(template) % {name: reworded(value, language) for name, value in found.groupdict().items()}
    return text


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The templates of a catalogue as patterns, those that say most by themselves first."""
    known = [id for id in vars(translations(language)).get("_catalog", {}) if isinstance(id, str) and _GAP.search(id)]
    said = {id: len(_GAP.sub("", id)) for id in known}
    telling = sorted((id for id in known if said[id] >= _LEAST_WORDS), key=lambda id: (-said[id], id))
    return [(_pattern(id), id) for id in telling]


def _pattern(template: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts = []
    for place, part in enumerate(_GAP.split(template)):
        if place % 2 == 0:
            parts.append(re.escape(part.replace("%%", "%")))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>.+?)")
            seen.add(part)
    return re.compile("".join(parts), re.S)
