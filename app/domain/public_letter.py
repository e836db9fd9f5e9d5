"""What a letter from the public must say. Source: procedures, citizen-letter."""

import re
from typing import Any, Final

from msgspec import Struct

from app.domain.identity import LEAVE_OUT, gives_away
from app.domain.marked import marked
from app.domain.rejection import Message

PROCESS: Final = "citizen-letter"
_WORDS: Final = (
    ("topic", 60, marked("Say in one sentence what it is about")),
    ("place", 100, marked("Say where, so that it is known who handles it")),
    ("content", 2000, marked("Say what happened")),
)
LONGEST_NAME: Final = 60
LONGEST_CONTACT: Final = 120
_REACHABLE: Final = re.compile(r"\d{7,}|@|.{6,}")


class PublicLetter(Struct, frozen=True):
    """As a citizen wrote it; without name and contact where it is anonymous.

    keep_identity: whether the writer wants to be kept from the unit that handles it. about_conduct: whether it complains about how a unit
    or its people behave, of which the writer is always kept.
    """

    topic: str
    place: str
    content: str
    anonymous: bool
    name: str = ""
    contact: str = ""
    keep_identity: bool = False
    about_conduct: bool = False

    def what_is_wrong(self) -> dict[str, Message]:
        """Return what to say of the matter itself, by field."""
        errors = {}
        for field, most, empty in _WORDS:
            text = getattr(self, field)
            if not text:
                errors[field] = Message(empty, {})
            elif len(text) > most:
                errors[field] = _too_long(text, most)
        return errors

    def who_is_wrong(self) -> dict[str, Message]:
        """Return what to say of the writer, by field; nothing of one who does not want to be known."""
        if self.anonymous:
            return {}
        errors = {}
        if not self.name:
            errors["name"] = Message("Say your name, or tick that you write without it", {})
        if not _REACHABLE.search(self.contact):
            errors["contact"] = Message("Give a telephone number or an address at which you can be answered", {})
        for field, most in (("name", LONGEST_NAME), ("contact", LONGEST_CONTACT)):
            if len(getattr(self, field)) > most:
                errors[field] = _too_long(getattr(self, field), most)
        return errors

    def gives_itself_away(self) -> dict[str, Message]:
        """Return what to say where the words, which the unit reads, name a writer who is kept from it."""
        if self.anonymous or not (self.keep_identity or self.about_conduct):
            return {}
        person = {"name": self.name, "contact": self.contact}
        return {field: Message(LEAVE_OUT, {}) for field, _, _ in _WORDS if gives_away(person, getattr(self, field))}

    def variables(self) -> dict[str, Any]:
        """Return the answers with which the case starts."""
        said = {"channel": "mailbox", "anonymous": self.anonymous, "topic": self.topic, "place": self.place, "content": self.content}
        if self.about_conduct:
            said["aboutConduct"] = True
        if self.anonymous:
            return said
        if self.keep_identity:
            said["keepIdentity"] = True
        return {**said, "name": self.name, "contact": self.contact}


def _too_long(text: str, most: int) -> Message:
    return Message("Expected at most %(most)s characters, but found %(found)s", {"most": most, "found": len(text)})
