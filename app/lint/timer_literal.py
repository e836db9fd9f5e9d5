"""Timer texts that are no expressions."""

import re
from typing import Final

_BEGINNING: Final = re.compile(r"P[\dT]|R\d*/|\d{4}-")


def is_timer_literal(text: str) -> bool:
    """Whether a text begins like an ISO 8601 value. Anything else is FEEL, with or without its `=`."""
    return _BEGINNING.match(text) is not None
