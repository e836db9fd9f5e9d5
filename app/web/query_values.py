"""What the query of an address says: each name once, and of a closed list only what stands in it."""

from collections.abc import Iterable
from typing import Final

from flask import request

from app.domain.rejection import Rejection

_NAMED: Final = 12
"""Values that a refusal names one by one; of more nobody reads them."""


def require_once(names: Iterable[str]) -> None:
    """Refuse a query that says one thing twice: nobody could tell which of the two holds. Raises Rejection("bad_filter")."""
    for name in names:
        if len(request.args.getlist(name)) > 1:
            raise Rejection("bad_filter", "Expected %(name)s once in the address, but found it several times", name=name[:60])


def choice(name: str, allowed: Iterable[str], default: str = "") -> str:
    """Return what the query says of a name. Raises Rejection("bad_filter") for what is none of those allowed, and for two at once."""
    require_once([name])
    found, known = request.args.get(name, default), list(allowed)
    if found not in known and len(known) > _NAMED:
        raise Rejection(
            "bad_filter", "Expected %(name)s to be one of those that the page offers, but found %(found)s", name=name, found=found[:40]
        )
    if found not in known:
        raise Rejection(
            "bad_filter",
            "Expected %(name)s to be one of %(allowed)s, but found %(found)s",
            name=name,
            allowed=", ".join(filter(None, known)),
            found=found[:40],
        )
    return found
