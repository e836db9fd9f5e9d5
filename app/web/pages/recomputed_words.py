"""What a decree did to a deadline, in words: the old date, the new one, and the notice that it follows."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import g

from app.domain.instant import read_instant
from app.domain.rejection import Message
from app.queries.calendar_year import Notice, notice_of
from app.web.surface import surface


def recomputed_words(fact: Mapping[str, Any], step: str) -> Iterator[Message]:
    """Yield what is said of a deadline that was counted anew. fact: `deadline_recomputed`. step: whose it is.

    Source: procedures, section 1, "calendar unknown": a decree recomputes what runs, with one event each.
    """
    at, before = read_instant(fact["deadlineAt"]), read_instant(fact["deadlineBefore"])
    said = {"step": step, "at": at, "before": before}
    if at == before:
        yield Message("deadline of %(step)s stays: %(at)s", said)
    else:
        yield Message("deadline of %(step)s: %(before)s → %(at)s", said)
    notice = _notice(int(fact["calendarVersion"])) if fact.get("calendarVersion") else None
    if notice is not None:
        about = {"year": notice.year, "version": fact["calendarVersion"], "notice": notice.notice or "-"}
        yield Message("by the days off and at work of %(year)s, calendar version %(version)s: %(notice)s", about)
    if fact.get("earlierRedVoid"):
        yield Message("the red light shown before is void: by the notice it was in time", {})


def _notice(version: int) -> Notice | None:
    """Return what a version of the calendar entered, asked for once in a request: one decree moves many deadlines."""
    known: dict[int, Notice | None] = g.setdefault("notices_of_calendar", {})
    if version not in known:
        known[version] = surface().door.ask(notice_of, version)
    return known[version]
