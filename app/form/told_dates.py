"""Days and instants within the texts of a form, in the words of who reads it.

A form keeps them as ISO text, and that is what its controls and answers hold; in a sentence or a table a person reads a day as people
write it. How they write it is the page's to say: it sets TELLS.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?(@[A-Za-z_/]+)?)?")
TELLS: ContextVar[Callable[[str], str] | None] = ContextVar("tells", default=None)
"""Returns a day or an instant, in ISO, in words; None: as it is."""


def told(text: str) -> str:
    """Return a value as people read it: one that is a day or an instant in words, all else as it is, and days within what people wrote."""
    tells = TELLS.get()
    return tells(text) if tells is not None and ISO.fullmatch(text) else text
