"""Whether a paper is for a case: not each meeting ends with the same one."""

from collections.abc import Mapping
from typing import Any

from app.audit.surroundings import Surroundings
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.feel import FeelError, FeelWorld
from app.paper import PaperTemplate
from app.store import read_definitions
from app.store.database import Reader


def fits(template: PaperTemplate, seen: Mapping[str, Any], world: FeelWorld) -> bool:
    """Say whether a person may draft and issue a paper in a case. seen: what the case knows. What cannot be worked out does not fit."""
    if template.only_if is None:
        return True
    try:
        return template.only_if.evaluate(seen, world) is True
    except FeelError:
        return False


def refuse_unfitting(store: Reader, surroundings: Surroundings, paper: str, seen: Mapping[str, Any], world: FeelWorld) -> None:
    """Raise Rejection("state_forbids") where the template in force of a paper is not for a case."""
    found = read_definitions.bound(store, "paper", paper)
    if found is None:
        return
    template = surroundings.paper(store, found["digest"])
    if not fits(template, seen, world):
        message = marked("Expected a paper that is for this case, but “%(paper)s” is for others of the procedure")
        raise Rejection("state_forbids", message, paper=template.name)
