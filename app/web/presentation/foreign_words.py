"""Marks what stands on a page in another language than the page's own, so that it is read aloud and drawn as what it is.

Names that nobody translated and what people wrote stay as they are. Source: WCAG 2.2, success criterion 3.1.2.
"""

import re
from typing import Final

from markupsafe import Markup, escape

from app.web.presentation.languages import LANGUAGE
from app.web.presentation.traditional import traditional

_HAN: Final = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN: Final = re.compile(f"[{_HAN}]")
# From the first character to the last with no Latin letter between, and the marks around them.
_CHINESE: Final = re.compile(f"[《〈「『“（]*[{_HAN}](?:[^A-Za-z\n]*[{_HAN}])*[》〉」』”）。，；：！？、]*")
# A label and what it labels are told apart: the label may be ours.
_PART: Final = re.compile(r"[^\s:：][^\n:：]*")
_TAG: Final = re.compile(r"(<[^>]*>)")


def language_of(text: str, language: str) -> str:
    """Return the tag of a text that is in another language than the page, empty where it is in the page's own.

    Only Chinese is told, by its characters: on an English page as such, on one in traditional characters where simplified ones show it.
    """
    if language == "zh_Hans" or not HAN.search(text):
        return ""
    if language == "zh_Hant":
        return "zh-Hans" if traditional(text) != text else ""
    return "zh"


def lang(text: object) -> Markup:
    """Return the attribute for an element that holds nothing but a text; empty where the text is in the page's language."""
    tag = language_of(str(text), LANGUAGE.get()) if text else ""
    return Markup(' lang="{}"').format(tag) if tag else Markup("")


def said(text: object, language: str | None = None) -> Markup:
    """Return a text for a page, its parts in another language marked as such. What is marked up already stays as it is."""
    if isinstance(text, Markup):
        return text
    spoken, plain = language or LANGUAGE.get(), str(text)
    if not language_of(plain, spoken):
        return escape(plain)
    return Markup("").join(_parts(plain, spoken))


def ours(text: object) -> Markup:
    """Return a text that the city's office wrote, such as the name of a unit or of a holiday, in the characters of the page, and marked."""
    if isinstance(text, Markup):
        return text
    return said(traditional(str(text)) if LANGUAGE.get() == "zh_Hant" else text)


def said_in_html(html: str) -> Markup:
    """Return a piece of HTML, safe already, with the texts in it marked."""
    if not language_of(html, LANGUAGE.get()):
        return Markup(html)  # noqa: S704 - the caller rendered it from escaped text
    parts = _TAG.split(html)
    parts[::2] = [_marked_html(part) for part in parts[::2]]
    return Markup("".join(parts))  # noqa: S704 - tags as they came, texts between them as they were escaped


def _pattern(language: str) -> re.Pattern[str]:
    return _PART if language == "zh_Hant" else _CHINESE


def _parts(text: str, language: str) -> list[Markup]:
    found, end = [], 0
    for match in _pattern(language).finditer(text):
        tag = language_of(match[0], language)
        if tag:
            found += [escape(text[end : match.start()]), Markup('<span lang="{}">{}</span>').format(tag, match[0])]
            end = match.end()
    return [*found, escape(text[end:])]


def _marked_html(text: str) -> str:
    language = LANGUAGE.get()

    def mark(match: re.Match[str]) -> str:
        tag = language_of(match[0], language)
        return f'<span lang="{tag}">{match[0]}</span>' if tag else match[0]

    return _pattern(language).sub(mark, text)
