"""Every event of a case as a row of its dossier: when, what, what it changed, who for whom, and its seal."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from app.domain.instant import read_instant
from app.domain.marked import marked
from app.paper.value_words import day_words
from app.queries.history import HistoryEvent, events_between
from app.queries.person import without_person
from app.queries.replayed_case import ReplayedCase
from app.web.pages.definition_words import CaseNames
from app.web.pages.dossier_changes import changes_of, shortened
from app.web.pages.dossier_outcomes import Outcome, outcomes_of
from app.web.pages.history_words import history_entries
from app.web.pages.value_words import WordsByScope
from app.web.presentation.task_view import HistoryEntry
from app.web.presentation.wording import Wording
from app.web.surface import surface

_AT_ONCE: Final = 500
MACHINES: Final = {"clock": marked("The clock"), "public": marked("A citizen")}
SYSTEM: Final = marked("The system")
_HAND: Final = marked("intervention")
_HANDS: Final = {"deadline": marked("clock set by hand")}
"""What a rule allows somebody to do to a clock is no hand put to the case from outside its course."""

GONE: Final = marked("what was written is not there any more")
_IN_PLACE_OF: Final = marked("in place of %(name)s")


class Row(Struct, frozen=True):
    """One event. who: with the person in whose place. reason: as it was given. digest: of the event. outcomes: what it decided."""

    seq: int
    when: str
    what: str
    lines: tuple[str, ...]
    who: str
    reason: str
    digest: str
    intervention: bool
    outcomes: tuple[Outcome, ...] = ()


def event_rows(
    case_key: int, found: ReplayedCase, names: CaseNames, people: Mapping[str, str], show: Wording, *, hides: bool
) -> Iterator[Row]:
    """Yield a row for each event of a case, in order. Some hundred are read at once: a case may have thousands.

    hides: without who wrote in.
    """
    values: dict[tuple[str, str], Any] = {}
    words = WordsByScope(found, names)
    for first in range(1, found.last + 1, _AT_ONCE):
        events = surface().door.ask(events_between, case_key, first, min(first + _AT_ONCE - 1, found.last))
        if hides:
            events = surface().door.ask(without_person, case_key, events)
        entries = reversed(history_entries(events, names.of, people))
        for event, entry in zip(events, entries, strict=True):
            row = _row(
                event, entry, changes_of(event, values, words, show, erased=found.erased), show, hand=entry.seq in found.interventions
            )
            yield replace(row, outcomes=tuple(outcomes_of(event, names, words, show, row.when, row.who)))


def _row(event: HistoryEvent, entry: HistoryEntry, changes: list[str], show: Wording, *, hand: bool) -> Row:
    machine = show._(MACHINES.get(entry.actor, SYSTEM))
    who = _with_account(entry.who, event.event["actor"]) or machine
    if entry.acting_for:
        who += "\n" + _with_account(show._(_IN_PLACE_OF, name=entry.acting_for), event.event["acting_for"])
    quote = shortened(entry.quote, show)
    details = [str(show.message(detail)) for detail in entry.details]
    article = [str(show.article(entry.article))] if entry.article else []
    late = [show._("recorded %(time)s", time=instant_words(entry.recorded_at, show))] if entry.recorded_at is not None else []
    return Row(
        entry.seq,
        instant_words(entry.at, show).replace(" ", "\n"),
        str(show.message(entry.what)) + (f"〔{show._(_HANDS.get(entry.kind, _HAND))}〕" if hand else ""),
        (*article, *late, *([show._("Reason: %(reason)s", reason=quote)] if quote else []), *details, *_words(entry, show), *changes),
        who,
        quote,
        event.event["digest"],
        hand,
    )


def _with_account(name: str, account: str) -> str:
    """Return a name with the account that the event says: two people may be called the same, and a name stands in no event of the case."""
    return f"{name}\n({account})" if name and name != account else name


def _words(entry: HistoryEntry, show: Wording) -> list[str]:
    """Return what was written, which the event is about."""
    return [show._(GONE) if text is None else shortened(text, show) for text in entry.said]


def instant_words(instant: datetime, show: Wording) -> str:
    """Return an instant with its seconds, as papers write it."""
    local = show.local(instant)
    return f"{day_words(local)} {local:%H:%M:%S}"


def instant_of(text: str | None, show: Wording) -> str:
    return instant_words(read_instant(text), show) if text else "-"
