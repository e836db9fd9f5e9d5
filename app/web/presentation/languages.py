"""The languages of the pages, and their catalogues."""

import gettext
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.domain.languages import LANGUAGES

DEFAULT: Final = "zh_Hans"
CATALOGUES: Final = Path(__file__).parent.parent / "translations"

# The language of the request that is being answered; a page controller sets it before anything is drawn.
LANGUAGE: ContextVar[str] = ContextVar("LANGUAGE", default=DEFAULT)

# The instant from which days are told, where it is not now: what must not depend on when it is read is told from long ago.
TOLD_FROM: ContextVar[datetime | None] = ContextVar("TOLD_FROM", default=None)


def choose_language(wanted: str | None) -> str:
    """Return the language asked for, by its name or its lang attribute; the default where there is none such."""
    for name, tag in LANGUAGES.items():
        if wanted in (name, tag):
            return name
    return DEFAULT


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return a language's catalogue. The file is read as translators write it, so none has to be compiled beforehand."""
    source = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return gettext.NullTranslations()
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def current_gettext(text: str) -> str:
    return translations(LANGUAGE.get()).gettext(text)


def current_ngettext(one: str, many: str, count: int) -> str:
    return translations(LANGUAGE.get()).ngettext(one, many, count)
