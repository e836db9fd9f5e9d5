"""Who wrote in, kept from those who handle the matter: what is kept, why, and what would give it away.

Source: docs/permissions, "never the identity behind a complaint"; Opinions, article 56; docs/decisions, "who wrote in is kept apart".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.domain.marked import marked
from app.domain.rejection import Message, Rejection

PERSONAL_NAMES: Final = ("contact", "name")
"""Variables in which a procedure keeps who wrote in."""

WISH, ALWAYS = "wish", "always"
"""Why an identity is kept: because somebody wished it, which can be lifted; because the procedure always keeps it."""

AS_NUMBER: Final = {WISH: 1, ALWAYS: 2}
PURPOSES: Final = {
    "answer": marked("To answer the citizen"),
    "visit": marked("To look into it on the spot"),
    "call-back": marked("To ask whether the citizen is satisfied"),
    "pass-on": marked("To pass on what the unit asks or tells"),
    "correct": marked("To put the registration right"),
}
"""What somebody may look for at who wrote in: a closed list, because the access log keeps nothing that people wrote."""

SHORTEST_NAME: Final = 2
LEAST_DIGITS: Final = 7
LEAVE_OUT: Final = marked("Leave out who wrote it: name and contact are kept from those who read this")
_BETWEEN: Final = re.compile(r"[\W_]+")
_DIGITS: Final = re.compile(r"\d(?:[\s\-–()（）]*\d)+")


def parted(variables: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the variables without who wrote in, and who wrote in."""
    person = {name: str(variables[name]) for name in PERSONAL_NAMES if variables.get(name) not in (None, "")}
    return {name: value for name, value in variables.items() if name not in PERSONAL_NAMES}, person


def masked(name: str) -> str:
    """Return a name, or a number, of which only the first character is left."""
    return f"{name[0]}**" if name else ""


def masking(person: Mapping[str, str]) -> Callable[[str], str]:
    """Return what makes a text one in which the person's name and contact are masked, wherever they stand as they were given."""
    whole = sorted((value.strip() for value in person.values() if len(value.strip()) >= SHORTEST_NAME), key=len, reverse=True)

    def mask(text: str) -> str:
        for value in whole:
            text = text.replace(value, masked(value))
        return text

    return mask


def gives_away(person: Mapping[str, str], text: str) -> bool:
    """Say whether a text names the person, or has the number or address under which the person is reached."""
    said = _BETWEEN.sub("", text).casefold()
    wanted = [bare for bare in (_BETWEEN.sub("", value).casefold() for value in person.values()) if len(bare) >= SHORTEST_NAME]
    numbers = [digits for digits in _numbers(person.get("contact", "")) if len(digits) >= LEAST_DIGITS]
    return any(bare in said for bare in wanted) or any(number in found for number in numbers for found in _numbers(text))


def refuse_giving_away(person: Mapping[str, str], variables: Mapping[str, Any]) -> None:
    """Raise Rejection("bad_answers") at each answer that names the person: those who handle the matter read it."""
    errors = {name: Message(LEAVE_OUT, {}) for name, value in variables.items() if any(gives_away(person, text) for text in _texts(value))}
    if errors:
        raise Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors=errors, count=len(errors))


def _numbers(text: str) -> list[str]:
    return [re.sub(r"\D", "", found) for found in _DIGITS.findall(text)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
