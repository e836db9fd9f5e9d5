"""The parts of the administration that somebody may open."""

from app.domain.actor import Actor
from app.queries.staff import OFFICES
from app.web.presentation.staff_view import AdminLink


def may_administer(actor: Actor) -> bool:
    """Say whether the actor has anything to do in the administration: administrators and auditors, and heads for their units."""
    return actor.holds(*OFFICES, "unit-head")


def admin_links(actor: Actor, part: str) -> tuple[AdminLink, ...]:
    """Return the parts that the actor may open. part: the one that is open."""
    posts = ["posts"] if actor.holds(*OFFICES) else []
    papers = ["papers"] if actor.holds(*OFFICES) else []
    parts = ["people", *posts, *(["import"] if actor.holds("system-admin") else []), "calendar", *papers]
    return tuple(AdminLink(name, f"/admin/{name}", current=name == part) for name in parts)
