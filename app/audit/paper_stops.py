"""When the clock of a paper case stood: the stops that its row names, each with its end unless it stands still, and the rule behind it.

Source: procedures, section 1, "stopping the clock"; Licensing Law, article 45.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

from msgspec import Struct

from app.diagram.way_in import WayIn
from app.domain.calendar import Calendar
from app.domain.marked import marked
from app.domain.paper_sheet import STOPPED_RULE, STOPPED_SINCE, STOPPED_UNTIL, past_instant
from app.domain.rejection import Message

MOST_WORDS: Final = 200
_APART: Final = re.compile(r"[、;；\n]+")
_RULES_APART: Final = re.compile(r"[;；\n]+")

Wrong = list[tuple[str, Message]]


class PaperStop(Struct, frozen=True):
    """since, until: aware, UTC; until None: the clock still stands. said: what people wrote of it, by column."""

    since: datetime
    until: datetime | None
    said: Mapping[str, str]


def read_stops(said: Mapping[str, str], way: WayIn | None, now: datetime, calendar: Calendar) -> tuple[list[PaperStop], Wrong]:
    """Return the stops that a row names, in their order, and what is wrong with them, by column.

    said: cells of the row, by column. way: how the case comes to where the row says; its diagram may stop the clock there. now: the
    deciding instant: what is still to come cannot be written down.
    """
    begun, ended = ([part.strip() for part in _APART.split(said[column]) if part.strip()] for column in (STOPPED_SINCE, STOPPED_UNTIL))
    wrong = [*_of_the_whole(said, begun, ended), *_of_the_way(way, begun, ended)]
    if wrong or not begun:
        return [], wrong
    read = [_instant(text, STOPPED_SINCE, now, calendar, wrong) for text in begun]
    until = [_instant(text, STOPPED_UNTIL, now, calendar, wrong) for text in ended]
    if wrong:
        return [], wrong
    rules = [part.strip() for part in _RULES_APART.split(said[STOPPED_RULE]) if part.strip()]
    found = []
    for place, since in enumerate(read):
        end = until[place] if place < len(until) else None
        words = {STOPPED_SINCE: begun[place], STOPPED_RULE: rules[place] if len(rules) == len(begun) else said[STOPPED_RULE]}
        if end is not None:
            words[STOPPED_UNTIL] = ended[place]
        found.append(PaperStop(since, end, words))
    return found, _of_their_order(found)


def _of_the_whole(said: Mapping[str, str], begun: list[str], ended: list[str]) -> Wrong:
    if not begun:
        missing = Message("expected since when the clock is stopped, found nothing", {})
        return [(STOPPED_SINCE, missing)] if ended or said[STOPPED_RULE] else []
    wrong: Wrong = []
    if not said[STOPPED_RULE]:
        wrong.append((STOPPED_RULE, Message("expected the rule by which the clock is stopped, found nothing", {})))
    elif len(said[STOPPED_RULE]) > MOST_WORDS:
        shown = {"most": MOST_WORDS, "found": len(said[STOPPED_RULE])}
        wrong.append((STOPPED_RULE, Message("expected at most %(most)s characters, found %(found)s", shown)))
    if len(ended) not in (len(begun), len(begun) - 1):
        counted = {"begun": len(begun), "ended": len(ended)}
        text = marked("expected an end for each stop but the last, which may still go on: found %(begun)s beginnings and %(ended)s ends")
        wrong.append((STOPPED_UNTIL, Message(text, counted)))
    return wrong


def _of_the_way(way: WayIn | None, begun: list[str], ended: list[str]) -> Wrong:
    """See that the clock stands at a step behind one that stops it, and has run on behind one that lets it run on."""
    if way is None or way.clock is None:
        return []
    facts = {"step": way.step.title, "before": way.clock.title}
    if not begun:
        text = marked("expected since when the clock was stopped, because %(before)s comes before %(step)s; found nothing")
        return [(STOPPED_SINCE, Message(text, facts))]
    if way.is_stopped and len(ended) == len(begun):
        text = marked("expected no end of the last stop, because the clock stands at %(step)s, after %(before)s")
        return [(STOPPED_UNTIL, Message(text, facts))]
    if not way.is_stopped and len(ended) < len(begun):
        text = marked("expected until when the clock was stopped, because %(before)s follows when %(step)s is done; found nothing")
        return [(STOPPED_UNTIL, Message(text, facts))]
    return []


def _of_their_order(stops: list[PaperStop]) -> Wrong:
    wrong: Wrong = []
    for stop in stops:
        if stop.until is not None and stop.until <= stop.since:
            said = {"since": stop.said[STOPPED_SINCE], "found": stop.said[STOPPED_UNTIL]}
            wrong.append((STOPPED_UNTIL, Message("expected an end after the beginning of the stop, %(since)s, found %(found)s", said)))
    for before, after in pairwise(stops):
        if before.until is not None and after.since < before.until:
            said = {"until": before.said[STOPPED_UNTIL], "found": after.said[STOPPED_SINCE]}
            text = marked("expected stops one after another, but %(found)s lies before the end of the stop before it, %(until)s")
            wrong.append((STOPPED_SINCE, Message(text, said)))
    return wrong


def _instant(text: str, column: str, now: datetime, calendar: Calendar, wrong: Wrong) -> datetime:
    at, error = past_instant(text, column, now, calendar)
    if error is not None:
        wrong.append((column, error.message))
    return at.astimezone(UTC) if at is not None else now
