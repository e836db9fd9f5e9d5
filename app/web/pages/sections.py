"""Which parts of the product somebody has work in, and where they land."""

from typing import Final

from flask import g

from app.domain.actor import Actor
from app.domain.permissions import looks_across, plays, sees_all_cases
from app.domain.roles import SYSTEM_ROLES
from app.queries.case_paper import reads_bulletins
from app.queries.points import reads_points
from app.queries.retention import reads_retention
from app.queries.work_list import has_tasks
from app.web.pages.admin_parts import may_administer
from app.web.surface import surface

ACCOUNT: Final = "account"


def sections_of(actor: Actor) -> tuple[str, ...]:
    """Return the parts that the actor can use, in the order of the menu.

    Designers, operators and administrators have a work list only where a diagram gives them tasks; who sees no case has no list of cases.
    """
    if "sections" not in g:
        works = actor.everything or any(holding.role not in SYSTEM_ROLES for holding in actor.holdings)
        works = works or surface().door.ask(has_tasks, actor)
        parts = {
            "work-list": works,
            "supervision": surface().door.ask(reads_points, actor),
            "cases": works or sees_all_cases(actor),
            "events": actor.holds("auditor"),
            "verification": actor.holds("auditor"),
            "statistics": looks_across(actor),
            "bulletins": reads_bulletins(actor),
            "incidents": plays(actor, "operator"),
            "retention": surface().door.ask(reads_retention, surface().door.surroundings, actor),
            "reference": plays(actor, "designer"),
            "admin": may_administer(actor),
        }
        g.sections = tuple(name for name, used in parts.items() if used)
    found: tuple[str, ...] = g.sections
    return found


def landing(actor: Actor) -> str:
    """Return where somebody lands: at the tasks, else at what stopped, else at the cases, else at the people, else at their own
    account."""
    found = sections_of(actor)
    first = next((name for name in ("work-list", "incidents", "cases", "admin") if name in found), ACCOUNT)
    return f"/{first}"


def search_page(actor: Actor) -> str:
    """Return the list that the search of the top bar looks through; empty for who has none."""
    found = sections_of(actor)
    return next((f"/{name}" for name in ("work-list", "cases") if name in found), "")
