"""Naming the event that a check stumbles over: a fact that lacks what it has to say, or nests deeper than anything that was recorded.

Such an event may fit its chain, put there with its digests by somebody who can write where events lie. It is a break of its chain like any
other: what is wrong elsewhere is told all the same, and no check is switched off by it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Concatenate, ParamSpec

from app.audit.chain_break import Break
from app.domain.rejection import Rejection
from app.store.database import Reader

P = ParamSpec("P")

Events = Sequence[Mapping[str, Any]]


def named(
    check: Callable[Concatenate[Reader, str, Events, P], Break | None],
    store: Reader,
    key: str,
    chain: Events,
    *more: P.args,
    **others: P.kwargs,
) -> Break | None:
    """Return what a check finds in a chain; the first event that it cannot read where it stumbles over one.

    What it stumbles over without any event is no fault of the chain, and is raised.
    """
    looked: Callable[[Events], Break | None] = partial(_looked, check, store, key, more, others)
    try:
        return looked(chain)
    except Exception as error:  # whatever a fact says that no release says
        if not chain or _is_away(error) or _stumbles(looked, ()):
            raise
        least, most = 1, len(chain)
        while least < most:
            middle = (least + most) // 2
            least, most = (least, middle) if _stumbles(looked, chain[:middle]) else (middle + 1, most)
        if not _stumbles(looked, chain[:least]):
            raise
        return Break(key, int(chain[least - 1]["seq"]), "unreadable")


def _looked(check: Any, store: Reader, key: str, more: tuple[Any, ...], others: Mapping[str, Any], chain: Events) -> Break | None:
    found: Break | None = check(store, key, chain, *more, **others)
    return found


def _stumbles(check: Callable[[Events], Break | None], chain: Events) -> bool:
    try:
        check(chain)
    except Exception as error:
        if _is_away(error):
            raise
        return True
    return False


def _is_away(error: Exception) -> bool:
    return isinstance(error, Rejection) and error.code == "store_unavailable"
