"""The last verdicts, kept for the processes beside this one and for the time after it, so that lists can say what was found.

They are notes and prove nothing: who can write where they lie could write anything there. What proves is a check, made anew.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

import msgspec
from msgspec import Struct

from app.audit.anchor_line import BadAnchors
from app.audit.chain_break import Break
from app.audit.late_anchor import LateAnchor
from app.audit.verify_anchors import Anchored
from app.audit.verify_chains import Verdict

WHOLE: Final = "whole"


class KeptNotes(Protocol):
    """Keeps small notes under names. What cannot be kept or read is not there. See app/gateways/notes_in_folder.py."""

    def keep(self, name: str, note: bytes) -> None: ...

    def kept(self, name: str) -> bytes | None: ...


class NoNotes:
    """Keeps nothing."""

    def keep(self, name: str, note: bytes) -> None: ...

    def kept(self, _name: str) -> bytes | None:
        return None


class CaseNote(Struct, frozen=True):
    """What the check of one case found. head: the digest of its last event then. began: by the node's own clock, as text.

    seq, of, what, file, year, row: of the first difference, as FirstDifference has them; seq 0 where there is none.
    """

    head: str
    began: str
    seq: int = 0
    of: str = ""
    what: str = ""
    file: str = ""
    year: int = 0
    row: str = ""


class WholeNote(Struct, frozen=True):
    """What the check of the whole history found, as WholeVerdict has it. bad_batch: 0 where the anchors are those that were written.

    unlike: how many chains have an event that is not the anchored one. root, key, oldest, late, late_ones: as Anchored has them. city: the
    instant of the city's own clock when it was begun; None where that is the node's.
    """

    began: datetime
    chains: int
    events: int
    breaks: tuple[Break, ...]
    ends: dict[str, tuple[int, str]]
    batches: int
    anchored: int
    bad_batch: int
    bad_reason: str
    numbers: dict[str, str]
    there: frozenset[str]
    unlike: int = 0
    root: str = ""
    key: str = ""
    oldest: str = ""
    late: int = 0
    late_ones: tuple[tuple[str, LateAnchor], ...] = ()
    city: datetime | None = None

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.chains, self.events, self.breaks, self.ends)

    @property
    def anchors(self) -> Anchored:
        bad = BadAnchors(self.bad_batch, self.bad_reason) if self.bad_batch else None
        found = Anchored(self.batches, self.anchored, bad=bad, unlike=self.unlike, root=self.root, key=self.key, oldest=self.oldest)
        found.late, found.late_ones = self.late, list(self.late_ones)
        return found


def whole_note(
    instants: tuple[datetime, datetime | None], verdict: Verdict, anchored: Anchored, numbers: Mapping[str, str], there: frozenset[str]
) -> WholeNote:
    """Return what is kept of a check of the whole history. instants: when it was begun, by the node's clock and by a city's that is set."""
    began, city = instants
    bad = (anchored.bad.batch, anchored.bad.reason) if anchored.bad is not None else (0, "")
    counted = (verdict.chains, verdict.events, verdict.breaks, dict(verdict.ends))
    return WholeNote(
        began,
        *counted,
        anchored.batches,
        anchored.events,
        *bad,
        dict(numbers),
        there,
        anchored.unlike,
        anchored.root,
        anchored.key,
        anchored.oldest,
        anchored.late,
        tuple(anchored.late_ones),
        city,
    )


def keep_note(notes: KeptNotes, name: str, note: CaseNote | WholeNote) -> None:
    notes.keep(name, msgspec.json.encode(note))


def case_note(notes: KeptNotes, case_key: int) -> CaseNote | None:
    """Return what the last check of a case found; None where there is none."""
    raw = notes.kept(str(case_key))
    try:
        return msgspec.json.decode(raw, type=CaseNote) if raw is not None else None
    except msgspec.MsgspecError:
        return None


def whole_note_kept(notes: KeptNotes) -> WholeNote | None:
    """Return what the last check of the whole history found; None where there is none."""
    raw = notes.kept(WHOLE)
    try:
        return msgspec.json.decode(raw, type=WholeNote) if raw is not None else None
    except msgspec.MsgspecError:
        return None
