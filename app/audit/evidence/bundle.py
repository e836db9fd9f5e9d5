"""The bundle of evidence of one case: all that is needed to check it without us, and nothing that its reader may not see.

The same state of the case gives the same bytes: nothing in it says who asked, or when.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, Protocol, TypeVar

from msgspec import Struct, field

from app.audit.chain_break import Break
from app.audit.check_definitions import definitions_of
from app.audit.evidence.case_files import add_calendars, add_definitions, calendar_events
from app.audit.evidence.case_words import Words, add_words
from app.audit.evidence.packing import Packing, pieces_of
from app.audit.evidence.readme import readme
from app.audit.hash_chain import COLUMNS
from app.audit.inclusion import Inclusion, inclusions, lines_naming, mark_of
from app.audit.odd_event import naming_odd_event
from app.audit.verify_chains import verify_chain
from app.domain.anchoring import AnchorKey, AnchorStore
from app.domain.canonical import canonical
from app.domain.instant import instant_text
from app.domain.keys import CITY_CHAIN
from app.domain.ports import FileChanged
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_case import CaseRecord

FORMAT: Final = "duban-evidence/1"
CHECKER: Final = Path(__file__).with_name("check_alone.py")
_AT_ONCE: Final = 500
_EVENTS: Final = f"SELECT {', '.join(COLUMNS)}, digest FROM audit_event WHERE case_key = :key AND seq > :after ORDER BY seq LIMIT :most"  # noqa: S608  # names are ours
Answer = TypeVar("Answer")


class Ask(Protocol):
    """Answers a question from one committed state: see app.execute.Door.ask."""

    def __call__(self, question: Callable[..., Answer], *args: Any, **named: Any) -> Answer: ...


class Evidence(Struct, frozen=True):
    """A finished bundle. file: from its first byte on; who has it closes it. digest: its SHA-256."""

    file: IO[bytes]
    size_bytes: int
    digest: str


class _Begun(Struct):
    """A bundle with all that comes from the database. definitions: digests of the files that the case ran by. calendar: the newest version
    that it counted by. head: digest of its last event. erased: number of the event that erased what people wrote, 0 for none.
    bad: the first event that is not what was recorded, as the database holds it now."""

    packing: Packing = field(default_factory=Packing)
    events: int = 0
    head: str = ""
    definitions: set[str] = field(default_factory=set)
    calendar: int = 0
    batches: int = 0
    erased: int = 0
    bad: Break | None = None
    words: Words = field(default_factory=Words)


def _anchor_lines(
    named: Callable[[str], Iterator[str]], key: str, calendars: Sequence[Mapping[str, Any]], proofs: list[Inclusion]
) -> Iterator[bytes]:
    """Yield the lines outside that name the case or a year of the calendar, in their order, and note what each proves. named: gives the
    lines that hold a mark."""
    years = {one["seq"] for one in calendars}
    of_years = {json.loads(line)["batch"]: line for seq in sorted(years) for line in named(mark_of(str(CITY_CHAIN), seq))}
    for line in _merged(of_years, named(mark_of(key))):
        proofs += inclusions(line, key)
        proofs += [one for one in inclusions(line, str(CITY_CHAIN)) if one.seq in years]
        yield line.encode() + b"\n"


class EvidenceMaker:
    """anchors, key: as they lie outside the database; the bundle is signed as the batches are. opened: as ports.Documents has it.
    real_now: the node's own clock, by which batches are dated."""

    def __init__(self, anchors: AnchorStore, key: AnchorKey, opened: Callable[[str], IO[bytes]], real_now: Callable[[], datetime]) -> None:
        self._anchors, self._key, self._opened, self._real_now = anchors, key, opened, real_now

    def make(self, ask: Ask, case: CaseRecord, *, with_writer: bool) -> Evidence:
        """Return the bundle of a case. with_writer: also who wrote in, of a case that keeps it.

        What is wrong with the case is no reason to refuse: the bundle holds what there is. The case is checked before the bundle is signed,
        and what was found stands in it, also of words that its reader cannot compare; its checkers say it, too.

        Raises StoreAway where anchors or documents cannot be read, UnreadableEvent for an event of which no line can be written.
        """
        hides = case.sight.identity_kept and not with_writer
        begun: _Begun = ask(self._begin, case, hides=hides)
        try:
            return self._whole(begun, case)
        except BaseException:
            begun.packing.drop()
            raise

    def _whole(self, begun: "_Begun", case: CaseRecord) -> Evidence:
        absent = [digest for name, digest in begun.words.files if not self._add_file(begun.packing, name, digest)]
        key = self._anchors.public_key() or self._key.public
        begun.packing.add("key.pub", [key.encode() + b"\n"])
        begun.packing.add("check.py", [CHECKER.read_bytes()])
        manifest = _manifest(case, begun, absent)
        begun.packing.add("README.txt", [readme(manifest, key, secret=case.sight.secret, erased=begun.erased).encode()])
        manifest["files"] = sorted(begun.packing.files, key=lambda one: str(one["name"]))
        manifest["signature"] = self._key.sign(canonical(manifest).encode())
        begun.packing.add("manifest.json", [canonical(manifest).encode()])
        return Evidence(*begun.packing.finish())

    def _begin(self, store: Reader, case: CaseRecord, *, hides: bool) -> _Begun:
        begun = _Begun()
        try:
            with naming_odd_event(store, case.key):
                self._pack(store, case, begun, hides=hides)
        except BaseException:
            begun.packing.drop()
            raise
        return begun

    def _pack(self, store: Reader, case: CaseRecord, begun: _Begun, *, hides: bool) -> None:
        named = partial(lines_naming, store, self._anchors, began=instant_text(self._real_now()))
        store.take_time()
        key = str(case.key)
        begun.packing.add("events.jsonl", _event_lines(store, key, begun))
        begun.words = add_words(store, case.key, begun.packing, hides=hides)
        if begun.words.state == "erased" and not begun.erased:
            begun.words.state = "missing"
        begun.bad = verify_chain(store, key).first_bad
        add_definitions(store, begun.packing, begun.definitions)
        calendars = calendar_events(store, begun.calendar)
        add_calendars(begun.packing, calendars)
        proofs: list[Inclusion] = []
        begun.packing.add("anchors.jsonl", _anchor_lines(named, key, calendars, proofs))
        begun.packing.add(
            "proofs.jsonl", (_proof_line(one) for one in sorted(proofs, key=lambda one: (len(one.case_key), one.case_key, one.seq)))
        )
        begun.batches = len({one.batch for one in proofs})

    def _add_file(self, packing: Packing, name: str, digest: str) -> bool:
        """Add a document by its digest; False where it is gone or is not what was kept, which the store finds out."""
        try:
            with self._opened(digest) as file:
                packing.add(name, pieces_of(file))
        except FileChanged:
            return False
        except Rejection as rejection:
            if rejection.code != "not_found":
                raise
            return False
        return True


def _event_lines(store: Reader, key: str, begun: _Begun) -> Iterator[bytes]:
    """Yield the events as canonical text, a line each, and note what the case ran by."""
    after = 0
    while rows := store.all(_EVENTS, key=key, after=after, most=_AT_ONCE):
        for row in rows:
            begun.events, begun.head = begun.events + 1, row["digest"]
            begun.definitions |= definitions_of(row)
            begun.erased = row["seq"] if row["kind"] == "case_erased" else begun.erased
            begun.calendar = max(begun.calendar, int(row["calendar_version"] or 0))
            yield canonical(dict(row)).encode() + b"\n"
        after = rows[-1]["seq"]


def _merged(some: dict[int, str], others: Iterator[str]) -> Iterator[str]:
    """Yield lines of both in the order of their batches, each once."""
    waiting = sorted(some)
    for line in others:
        number = int(json.loads(line)["batch"])
        while waiting and waiting[0] < number:
            yield some[waiting.pop(0)]
        if waiting and waiting[0] == number:
            waiting.pop(0)
        yield line
    yield from (some[number] for number in waiting)


def _proof_line(one: Inclusion) -> bytes:
    said = {
        "caseKey": one.case_key,
        "seq": one.seq,
        "digest": one.digest,
        "batch": one.batch,
        "position": one.position,
        "count": one.count,
        "path": list(one.path),
        "root": one.root,
        "signature": one.signature,
    }
    return canonical(said).encode() + b"\n"


def _manifest(case: CaseRecord, begun: _Begun, absent: Sequence[str]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "receiptNumber": case.receipt_number,
        "caseKey": str(case.key),
        "process": case.process_id,
        "definitionDigest": case.digest,
        "state": case.state,
        "startedAt": case.started_at,
        "endedAt": case.ended_at,
        "events": begun.events,
        "head": begun.head,
        "batches": begun.batches,
        "words": begun.words.state,
        "withheld": begun.words.withheld,
        "firstBad": {"seq": begun.bad.seq, "reason": begun.bad.reason, "file": begun.bad.file} if begun.bad else None,
        "absent": sorted(absent),
    }
