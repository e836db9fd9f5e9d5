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

CONSTANTS: Final = ("true", "false", "null")


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
    """Names by their first word. Scopes nest: the inner one hides nothing, names only add up."""

    def __init__(self, names: Iterable[str] = (), outer: "KnownNames | None" = None) -> None:
        self.outer = outer
        self.by_first: dict[str, dict[tuple[str, ...], str]] = {}
        # How many words the names with this first word have, the most first.
        self.lengths: dict[str, list[int]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        words = words_of(name)
        if not words:
            return
        self.by_first.setdefault(words[0], {})[words] = name
        lengths = self.lengths.setdefault(words[0], [])
        if len(words) not in lengths:
            lengths.append(len(words))
            lengths.sort(reverse=True)

    def longest(self, tokens: list[Token], index: int) -> tuple[int, str]:
        """Return how many tokens from `index` on make the longest known name, and the name; (0, "") where none does."""
        best, found = 0, ""
        scope: KnownNames | None = self
        first = tokens[index].text
        while scope is not None:
            for length in scope.lengths.get(first, ()):
                if length <= best:
                    break
                words = (first,) if length == 1 else tuple(token.text for token in tokens[index : index + length])
                name = scope.by_first[first].get(words)
                if name is not None:
                    best, found = length, name
                    break
            scope = scope.outer
        return best, found
