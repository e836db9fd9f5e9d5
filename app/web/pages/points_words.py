"""Movements of points in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from app.domain.marked import marked
from app.web.pages.frame import wording

_CAUSES: Final = {
    "missed": marked("The deadline passed"),
    "lapsed": marked("Silence took effect"),
    "overdue": marked("Overdue when it was handed on"),
    "returned": marked("Returned to be done again"),
    "step": marked("By a step of the procedure"),
    "undone": marked("Given back: there was no lateness"),
    "withdrawn": marked("Given back: the submission was withdrawn"),
    "appeal": marked("Given back: the appeal was granted"),
}


def points_words(points: Decimal) -> str:
    """Return points with their sign, as people print them: a minus sign, no hyphen."""
    return "0" if not points else f"{'+' if points > 0 else '−'}{abs(points).quantize(Decimal('0.01')).normalize():f}"


def cause_words(row: Mapping[str, Any]) -> str:
    show, days = wording(), row["days"]
    if row["event"] == "late":
        return show._n("Done %(num)s working day late", "Done %(num)s working days late", days)
    if row["event"] == "met":
        return show._n("Done %(num)s working day early", "Done %(num)s working days early", days)
    cause = _CAUSES[row["event"]]
    return show._(cause)
