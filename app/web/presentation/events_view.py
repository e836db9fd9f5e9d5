"""What the pages show that look across all cases: events that were found."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message


class EventRow(Struct, frozen=True):
    """kind: its words. what: what happened, None where the words of its kind say all. number, title, process: of the case, empty for the
    chain of definitions and people. href: of the replay at the event. who: empty for clock, system and public, then actor says which.
    recorded_at: where that differs from the instant of effect. concerns: of the city's own record, whose or which.
    articles: all that its facts name, by which it is found."""

    seq: int
    at: datetime
    kind: str
    actor: str
    number: str = ""
    title: str = ""
    process: str = ""
    href: str = ""
    what: Message | None = None
    who: str = ""
    acting_for: str = ""
    articles: tuple[str, ...] = ()
    recorded_at: datetime | None = None
    secret: bool = False
    concerns: str = ""


class EventsView(Struct, frozen=True):
    """asked: what was looked for, by the names of the address. kinds, processes, units: value and label of those to choose from.
    total: as far as it is counted; capped: there are more. people: names and accounts to type."""

    rows: tuple[EventRow, ...]
    asked: dict[str, str]
    total: int
    capped: bool
    kinds: tuple[tuple[str, str], ...]
    processes: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    newer_href: str = ""
    older_href: str = ""
    newest_href: str = ""
    csv_href: str = ""
    xlsx_href: str = ""
