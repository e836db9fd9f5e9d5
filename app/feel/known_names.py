"""Names of several words, recognised because they are known.

DMN 1.5 section 10.3.1.4: a name may hold spaces and the characters . / - ' + *; which tokens make one name is decided by the
names in scope, the longest first.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from app.feel.errors import FeelError
from app.feel.tokens import NAME, NUMBER, Token, tokens_of

KEYWORDS: Final = frozenset({
    "and", "or", "in", "between", "instance", "then", "else", "return", "satisfies", "if", "for", "some", "every", "function",
    "true", "false", "null", "external",
})  # fmt: skip


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """Return the texts of the tokens that make up a name; () for a text that could never be one."""
    try:
        return tuple(token.text for token in tokens_of(name)[:-1])
    except FeelError:
        return ()


def written(words: Iterable[Token]) -> str:
    """Return the name that tokens spell: words parted by one space, other characters joined as written in the standard."""
    text, before = "", ""
    for token in words:
        wordy = token.kind in (NAME, NUMBER)
        text += (" " if wordy and before == "word" else "") + token.text
        before = "word" if wordy else "sign"
    return text


class KnownNames:
    """Names by their first word, the longest first. Scopes nest: the inner one hides nothing, names only add up."""

    def __init__(self, names: Iterable[str] = (), outer: "KnownNames | None" = None) -> None:
        self.outer = outer
        self.by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        words = words_of(name)
        if words:
            entries = self.by_first.setdefault(words[0], [])
            if (words, name) not in entries:
                entries.append((words, name))
                entries.sort(key=lambda entry: -len(entry[0]))

    def longest(self, tokens: list[Token], index: int) -> tuple[int, str]:
        """Return how many tokens from `index` on make the longest known name, and the name; (0, "") where none does."""
        best, found = 0, ""
        scope: KnownNames | None = self
        first = tokens[index].text
        while scope is not None:
            for words, name in scope.by_first.get(first, ()):
                length = len(words)
                if length <= best:
                    break
                if length == 1 or tuple(token.text for token in tokens[index : index + length]) == words:
                    best, found = length, name
                    break
            scope = scope.outer
        return best, found
