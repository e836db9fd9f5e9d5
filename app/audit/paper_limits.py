"""The new limits that issuing a paper sets in the cases that it counts: each goes there as a message, and is set by a command of that case.

Source: opinions, article 15: the monthly bulletin orders that late letters be handled by a day.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.fact import Fact
from app.domain.marked import marked
from app.domain.paper import LIMIT_SET, Content
from app.domain.rejection import Rejection
from app.store.database import Reader

_OVER: Final = marked("Expected a new limit that is still ahead, but this draft sets %(on)s; take its figures anew")


class PaperLimit(Struct, frozen=True):
    """One case's new limit. on: a civil date, which ends at close of business. number: of the case."""

    number: str
    on: str
    elements: tuple[str, ...]
    article: str

    def thrown(self, paper_number: str) -> Fact:
        """Return the fact by which the limit is on its way to the case."""
        said = {"on": self.on, "elements": list(self.elements), "article": self.article, "paperNumber": paper_number}
        return Fact("message_thrown", None, None, {"name": LIMIT_SET}, {"correlationKey": self.number, "variables": said})


def limits_set(store: Reader, content: Content, calendar: Calendar, now: datetime) -> list[PaperLimit]:
    """Return the limits that issuing a paper sets, of the cases that are still open.

    Raises Rejection("state_forbids") for a day that is over: nobody can be ordered to have done something by then.
    """
    found = []
    for figure in content["figures"]:
        said: Mapping[str, Any] | None = figure.get("limit")
        if not said or not figure["cases"]:
            continue
        on = date.fromisoformat(said["on"])
        if calendar.close_of_business(on) <= now:
            raise Rejection("state_forbids", _OVER, on=said["on"])
        for number in figure["cases"]:
            if store.value("SELECT state FROM process_instance WHERE receipt_number = :number", number=number) == "ACTIVE":
                found.append(PaperLimit(number, said["on"], tuple(said["elements"]), said["article"]))
    return found
