"""By which variables of a case the diagram says whose points the work moves that is in hand.

Source: procedures, section 1, "points": who had the work answers for it; who has it is changed by the procedure's own ways.
"""

from contextlib import suppress
from datetime import datetime
from typing import Final

from app.audit.surroundings import Surroundings
from app.diagram import DiagramElement
from app.domain.lost_definitions import LOST
from app.domain.points import UNIT_PROPERTY
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.feel import FeelError, parse_expression
from app.store.database import Reader

_IN_HAND: Final = (
    "SELECT d.key, d.element_id, p.digest FROM deadline d JOIN process_instance p ON p.case_key = d.case_key"
    " WHERE d.case_key = :key AND d.is_open = 1"
)


def naming_who_has_work(store: Reader, surroundings: Surroundings, case_key: int, now: datetime) -> frozenset[str]:
    """Return the names of the case's own variables that say so, of elements whose deadline runs.

    What a step keeps by a mapping of its own is none: it stays as it was when the step was entered. now: aware, UTC.
    """
    snapshot = store.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=case_key)
    rows = store.all(_IN_HAND, key=case_key)
    if snapshot is None or not rows:
        return frozenset()
    case = Case.restore(surroundings.world(store, case_key, now, now), bytes(snapshot))
    held, found = case.own_variables(), set[str]()
    for row in rows:
        element = None
        with suppress(*LOST):
            element = surroundings.diagram(store, row["digest"]).element(row["element_id"])
        if element is None:
            continue
        try:
            scopes = case.scope_keys(row["key"])
        except Rejection:  # of a request that runs beside the case, or done in the same moment: no variable of the case says whose it is
            continue
        found |= {name for name in _names(element) if next((one for one in scopes if name in held[one]), None) == case_key}
    return frozenset(found)


def _names(element: DiagramElement) -> frozenset[str]:
    text = element.properties.get(UNIT_PROPERTY, "")
    with suppress(FeelError):
        return frozenset(parse_expression(text.removeprefix("=").strip()).names) if text else frozenset()
    return frozenset()
