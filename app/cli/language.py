"""The language of whoever types commands, as their terminal says it."""

import os
from collections.abc import Mapping
from typing import Final

from app.web.presentation.languages import CATALOGUES
from app.web.presentation.told import ENGLISH

# POSIX: the first of these that is set counts.
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_TRADITIONAL: Final = ("tw", "hk", "mo", "hant")


def terminal_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the name of the catalogue that fits the locale; English, in which the commands speak, where none does."""
    said = next((environment[name] for name in _VARIABLES if environment.get(name)), "").lower().replace("-", "_")
    language, *more = said.partition(".")[0].partition("@")[0].split("_")
    if language != "zh":
        return ENGLISH
    found = "zh_Hant" if any(part in _TRADITIONAL for part in more) else "zh_Hans"
    return found if (CATALOGUES / found).is_dir() else ENGLISH
