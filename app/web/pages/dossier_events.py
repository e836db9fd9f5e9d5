"""Every event of a case as a row of its dossier: when, what, what it changed, who for whom, and its seal."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.domain.instant import read_instant
from app.domain.marked import marked
from app.queries.history import HistoryEvent, events_between
from app.queries.person import without_person
from app.queries.replayed_case import ReplayedCase
from app.web.pages.definition_words import CaseNames
from app.web.pages.history_words import history_entries
from app.web.pages.value_words import ValueWords, WordsByScope
from app.web.presentation.task_view import HistoryEntry
from app.web.presentation.wording import Wording
from app.web.surface import surface

_AT_ONCE: Final = 500
_LONGEST: Final = 300
MACHINES: Final = {"clock": marked("The clock"), "public": marked("A citizen")}
SYSTEM: Final = marked("The system")
_LONGER: Final = marked("%(begins)s… (%(count)s characters, whole in the evidence bundle)")
_CHANGED: Final = marked("%(name)s: %(before)s → %(after)s")
_IN_PLACE_OF: Final = marked("in place of %(name)s")
_NOTHING: Final = marked("nothing there")
_ERASED: Final = marked("erased")
_LEFT_OUT: Final = marked("left out: it says who wrote in")


class Row(Struct, frozen=True):
    """One event. who: with the person in whose place. reason: as it was given. digest: of the event."""

    seq: int
    when: str
    what: str
    lines: tuple[str, ...]
    who: str
    reason: str
    digest: str
    intervention: bool


def event_rows(
    case_key: int, found: ReplayedCase, names: CaseNames, people: Mapping[str, str], show: Wording, *, hides: bool
) -> Iterator[Row]:
    """Yield a row for each event of a case, in order. Some hundred are read at once: a case may have thousands.

    hides: without who wrote in.
    """
    values: dict[tuple[str, str], str] = {}
    words = WordsByScope(found, names)
    for first in range(1, found.last + 1, _AT_ONCE):
        events = surface().door.ask(events_between, case_key, first, min(first + _AT_ONCE - 1, found.last))
        if hides:
            events = surface().door.ask(without_person, case_key, events)
        entries = reversed(history_entries(events, names.of, people))
        for event, entry in zip(events, entries, strict=True):
            yield _row(event, entry, _changes(event, values, words, show, erased=found.erased), show, hand=entry.seq in found.interventions)


def _row(event: HistoryEvent, entry: HistoryEntry, changes: list[str], show: Wording, *, hand: bool) -> Row:
    machine = show._(MACHINES.get(entry.actor, SYSTEM))
    who = "\n".join([entry.who, show._(_IN_PLACE_OF, name=entry.acting_for)] if entry.acting_for else [entry.who or machine])
    quote = shortened(entry.quote, show)
    details = [str(show.message(detail)) for detail in entry.details]
    article = [str(show.article(entry.article))] if entry.article else []
    late = [show._("recorded %(time)s", time=instant_words(entry.recorded_at, show))] if entry.recorded_at is not None else []
    return Row(
        entry.seq,
        instant_words(entry.at, show).replace(" ", "\n"),
        str(show.message(entry.what)) + (f"〔{show._('intervention')}〕" if hand else ""),
        (*article, *late, *([show._("Reason: %(reason)s", reason=quote)] if quote else []), *details, *_words(event, show), *changes),
        who,
        quote,
        event.event["digest"],
        hand,
    )


def _words(event: HistoryEvent, show: Wording) -> list[str]:
    """Return what was said in a comment, which the event is about."""
    said = [event.private.get(str(place), {}).get("text") for place, fact in enumerate(event.facts) if fact["fact"] == "comment_added"]
    return [shortened(str(text), show) for text in said if text]


def _changes(event: HistoryEvent, values: dict[tuple[str, str], str], by_scope: WordsByScope, show: Wording, *, erased: bool) -> list[str]:
    """Say what the event wrote, and note it: the next event that writes the same tells it as what was there before."""
    found = []
    for place, fact in enumerate(event.facts):
        if fact["fact"] not in ("variable_written", "variable_removed"):
            continue
        name = (fact["scopeKey"], fact["name"])
        words = by_scope.of(fact["scopeKey"])
        before = values.get(name, show._(_NOTHING))
        beside: Mapping[str, Any] = event.private.get(str(place), {})
        if fact["fact"] == "variable_removed":
            values.pop(name, None)
            after = show._(_NOTHING)
        else:
            after = _value(fact["name"], beside.get("value"), words, show, erased=erased)
            values[name] = after
        if before != after:
            called = " ".join(filter(None, (words.label(fact["name"]), fact["name"])))
            found.append(show._(_CHANGED, name=called, before=before, after=after))
    return found


def _value(name: str, text: str | None, words: ValueWords, show: Wording, *, erased: bool) -> str:
    if text is None:
        return show._(_ERASED if erased else _LEFT_OUT)
    return shortened(words.line(name, json.loads(text)), show)


def shortened(text: str, show: Wording) -> str:
    return text if len(text) <= _LONGEST else show._(_LONGER, begins=text[:_LONGEST], count=len(text))


def instant_words(instant: datetime, show: Wording) -> str:
    """Return an instant with its seconds, as papers write it."""
    return f"{show.local(instant):%Y-%m-%d %H:%M:%S}"


def instant_of(text: str | None, show: Wording) -> str:
    return instant_words(read_instant(text), show) if text else "-"
