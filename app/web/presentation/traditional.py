"""Traditional characters for what designers wrote in simplified ones: those of Hong Kong and Macau, with the words of the mainland.

Never for what people wrote: a name or an address is not ours to rewrite.
"""

from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC

CONFIGURATION: Final = "s2hk"
# Some of its characters have the shapes of a school list. Governments in Hong Kong and Macau use these;
# 裏, 着, 眾, 衞 and 賬 are theirs as they stand.
_OFFICIAL: Final = str.maketrans("羣麪牀峯啓户説閲税脱鋭悦兑温藴豔", "群麵床峰啟戶說閱稅脫銳悅兌溫蘊艷")
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
    return converted.translate(_OFFICIAL)
