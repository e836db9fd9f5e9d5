"""How somebody is reached: the telephone numbers and mail addresses in what was written as contact, each written in one way."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"\d(?:[\s\-–()（）]*\d){6,}")
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BETWEEN: Final = re.compile(r"[\W_]+")


def reached_by(contact: str) -> frozenset[str]:
    """Return the telephone numbers and mail addresses in what somebody wrote, or all of it where there are none."""
    numbers = {re.sub(r"^(00)?86(?=1\d{10}$)", "", re.sub(r"\D", "", found)) for found in _NUMBER.findall(contact)}
    mails = {found.casefold() for found in _MAIL.findall(contact)}
    plain = bare_text(contact)
    return frozenset(numbers | mails or ({plain} if plain else set()))


def bare_text(text: str) -> str:
    """Return a text without what stands between its words."""
    return _BETWEEN.sub("", text).casefold()
