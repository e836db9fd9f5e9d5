"""The language in which a program, or a page's script, wants to read what went wrong."""

from typing import Final

from flask import has_request_context, request

from app.domain.languages import LANGUAGES
from app.web.presentation.told import ENGLISH

# What Accept-Language may say (RFC 9110 section 12.5.4), the default first; `zh` alone is what browsers of the mainland send too.
_TAGS: Final = {
    "en": ENGLISH,
    **dict.fromkeys(("zh-Hans", "zh", "zh-CN", "zh-SG", "zh-Hans-CN"), "zh_Hans"),
    **dict.fromkeys(("zh-Hant", "zh-TW", "zh-HK", "zh-MO", "zh-Hant-HK", "zh-Hant-TW"), "zh_Hant"),
}


def asked_language() -> str:
    """Return the name of the catalogue that the request asks for; English where it asks for none that there is."""
    if not has_request_context() or not request.accept_languages:
        return ENGLISH
    return _TAGS[request.accept_languages.best_match(tuple(_TAGS), "en")]


def language_tag(language: str) -> str:
    return LANGUAGES[language]
