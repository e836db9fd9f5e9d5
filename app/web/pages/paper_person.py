"""Who wrote in, on the page of a paper: masked as on the page of the case, until somebody says what for. Issued files say it in full."""

from collections.abc import Callable

from app.domain.identity import masking
from app.domain.paper import Content, editable, shown
from app.queries.case_paper import SeenPaper
from app.queries.sender import sender
from app.web.surface import surface


def masked_content(seen: SeenPaper) -> Content:
    """Return what a paper says, with the name and contact of who wrote in masked."""
    return shown(seen.paper.content, _mask(seen))


def masked_title(seen: SeenPaper) -> str:
    return _mask(seen)(seen.paper.title)


def masked_places(seen: SeenPaper) -> frozenset[str]:
    """Return the parts of a draft that would say who wrote in: they are not changed by who does not see them."""
    mask = _mask(seen)
    return frozenset(place for place, text in editable(seen.paper.content).items() if mask(text) != text)


def names_person(seen: SeenPaper) -> bool:
    """Say whether a paper says who wrote in."""
    return masked_content(seen) != seen.paper.content


def _mask(seen: SeenPaper) -> Callable[[str], str]:
    found = surface().door.ask(sender, seen.case.key) if seen.paper.personal else None
    return masking({"name": found.name, "contact": found.contact} if found is not None else {})
