"""Who was told that work comes to them, in the history of the case."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from app.domain.marked import marked
from app.domain.rejection import Message

_WORDS: Final = {
    "given": marked("told to whom %(step)s was given: %(name)s"),
    "sent-back": marked("told to whom %(step)s comes back: %(name)s"),
}


def given_words(
    facts: Sequence[Mapping[str, Any]],
    name_of: Callable[[Mapping[str, Any]], str],
    whom: Callable[[tuple[str, ...]], str],
) -> Iterator[Message]:
    """Yield a line for each notice. name_of: the name of the step of a fact. whom: accounts and groups as people read them."""
    for fact in facts:
        if fact["fact"] == "notice_given" and fact["notice"] in _WORDS:
            told = tuple(to.partition(":")[2] for to in fact["to"])
            yield Message(_WORDS[fact["notice"]], {"step": name_of(fact), "name": whom(told)})
