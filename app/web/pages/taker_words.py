"""To whom work may go, in the words of a choice: who is away says so."""

from collections.abc import Mapping

from flask import g

from app.domain.instant import read_instant
from app.queries.away import away
from app.web.pages.frame import now, wording
from app.web.surface import surface


def taker_name(account: str, name: str) -> str:
    """Return a name, with until when the person is away now."""
    until = _away().get(account)
    if until is None:
        return name
    show = wording()
    return show._("%(name)s (away until %(time)s)", name=name, time=show.due(read_instant(until)))


def _away() -> Mapping[str, str]:
    """Return who is away, read once for each page."""
    if "away" not in g:
        g.away = surface().door.ask(away, now())
    found: Mapping[str, str] = g.away
    return found
