"""Mails that repeat a notice to one person: what is sent, and what became of it."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Protocol

from msgspec import Struct

MAIL_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
"""An address that every server takes: no blanks, no line ends, no quotes. Names of the part before the @ in other scripts are not taken."""

LONGEST_ADDRESS: Final = 254


class Sent(StrEnum):
    """What became of a mail: taken by the server; refused for good; put off by the server; or the server was away."""

    TAKEN = "taken"
    REFUSED = "refused"
    PUT_OFF = "put-off"
    AWAY = "away"


class Mail(Struct, frozen=True):
    """id: tells it from all others, the same at each try, so that a mail server may drop what it has seen. text: plain, lines of people."""

    id: str
    to: str
    subject: str
    text: str


class Mailer(Protocol):
    """Hands mails over to a server. See app/gateways/mail.py."""

    def send(self, mails: Iterable[Mail]) -> list[Sent]:
        """Return what became of each, in their order. It never raises for what the server or the network does."""
        ...
