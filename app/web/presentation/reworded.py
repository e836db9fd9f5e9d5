"""Puts a sentence of ours whose gaps are filled already into another language.

What went wrong inside something that went wrong is kept as an English sentence, in the record for good; and what FEEL says is only made up
where it is read. A page finds the template that a sentence was filled from among those that have a translation, and fills the translation
with the same.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Final

from app.web.presentation.languages import translations
from app.web.presentation.phrases import BEHIND, PARTS, PHRASES

_GAP: Final = re.compile(r"%\((\w+)\)s")
# A gap with the spaces beside it that stand between it and a Chinese character.
_SPACED: Final = re.compile(r"((?<=[\u4e00-\u9fff：，]) )?%\((\w+)\)s( (?=[\u4e00-\u9fff]))?")
_HAN: Final = re.compile(r"[\u4e00-\u9fff：，（）]")
_LEAST_WORDS: Final = 12
_LONGEST: Final = 2_000
# What stands between sentences that are told together, the outer one first.
_BETWEEN: Final = ("; and ", "; ")
_SENTENCE: Final = ": Expected "
# Texts said in another language that are kept: a page shows the same ones again and again.
_KEPT: Final = 4_096


@lru_cache(maxsize=_KEPT)
def reworded(text: str, language: str) -> str:
    """Return the sentence in a language; as it is where no template fits, or where it is longer than sentences of ours are."""
    whole = _whole(text, language)
    if whole != text or len(text) > _LONGEST or not _patterns(language):
        return whole
    return (
        _behind(text, language)
        or _told_together(text, language)
        or _filled(_patterns(language), text, language)
        or _parts(text, language)
        or text
    )


def phrase(text: str, language: str) -> str:
    """Return a part of a sentence in a language: a place, a value with its type, several things; else as reworded."""
    # A single word may be what a designer wrote, or an id: only those are ours that stand among the phrases.
    whole = _whole(text, language) if " " in text or text in PHRASES else text
    if whole != text or len(text) > _LONGEST or " " not in text:
        return whole
    return _filled(_phrases(language), text, language) or _places(text, language) or reworded(text, language)


def _places(text: str, language: str) -> str:
    """Return a place within a place in a language: a cell, and a character in it."""
    outer, between, inner = text.rpartition(", ")
    said = [phrase(part, language) for part in (outer, inner)] if between else []
    return _whole(", ", language).join(said) if said and said[0] != outer and said[1] != inner else ""


def _whole(text: str, language: str) -> str:
    return translations(language).gettext(text) if text else text


def _behind(text: str, language: str) -> str:
    for pattern, template in BEHIND:
        found = pattern.fullmatch(text)
        if found is not None:
            said = reworded(found["sentence"], language)
            return filled(_whole(template, language), found.groupdict(), language) if said != found["sentence"] else ""
    return ""


def _told_together(text: str, language: str) -> str:
    for between in (one for one in _BETWEEN if one in text):
        parts = text.split(between)
        said = [reworded(part, language) for part in parts]
        if all(new != old for new, old in zip(said, parts, strict=True)):
            return _whole("; ", language).join(said)
    return ""


def _filled(patterns: list[tuple[re.Pattern[str], str]], text: str, language: str) -> str:
    for pattern, template in patterns:
        found = pattern.fullmatch(text)
        if found is not None:
            return filled(_whole(template, language), found.groupdict(), language)
    return ""


def filled(template: str, facts: Mapping[str, Any], language: str) -> str:
    """Return a translation with its gaps filled, what is ours in the language too.

    Chinese sets a space beside letters and digits, and none between its own characters; what somebody else wrote keeps its spaces, so that
    it can be told from the sentence around it.
    """

    def fill(gap: re.Match[str]) -> str:
        given = str(facts[gap[2]])
        value = phrase(given, language)
        before = "" if value != given and _HAN.match(value) else gap[1] or ""
        after = "" if value != given and _HAN.match(value[-1:]) else gap[3] or ""
        return f"{before}{value}{after}"

    return _SPACED.sub(fill, template).replace("%%", "%")


def _parts(text: str, language: str) -> str:
    """Return a sentence with what stands around it: the line at fault below it, or its place before it."""
    head, _, rest = text.partition("\n")
    if rest:
        said = reworded(head, language)
        return f"{said}\n{rest}" if said != head else ""
    where, found, tail = text.partition(_SENTENCE)
    if not found:
        return ""
    sentence = f"Expected {tail}"
    said = reworded(sentence, language)
    if said == sentence:
        return ""
    places = _whole(", ", language).join(phrase(place, language) for place in where.split(", "))
    return f"{places}{_whole(': ', language)}{said}"


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The templates of a catalogue as patterns, those that say most by themselves first."""
    known = [id for id in vars(translations(language)).get("_catalog", {}) if isinstance(id, str) and _GAP.search(id)]
    said = {id: len(_GAP.sub("", id)) for id in known if id not in PHRASES}
    telling = sorted((id for id in said if said[id] >= _LEAST_WORDS), key=lambda id: (-said[id], id))
    return [(_pattern(id), id) for id in telling]


@cache
def _phrases(language: str) -> list[tuple[re.Pattern[str], str]]:
    if not _patterns(language):
        return []
    return [(_pattern(id), id) for id in sorted(PHRASES, key=lambda id: -len(_GAP.sub("", id))) if _GAP.search(id)]


def _pattern(template: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts = []
    for place, part in enumerate(_GAP.split(template)):
        if place % 2 == 0:
            parts.append(re.escape(part.replace("%%", "%")))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>{PARTS.get(part, '.+?') if template in PHRASES else '.+?'})")
            seen.add(part)
    return re.compile("".join(parts), re.S)
