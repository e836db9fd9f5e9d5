"""What an operator did to a case outside its course, told to people."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.rejection import Message


def moved_words(fact: Mapping[str, Any], named: Callable[[Mapping[str, Any]], str]) -> list[Message]:
    """Return what was ended and begun. named: gives an element's name from what the fact says of it."""
    said = [Message("ended by hand: %(step)s", {"step": named(one)}) for one in fact["ended"]]
    return said + [Message("begun by hand: %(step)s", {"step": named(one)}) for one in fact["begun"]]
