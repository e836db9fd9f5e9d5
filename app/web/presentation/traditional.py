"""Traditional characters for what designers wrote in simplified ones: those of Hong Kong and Macau, with the words of the mainland.

Never for what people wrote: a name or an address is not ours to rewrite.
"""

from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC

CONFIGURATION: Final = "s2hk"
_MOST_KEPT: Final = 8192
_LOCK: Final = Lock()


@cache
def _converter() -> "OpenCC":
    """Return the converter. Its dictionaries take some 45 MB: only a process that was asked for a traditional page holds them."""
    import opencc  # a tenth of a second and the dictionaries, which only those pay who read traditional characters

    return opencc.OpenCC(CONFIGURATION)


@lru_cache(maxsize=_MOST_KEPT)
def traditional(text: str) -> str:
    """Return a text in traditional characters; what is not simplified stays as it is."""
    if text.isascii():
        return text
    with _LOCK:
        converted: str = _converter().convert(text)
    return converted
