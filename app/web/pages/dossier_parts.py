"""The parts of a dossier: the case, whether it holds, interventions, deadlines day by day, events, documents."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from msgspec import Struct

from app.audit.break_words import PARTS
from app.audit.late_anchor import said_of_late
from app.audit.verify_case import CaseVerdict
from app.domain.counted_days import CountedDay
from app.domain.marked import marked
from app.domain.paper import Content
from app.domain.rejection import Message
from app.paper.value_words import day_words
from app.queries.replayed_case import ReplayedCase
from app.web.late_events import late_ones
from app.web.pages.definition_words import CaseNames
from app.web.pages.dossier_events import Row, instant_of, instant_words
from app.web.pages.dossier_outcomes import still_open
from app.web.pages.replay_words import days_of_deadlines, deadlines_of, documents_of
from app.web.presentation.replay_view import ReplayDeadline, ReplayDocument
from app.web.presentation.wording import Wording

EVENTS_A_VOLUME: Final = 1000
"""So that a case of thousands of events is printed in bounded memory: some 150 MB for as many."""

INTERVENTIONS_AT_ONCE: Final = 200
"""Where there are more, each volume lists those of its own events: thousands would make the first one as large as all the others."""

_HALF_DIGEST: Final = 32
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_SHORT_DIGEST: Final = 8
STATES: Final = {
    "ACTIVE": marked("running"),
    "COMPLETED": marked("completed"),
    "TERMINATED": marked("cancelled"),
    "ERASED": marked("erased"),
}
_REASONS: Final = {
    "weekend": marked("weekend"),
    "holiday": marked("holiday"),
    "closure": marked("closed"),
    "clock stopped": marked("clock stopped"),
}
_CHECK: Final = marked(
    "To check it without this product: the evidence bundle of the case holds all events, what proves them, and a program that checks them."
)
_SPREAD: Final = marked(
    "There were %(count)s interventions. Here stand those of the events %(first)s to %(last)s, the others in the volumes of their events."
)
_THEN: Final = marked("As the case stood after event %(event)s, %(time)s. What came later is not in this dossier.")
_RUNNING, _MISSED = marked("running"), marked("Deadline missed")
_SEALS: Final = {
    "verified": marked("Verified. The chain of %(events)s events, their anchors, and their recomputation agree."),
    "waiting": marked("The chain of %(events)s events holds and comes out again; %(waiting)s events wait for their anchor."),
    "checking": marked(
        "The chain of %(events)s events holds. Their recomputation was not done when this was printed: %(done)s events came out."
    ),
    "erased": marked("The chain of %(events)s events holds. What people wrote was erased by law, so it cannot be computed again."),
    "differs": marked("Differs at event %(first)s (%(of)s: %(what)s). What lies before it holds."),
}


class Printed(Struct, frozen=True):
    """What a dossier is made of. case: its record. rows: of all its events. volume: the one that is printed, from 1.

    withheld: keys of documents that are left out; hidden: names of variables that are. key: the public one. by, at: who printed, and when.
    event: the one after which the case is shown as it stood; 0 for the whole case. Then `found` knows of nothing later.
    outside: what is said where another was asked for, which the case does not have.
    """

    case: Any
    process: str
    found: ReplayedCase
    verdict: CaseVerdict
    key: str
    rows: list[Row]
    volume: int
    withheld: frozenset[str]
    hidden: frozenset[str]
    by: str
    at: datetime
    event: int = 0
    outside: Message | None = None


def content_of(printed: Printed, names: CaseNames, show: Wording) -> Content:
    """Return the dossier as a paper, in Chinese."""
    case, found = printed.case, printed.found
    volumes = volumes_of(found.last)
    volume = min(max(printed.volume, 1), volumes)
    rows = printed.rows[(volume - 1) * EVENTS_A_VOLUME : volume * EVENTS_A_VOLUME]
    blocks = [*_moves(printed, rows, show), *_section(show._("VII. Events"), _events(rows, show))]
    if volume == 1:
        blocks = _first_volume(printed, rows, names, show)
    part = show._(" (volume %(volume)s of %(volumes)s)", volume=volume, volumes=volumes) if volumes > 1 else ""
    return {
        "model": 1,
        "kind": "dossier",
        "masthead": show._("Dossier"),
        "number": show._("%(number)s, up to event %(last)s", number=case.receipt_number, last=found.last),
        "title": [f"{found.title or printed.process}{part}"],
        "addressee": [],
        "figures": [],
        "blocks": blocks,
        "signature": show._("Printed by %(name)s, %(time)s", name=printed.by, time=instant_words(printed.at, show)),
        "copies": [],
        "issuedOn": "",
    }


def _first_volume(printed: Printed, rows: Sequence[Row], names: CaseNames, show: Wording) -> list[dict[str, Any]]:
    """Return all that stands in the first volume. rows: of its events."""
    found, number = printed.found, printed.case.receipt_number
    documents = documents_of(found, number, printed.withheld)
    moves = _moves(printed, rows, show) or _section(
        show._("IV. Interventions"), _interventions([row for row in printed.rows if row.intervention], show)
    )
    return [
        *_section(show._("I. The case"), *_as_of(printed, show), _head(printed, show)),
        *_section(show._("II. Verification"), *_verification(printed, show)),
        *_section(show._("III. What became of each step"), _outcomes(printed, names, show)),
        *moves,
        *_section(show._("V. Deadlines"), _deadlines(found, names, number, show)),
        *_section(show._("VI. Documents and papers"), _documents(documents, len(_left_out(printed)), show)),
        *_section(show._("VII. Events"), _events(rows, show)),
    ]


def _moves(printed: Printed, rows: Sequence[Row], show: Wording) -> list[dict[str, Any]]:
    """Return the interventions among the events of a volume; nothing where there are so few that the first one lists all of them."""
    count = sum(row.intervention for row in printed.rows)
    if volumes_of(printed.found.last) == 1 or count <= INTERVENTIONS_AT_ONCE:
        return []
    said = _paragraph(show._(_SPREAD, count=count, first=rows[0].seq, last=rows[-1].seq))
    return _section(show._("IV. Interventions"), said, _interventions([row for row in rows if row.intervention], show))


def volumes_of(events: int) -> int:
    """Return how many volumes a dossier has."""
    return max(-(-events // EVENTS_A_VOLUME), 1)


def _section(title: str, *blocks: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "heading", "text": [title]}, *blocks]


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "text": [text]}


def _facts(rows: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {"type": "facts", "rows": [{"label": label, "text": [text]} for label, text in rows]}


def _table(heads: Iterable[tuple[str, str]], rows: Sequence[list[str]]) -> dict[str, Any]:
    columns = [{"title": title, "align": align} for title, align in heads]
    return {"type": "table", "caption": [], "columns": columns, "rows": list(rows)}


def _as_of(printed: Printed, show: Wording) -> list[dict[str, Any]]:
    if not printed.event:
        return []
    at = instant_of(printed.found.event.event["effective_at"], show)
    note = [_paragraph(show._("Note: %(said)s.", said=show.message(printed.outside)))] if printed.outside is not None else []
    return [*note, _paragraph(show._(_THEN, event=printed.event, time=at))]


def _left_out(printed: Printed) -> set[str]:
    """Return the keys of the documents that the case had, and that would say who wrote in."""
    return {one["key"] for one in printed.found.documents if "paperKey" not in one} & printed.withheld


def _head(printed: Printed, show: Wording) -> dict[str, Any]:
    case, found = printed.case, printed.found
    state = "ERASED" if found.erased else found.at.end or "ACTIVE"
    version = found.versions.get(str(case.key), 0)
    rows = [
        (show._("Receipt number"), case.receipt_number),
        (show._("Procedure"), show._("%(name)s, version %(version)s", name=printed.process, version=version)),
        (show._("Digest of the diagram"), _in_lines(found.at.instances[str(case.key)][1])),
        *(
            (show._("Ran before by"), f"{_ran_before(number, until, show)}\n{_in_lines(digest)}")
            for number, digest, until in found.at.former.get(str(case.key), ())
        ),
        (show._("State"), show._(STATES[state])),
        (show._("Received"), instant_of(case.received_at, show)),
        (show._("Registered"), f"{instant_of(case.started_at, show)}　{_registrar(printed)}"),
        (show._("Ended"), instant_of(found.at.ended_at, show)),
        *([(show._("Marking"), show._("secret: for those named in it"))] if case.sight.secret else []),
        *([(show._("Who wrote in"), show._("left out of this dossier"))] if printed.hidden else []),
    ]
    return _facts(rows)


def _ran_before(version: int | None, until: str, show: Wording) -> str:
    return show._("version %(version)s, until %(time)s", version=version or "-", time=instant_of(until, show))


def _registrar(printed: Printed) -> str:
    """Return by whom the case was begun, as its first event tells it: of an erased one nothing else does."""
    return printed.rows[0].who.replace("\n", " ") if printed.rows else ""


def _verification(printed: Printed, show: Wording) -> list[dict[str, Any]]:
    verdict, last = printed.verdict, printed.found.last
    first, again = verdict.first_difference(), verdict.recomputation
    waiting = sum(seq <= last for seq in verdict.anchors.waiting)
    if printed.event and first is not None and first.seq > last:
        first = None  # of what came later this dossier says nothing
    state = "differs" if first else "checking" if again is None else "erased" if again.verdict == "erased" else "verified"
    state = "waiting" if state == "verified" and waiting else state
    batches = sorted({batch for seq, batch in verdict.anchors.batches.items() if seq <= last})
    said: dict[str, Any] = {"events": verdict.events, "waiting": waiting, "done": verdict.computed}
    if printed.event:
        said |= {"events": last, "done": min(verdict.computed, last)}
    if first:
        said |= {"first": first.seq, "of": show._(PARTS[first.of]), "what": show.message(first.said)}
    rows = [(show._("Digest of the last event"), _in_lines(printed.found.head))]
    if batches:
        spans = show._("%(count)s batches, from %(first)s to %(last)s", count=len(batches), first=batches[0], last=batches[-1])
        spans = show._("batch %(number)s", number=batches[0]) if len(batches) == 1 else spans
        rows.append((show._("Anchored in"), spans))
    if printed.key:
        rows.append((show._("Public key"), _in_lines(printed.key)))
    late = said_of_late([one for one in late_ones(verdict) if one.seq <= last])
    notes = [_paragraph(show._("Note: %(said)s.", said=show.message(one))) for _, one in late]
    return [_paragraph(show._(_SEALS[state], **said)), *notes, _facts(rows), _paragraph(show._(_CHECK))]


def _outcomes(printed: Printed, names: CaseNames, show: Wording) -> dict[str, Any]:
    """Return what persons decided and what silence brought about, and what waits still."""
    rows = [*(one for row in printed.rows for one in row.outcomes), *still_open(printed.found, names, show)]
    if not rows:
        return _paragraph(show._("No step was done yet."))
    heads = (
        (show._("Step"), "left"),
        (show._("What came of it"), "left"),
        (show._("When"), "center"),
        (show._("Who, or by which rule"), "left"),
    )
    return _table(heads, [list(row) for row in rows])


def _interventions(rows: Sequence[Row], show: Wording) -> dict[str, Any]:
    if not rows:
        return _paragraph(show._("Nobody put a hand to the case from outside its course."))
    heads = (
        (show._("No."), "center"),
        (show._("When"), "center"),
        (show._("What"), "left"),
        (show._("Who"), "center"),
        (show._("Reason"), "left"),
    )
    return _table(heads, [[str(row.seq), row.when, _what(row), row.who, row.reason or "-"] for row in rows])


def _deadlines(found: ReplayedCase, names: CaseNames, number: str, show: Wording) -> dict[str, Any]:
    views = sorted(deadlines_of(found, names, number), key=lambda one: one.deadline.started_at or _NEVER)
    if not views:
        return _paragraph(show._("There was no deadline"))
    days = days_of_deadlines(found)
    heads = (
        (show._("Of what"), "left"),
        (show._("Limit"), "center"),
        (show._("Counted"), "left"),
        (show._("Left out"), "left"),
        (show._("Up at"), "center"),
    )
    return _table(heads, [_deadline(view, days.get(view.deadline.key, ()), show) for view in views])


def _deadline(view: ReplayDeadline, days: Sequence[CountedDay], show: Wording) -> list[str]:
    one = view.deadline
    rule = [str(show.article(one.article))] if one.article else []
    rule += (
        [show.period(one.length, one.unit), show._("calendar %(version)s", version=one.calendar_version)] if one.calendar_version else []
    )
    counted = [day.date for day in days if day.counted]
    left_out: dict[str, list[date]] = {}
    for day in days:
        if not day.counted:
            left_out.setdefault(str(day.reason), []).append(day.date)
    due = one.deadline_at and instant_words(one.deadline_at, show).replace(" ", "\n")
    # What runs is said by its date alone: how much was left on some day is nothing for an archive.
    late = one.left is not None and one.left.overdue
    says = show._(_MISSED if late else _RUNNING) if one.state == "running" else show.deadline_words(one)
    if late and one.unannounced:
        says = show._("%(left)s, to be settled: the calendar of %(year)s is not announced", left=says, year=one.unannounced)
    ends = f"{due or '-'}\n{says}"
    if one.state == "suspended" and one.suspended_since is not None:
        ends = show._("clock stopped since %(time)s", time=instant_words(one.suspended_since, show))
        ends += f"\n{show.left(one.left)}" if one.left is not None else ""
    started = show._("from %(time)s", time=instant_words(one.started_at, show)) if one.started_at else ""
    return [
        f"{one.name}\n{started}",
        "\n".join(rule),
        show._("%(count)s days: %(days)s", count=len(counted), days=in_spans(counted)) if counted else "-",
        "\n".join(f"{show._(_REASONS.get(reason, reason))} {in_spans(left)}" for reason, left in left_out.items()) or "-",
        ends,
    ]


def in_spans(days: Iterable[date]) -> str:
    """Return days in order, those that follow each other as one span: `2026年11月16日至11月20日、2026年11月23日`."""
    spans: list[tuple[date, date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1] = spans[-1][0], day
        else:
            spans.append((day, day))
    return "、".join(day_words(first) if first == last else f"{day_words(first)}至{_until(first, last)}" for first, last in spans)


def _until(first: date, last: date) -> str:
    return f"{last.month}月{last.day}日" if first.year == last.year else day_words(last)


def _events(rows: Sequence[Row], show: Wording) -> dict[str, Any]:
    heads = (
        (show._("No."), "center"),
        (show._("When"), "center"),
        (show._("What"), "left"),
        (show._("Who"), "center"),
        (show._("Digest"), "center"),
    )
    return _table(heads, [[str(row.seq), row.when, _what(row), row.who, row.digest[:_SHORT_DIGEST]] for row in rows])


def _what(row: Row) -> str:
    return "\n".join([row.what, *row.lines])


def _documents(documents: Sequence[ReplayDocument], withheld: int, show: Wording) -> dict[str, Any]:
    if not documents and not withheld:
        return _paragraph(show._("There was no document"))
    heads = ((show._("Event"), "center"), (show._("Document or paper"), "left"), (show._("SHA-256"), "center"))
    rows = [
        [str(one.seq), "\n".join(filter(None, (show._("erased") if one.erased else one.name, one.number))), _in_lines(one.digest)]
        for one in documents
    ]
    rows += [["-", show._("%(count)s documents that would say who wrote in", count=withheld), "-"]] if withheld else []
    return _table(heads, rows)


def _in_lines(digest: str) -> str:
    return f"{digest[:_HALF_DIGEST]}\n{digest[_HALF_DIGEST:]}" if digest else "-"
