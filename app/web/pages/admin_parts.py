"""The parts of the administration that somebody may open."""

from app.domain.actor import Actor
from app.domain.permissions import plays
from app.queries.staff import OFFICES
from app.web.presentation.staff_view import AdminLink


def may_administer(actor: Actor) -> bool:
    """Say whether the actor has anything to do in the administration: administrators and auditors, heads for their units, and operators,
    who take over paper cases."""
    return _sees_people(actor) or plays(actor, "operator")


def may_read_access(actor: Actor) -> bool:
    """Say whether the actor may look through the access log."""
    return actor.holds("security-admin", "auditor")


def _sees_people(actor: Actor) -> bool:
    return actor.holds(*OFFICES, "unit-head")


def admin_links(actor: Actor, part: str) -> tuple[AdminLink, ...]:
    """Return the parts that the actor may open. part: the one that is open; who came there by another way than the menu sees it too."""
    parts = ["people"] if _sees_people(actor) else []
    parts += ["posts", "roles", "accounts"] if actor.holds(*OFFICES) else []
    parts += ["access"] if may_read_access(actor) else []
    parts += ["import"] if actor.holds("system-admin") else []
    parts += ["paper-cases"] if plays(actor, "operator") or part == "paper-cases" else []
    parts += ["calendar"] if _sees_people(actor) else []
    parts += ["papers"] if actor.holds(*OFFICES) else []
    return tuple(AdminLink(name, f"/admin/{name}", current=name == part) for name in parts)
