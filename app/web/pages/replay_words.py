"""A case as of one of its events, put into what its page shows."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from app.audit.case_at import CaseAt
from app.domain.counted_days import CountedDay
from app.domain.deadline_reckoning import days_of
from app.domain.deadline_row import from_row
from app.domain.identity import PERSONAL_NAMES
from app.domain.instant import read_instant
from app.queries.replayed_case import Author, Changed, ReplayedCase
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import CaseNames
from app.web.pages.frame import wording
from app.web.pages.value_words import ValueWords, WordsByScope, parts_of
from app.web.presentation.replay_view import AuthorView, ChangeView, ReplayDeadline, ReplayDocument, ShownValue, Tick, ValueView
from app.web.surface import surface

_ACROSS: Final = 660
_CLOSEST: Final = 48
"""The least between two days' words below the scrubber."""

_ENDED_LAST: Final = {"running": 0, "suspended": 1, "missed": 2}


def changes_of(found: ReplayedCase, names: CaseNames, people: Mapping[str, str], href: str, *, hidden: bool) -> tuple[ChangeView, ...]:
    """Return the variables that the event changed. hidden: whether who wrote in is kept from the reader."""
    words, author = WordsByScope(found, names), partial(_author, people, href)
    return tuple(_change(one, found.at, names, words.of(one.scope), author, hidden=hidden) for one in found.changed)


def _change(
    one: Changed, at: CaseAt, names: CaseNames, words: ValueWords, author: Callable[[Author], AuthorView], *, hidden: bool
) -> ChangeView:
    token = at.active.get(one.scope)
    where = "" if one.scope in at.instances else names.of(token.element, one.scope, token.instance) if token else ""
    kept = hidden and one.name in PERSONAL_NAMES
    return ChangeView(
        name=one.name,
        where=where,
        values=() if kept or one.erased else tuple(_values(one, words)),
        by=author(one.by),
        before_by=author(one.before_by) if one.before_by is not None else None,
        label=words.label(one.name),
        erased=one.erased,
        hidden=kept,
    )


def _author(people: Mapping[str, str], href: str, one: Author) -> AuthorView:
    """Return whose a value is. What the clock or a program of the case did is worked out, not somebody's."""
    who = wording()._("A citizen") if one.account == "public" else people.get(one.account, one.account)
    who = "" if one.account in ("clock", "system") else who
    return AuthorView(one.seq, read_instant(one.at), f"{href}?event={one.seq}", who, people.get(one.acting_for, one.acting_for), one.erased)


def _values(one: Changed, words: ValueWords) -> Iterator[ValueView]:
    """Yield what differs between two values, part by part where both have parts."""
    before, after = (None if text is None else dict(parts_of(json.loads(text), one.name)) for text in (one.before, one.after))
    if before is None or after is None or one.name in before or one.name in after:
        yield ValueView("", _shown(words, one.name, one.before), _shown(words, one.name, one.after))
        return
    for path in dict.fromkeys((*before, *after)):
        if (path in before) != (path in after) or before.get(path) != after.get(path):
            old, new = (words.shown(path, side[path]) if path in side else None for side in (before, after))
            yield ValueView(path.removeprefix(one.name).removeprefix("."), old, new, words.label(path))


def _shown(words: ValueWords, name: str, text: str | None) -> ShownValue | None:
    return None if text is None else words.shown(name, json.loads(text))


def deadlines_of(found: ReplayedCase, names: CaseNames, number: str) -> tuple[ReplayDeadline, ...]:
    """Return the deadlines as they stood, those that ran first; each by the calendar that it was counted by."""
    door, at = surface().door, read_instant(found.event.event["effective_at"])
    touched = {fact.get("elementInstanceKey") for fact in found.event.facts if fact["fact"].startswith("deadline_")}
    versions = {int(said.get("calendarVersion") or 0) for said in found.at.deadlines.values()}
    calendars = {version: door.ask(door.surroundings.calendar_of, version) for version in versions}
    views = []
    for key, said in found.at.deadlines.items():
        calendar = calendars[int(said.get("calendarVersion") or 0)]
        name = names.of(said.get("elementId"), key)
        href = f"/cases/{number}/deadlines/{key}?event={found.seq}"
        view = deadline_view(record_of(key, said), at, calendar, name=name, days_href=href)
        views.append(ReplayDeadline(view, key in touched))
    return tuple(sorted(views, key=lambda one: (not one.touched, _ENDED_LAST.get(one.deadline.state, 3))))


def days_of_deadlines(found: ReplayedCase) -> dict[str, tuple[CountedDay, ...]]:
    """Return the days of each deadline, counted and left out, as they stood; by its key. Of one whose clock is stopped, those that have
    passed: nobody knows which will count."""
    door, at = surface().door, read_instant(found.event.event["effective_at"])
    days = {}
    for key, said in found.at.deadlines.items():
        calendar = door.ask(door.surroundings.calendar_of, int(said.get("calendarVersion") or 0))
        deadline, today = from_row(record_of(key, said)), calendar.local_date(at)
        stopped = deadline.suspended_since is not None
        days[key] = tuple(day for day in days_of(deadline, calendar, at) if not stopped or day.date <= today)
    return days


def record_of(key: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a deadline from what the facts said of it so far; terms that no fact says are those that change nothing here."""
    began = said.get("startedAt") or said["at"]
    return {
        "element_id": said.get("elementId", ""),
        "element_instance_key": int(key),
        "article": said.get("article"),
        "rule": said.get("rule", ""),
        "extendable": False,
        "notice_days": 0,
        "extension_approver": None,
        "suspendable": False,
        "provisional": bool(said.get("provisional")),
        "calendar_version": str(said.get("calendarVersion") or ""),
        "extensions": 0,
        "started_at": began,
        "entered_at": began,
        "deadline_at": said["deadlineAt"],
        "effective_at": said["effectiveAt"],
        "yellow_at": said.get("yellowAt") or said["deadlineAt"],
        "original_at": said["originalAt"],
        "next_change_at": None,
        "suspended_since": said["at"] if said.get("state") == "suspended" else None,
        "moved_at": None,
        "confirmed_at": None,
        "missed_at": said.get("missedAt"),
        "ended_at": said.get("endedAt"),
        # Of a deadline without a length the facts say no date, but the instant at which that ends.
        "at": None if said.get("unit") else said["originalAt"],
        "moved_to": None,
        "length": said.get("length"),
        "unit": said.get("unit"),
        "silence": said.get("silence") if said.get("silence") in ("consent", "approval") else None,
        "state": said["state"],
        "light": said.get("light"),
        "yellow_share": "1/3",
        "grace_seconds": 0,
        "stops": list(said.get("stops", ())),
    }


def documents_of(found: ReplayedCase, number: str, withheld: frozenset[str]) -> tuple[ReplayDocument, ...]:
    """Return the documents as they were. withheld: keys of those that would say who wrote in, which are kept from the reader."""
    return tuple(_document(one, number) for one in found.documents if "paperKey" in one or one["key"] not in withheld)


def _document(one: Mapping[str, Any], number: str) -> ReplayDocument:
    paper = "paperKey" in one
    name = str(one.get("title" if paper else "name") or "")
    return ReplayDocument(
        name,
        str(one.get("pdfDigest" if paper else "digest") or ""),
        f"/cases/{number}/papers/{one['key']}" if paper else f"/cases/{number}/documents/{one['key']}",
        one["seq"],
        f"/cases/{number}/replay?event={one['seq']}",
        int(one.get("version") or 0),
        str(one.get("number") or ""),
        bool(one["erased"]),
    )


def counts_of(at: CaseAt, instance: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many tokens each element of a process instance holds, and how often it was done.

    What is repeated for each of several holds a token for the whole and one for each: only those are counted.
    """
    of = {key: token for key, token in at.active.items() if token.instance == instance}
    around = {token.scope for token in of.values() if token.scope in of and of[token.scope].element == token.element}
    active: dict[str, int] = {}
    for key, token in of.items():
        if key not in around:
            active[token.element] = active.get(token.element, 0) + 1
    return active, {element: times for (inside, element), times in at.done.items() if inside == instance}


def ticks_of(instants: Sequence[tuple[int, str]], interventions: frozenset[int]) -> tuple[Tick, ...]:
    """Return where days begin on the scrubber, as far as their words have room, and where somebody put a hand to the case."""
    show, last = wording(), instants[-1][0]
    found, day, before = [], None, -float(_ACROSS)
    for seq, instant in instants:
        on = show.local(read_instant(instant)).date()
        x = 8 + (seq - 1) / max(last - 1, 1) * (_ACROSS - 16)
        if on != day and x - before >= _CLOSEST:
            found.append(Tick(round(x, 1), on))
            before = x
        day = on
        if seq in interventions:
            found.append(Tick(round(x, 1), None))
    return tuple(found)
