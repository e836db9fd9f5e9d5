"""Verifying one case: its chain, the anchors outside, and that it comes out again as it was recorded."""

import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Final

from msgspec import Struct

from app.audit.anchored_case import AnchoredCase, anchored_case
from app.audit.break_words import said_of_break, said_of_difference
from app.audit.chain_break import Break
from app.audit.check_files import Condition
from app.audit.compared_state import compared_state
from app.audit.inclusion import Inclusion, inclusion_of
from app.audit.kept_verdicts import CaseNote, KeptNotes, NoNotes, case_note, keep_note
from app.audit.replay import Recomputation, Recomputing
from app.audit.surroundings import Cache, Surroundings
from app.audit.verify_chains import verify_chain
from app.domain.anchoring import AnchorStore
from app.domain.instant import instant_text
from app.domain.rejection import Message
from app.store.database import Reader

_MOST_KEPT: Final = 64


class FirstDifference(Struct, frozen=True):
    """seq: of the event. of: chain, anchor or recomputation. what, file, year, row: as Break or Recomputation have them."""

    seq: int
    of: str
    what: str
    file: str = ""
    year: int = 0
    row: str = ""

    @property
    def said(self) -> Message:
        """What is said of it to people."""
        if self.of == "recomputation":
            return said_of_difference(self.what, self.file)
        return said_of_break(self.what, self.file, self.year, self.row)


class CaseVerdict(Struct, frozen=True):
    """events: in the chain. chain: its first event that does not hold. computed: events that came out as recorded so far.

    recomputation: None while it is still going on. at: when that was.
    """

    events: int
    chain: Break | None
    anchors: AnchoredCase
    computed: int
    recomputation: Recomputation | None
    at: datetime | None = None

    @property
    def chain_says(self) -> str:
        return "verified" if self.chain is None else "differs"

    @property
    def anchor_says(self) -> str:
        if self.anchors.broken is not None or self.anchors.bad is not None:
            return "differs"
        return "pending" if self.anchors.waiting else "verified"

    @property
    def recomputation_says(self) -> str:
        return self.recomputation.verdict if self.recomputation is not None else "pending"

    @property
    def differs(self) -> bool:
        return "differs" in (self.chain_says, self.anchor_says, self.recomputation_says)

    def first_difference(self) -> FirstDifference | None:
        """Return the event at which something differs first; None where nothing does.

        Anchors that are themselves not what was written say nothing of an event: they count as at the first.
        """
        found, again = list[FirstDifference](), self.recomputation
        if self.chain is not None:
            found.append(FirstDifference(self.chain.seq, "chain", self.chain.reason, self.chain.file, self.chain.year, self.chain.row))
        if self.anchors.broken is not None:
            found.append(FirstDifference(self.anchors.broken.seq, "anchor", self.anchors.broken.reason))
        elif self.anchors.bad is not None:
            found.append(FirstDifference(1, "anchor", f"batch {self.anchors.bad.batch}: {self.anchors.bad.reason}"))
        if again is not None and again.seq is not None:
            found.append(FirstDifference(again.seq, "recomputation", again.what or "", again.file))
        # What an event says comes before what is kept after the last one: whoever cut events off is told by the first that is gone.
        return min(found, key=lambda one: (one.of == "chain" and one.what == "snapshot", one.seq), default=None)


class CaseVerifier:
    """Shared by all threads of one process: what was computed again is kept as long as all that it was computed from and compared with is
    the same, and by what the chain came to beside it.

    Chain, words, files and anchors are looked at anew each time, so that what is kept stands for the very same record.
    """

    def __init__(
        self, anchors: AnchorStore, real_now: Callable[[], datetime], condition: Condition | None = None, notes: KeptNotes | None = None
    ) -> None:
        """real_now: the node's own clock, by which batches are dated, whatever instant a test clock shows. notes: where verdicts are kept
        for other processes; None: nowhere."""
        self._anchors, self._real_now, self._condition = anchors, real_now, condition
        self._notes = notes or NoNotes()
        self._works, self._verdicts = Cache(_MOST_KEPT), Cache(_MOST_KEPT)

    def verify(
        self,
        store: Reader,
        surroundings: Surroundings,
        case_key: int,
        *,
        seconds: float | None = None,
        at: datetime | None = None,
        anew: bool = False,
    ) -> CaseVerdict:
        """Verify a case. seconds: after which the recomputation rests, to go on when it is asked again; None: it is done in one
        go. at: when it is asked, for who reads it later. anew: what was computed to its end before is not taken, but computed again; what
        rests goes on. The store's state is that of its first statement here: whatever is recorded and anchored after it is left for the
        next time.

        Raises StoreAway where anchors or files cannot be read.
        """
        began = instant_text(self._real_now())
        chain = verify_chain(store, str(case_key), self._condition)
        anchored = anchored_case(store, self._anchors, str(case_key), began)
        state = compared_state(store, case_key)
        name = (case_key, state.digest, chain.first_bad)
        work: _Work = self._works.get(name, lambda: _Work(Recomputing(surroundings, case_key)))
        if work.ended and (anew or self._told_otherwise(case_key, state.digest)):
            work = _Work(Recomputing(surroundings, case_key))
            self._works.put(name, work)
        until = None if seconds is None else time.monotonic() + seconds
        outcome = work.go_on(store, lambda: until is not None and time.monotonic() >= until)
        verdict = CaseVerdict(chain.events, chain.first_bad, anchored, work.done, outcome, at)
        first = verdict.first_difference()
        self._verdicts.put((case_key, state.digest), _Found(began, state.head, first, verdict))
        if state.head and not state.erased and (first is not None or outcome is not None):
            self._keep(case_key, state.head, began, first)
        return verdict

    def _told_otherwise(self, case_key: int, digest: str) -> bool:
        """Say whether another process has found something else meanwhile: what is kept here is then no more what anybody would find."""
        found: _Found | None = self._verdicts.known((case_key, digest))
        note = self.noted(case_key)
        if found is None or note is None or note.head != found.head or note.began <= found.began:
            return False
        return (note.seq, note.of, note.what, note.file, note.year, note.row) != _said(found.first)

    def _keep(self, case_key: int, head: str, began: str, first: FirstDifference | None) -> None:
        keep_note(self._notes, str(case_key), CaseNote(head, began, *_said(first)))

    def noted(self, case_key: int) -> CaseNote | None:
        """Return what the last check of a case found that came to its end, by whichever process."""
        return case_note(self._notes, case_key)

    def inclusion(self, store: Reader, case_key: int, seq: int) -> tuple[Inclusion, str, str] | None:
        """Return what proves that an event is anchored, the line that does, and the public key to check it by; None while it waits, and of
        a case without events.

        seq: of one that the case does not have the nearest is taken. Raises StoreAway where the anchors cannot be read.
        """
        last = int(store.value("SELECT COALESCE(MAX(seq), 0) FROM audit_event WHERE case_key = :key", key=str(case_key)))
        if not last:
            return None
        found, key = inclusion_of(store, self._anchors, str(case_key), min(max(seq, 1), last)), self._anchors.public_key()
        return None if found is None or key is None else (*found, key)

    def public_key(self) -> str | None:
        """Return the key by which the anchors are checked; None before the first was made."""
        return self._anchors.public_key()

    def kept(self, store: Reader, case_key: int) -> CaseVerdict | None:
        """Return what was last found of a case; None where nobody has asked since anything of it changed, or where another process has
        found something else since."""
        if not self._verdicts.has(lambda name: name[0] == case_key):
            return None
        digest = compared_state(store, case_key).digest
        found: _Found | None = self._verdicts.known((case_key, digest))
        return None if found is None or self._told_otherwise(case_key, digest) else found.verdict


class _Found(Struct, frozen=True):
    """began: by the node's own clock, as text. head: digest of the last event then."""

    began: str
    head: str
    first: FirstDifference | None
    verdict: CaseVerdict


def _said(first: FirstDifference | None) -> tuple[int, str, str, str, int, str]:
    return (first.seq, first.of, first.what, first.file, first.year, first.row) if first is not None else (0, "", "", "", 0, "")


class _Work:
    """One case being computed again, by one thread at a time; who comes meanwhile is told how far it is."""

    def __init__(self, recomputing: Recomputing) -> None:
        self._recomputing: Recomputing | None = recomputing
        self._lock, self._outcome, self._done = Lock(), None, 0

    _outcome: Recomputation | None

    @property
    def ended(self) -> bool:
        return self._outcome is not None

    @property
    def done(self) -> int:
        return self._outcome.events if self._outcome is not None else self._done

    def go_on(self, store: Reader, enough: Callable[[], bool]) -> Recomputation | None:
        if not self._lock.acquire(blocking=False):
            return self._outcome
        try:
            if self._recomputing is not None:
                self._outcome = self._recomputing.go_on(store, enough)
                self._done = self._recomputing.done
                if self._outcome is not None:
                    self._recomputing = None  # with the rows that it wrote, which nobody asks for any more
            return self._outcome
        finally:
            self._lock.release()
