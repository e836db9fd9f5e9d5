"""Whole numbers in addresses. The store keeps them in 64 bits: a longer one names nothing, and must not come as far as the store."""

from collections.abc import Iterable, Mapping
from typing import Final

from werkzeug.routing import IntegerConverter, Map

from app.domain.rejection import Rejection

MOST: Final = 2**63 - 1
_MOST_DIGITS: Final = len(str(MOST))
_MOST_PAGES: Final = 1_000_000


class KeyConverter(IntegerConverter):
    """`<int:...>` of an address: no address fits a number that no key can be, so that it is answered as one that there is not."""

    regex = rf"\d{{1,{_MOST_DIGITS}}}"

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=MOST)


def keys_among(texts: Iterable[str]) -> list[int]:
    """Return those of texts from outside that can be keys, in their order."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text) <= MOST]


def page_number(given: Mapping[str, str]) -> int:
    """Return the page of a list that an address names, from 1; 1 where it names none. Raises Rejection("bad_filter")."""
    text = given.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < len(str(_MOST_PAGES))):
        raise Rejection("bad_filter", "Expected the number of a page, but found %(found)s", found=text[:20])
    return max(1, int(text))
