"""Messages and findings in the words of one language, without anything of a page: for programs that ask, and for the command line."""

from collections.abc import Iterable
from typing import Final

from app.domain.rejection import Message
from app.feel.errors import NEAREST, WRITE
from app.web.presentation.languages import translations
from app.web.presentation.reworded import filled, reworded

ENGLISH: Final = "en"
# Any sentence may end with the known name that somebody probably meant, or with what to write instead.
HINTS: Final = (NEAREST, WRITE)


def told(message: Message, language: str) -> str:
    """Return a message in a language, its facts too where they are words of ours; in English it is what the log has."""
    if language == ENGLISH:
        return str(message)
    found = translations(language).gettext(message.template)
    if found != message.template:
        return filled(found, message.facts, language) if message.facts else found
    for hint in HINTS:
        if message.template.endswith(hint):
            parts = (message.template.removesuffix(hint), hint.removeprefix("; "))
            return _("; ", language).join(told(Message(part, message.facts), language) for part in parts)
    return reworded(str(message), language)


def _(text: str, language: str) -> str:
    return translations(language).gettext(text)


def told_each(sentences: Iterable[str], language: str) -> tuple[str, ...]:
    """Return sentences that are filled already in a language."""
    return tuple(sentence if language == ENGLISH else reworded(sentence, language) for sentence in sentences)
