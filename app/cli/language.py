"""The language of whoever types commands, as their terminal says it."""

import os
from collections.abc import Mapping
from typing import Final

from app.domain.languages import LANGUAGES
from app.web.presentation.languages import CATALOGUES, DEFAULT
from app.web.presentation.told import ENGLISH

# POSIX: the first of these that is set counts.
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_EXPLICIT: Final = _VARIABLES[:2]
_NO_LANGUAGE: Final = ("", "c", "posix")
_TRADITIONAL: Final = ("tw", "hk", "mo", "hant")


def terminal_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the name of the catalogue that fits the locale; English, in which the commands speak, where none does."""
    said = next((environment[name] for name in _VARIABLES if environment.get(name)), "").lower().replace("-", "_")
    language, *more = said.partition(".")[0].partition("@")[0].split("_")
    if language != "zh":
        return ENGLISH
    found = "zh_Hant" if any(part in _TRADITIONAL for part in more) else "zh_Hans"
    return found if (CATALOGUES / found).is_dir() else ENGLISH


def operator_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of whoever runs a city: that of the terminal; where it names none, as on most servers, the city's.

    A terminal that is told to speak none (LC_ALL=C) speaks English, as for every program.
    """
    named = environment.get("LANG", "").partition(".")[0].lower() not in _NO_LANGUAGE
    if named or any(environment.get(name) for name in _EXPLICIT):
        return terminal_language(environment)
    city = environment.get("DUBAN_LANGUAGE", DEFAULT)
    return city if city in LANGUAGES else DEFAULT
