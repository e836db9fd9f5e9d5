"""Verifying the whole history for who looks at a page: the chain of the city, the access log, every case, and the anchors outside.

It takes seconds for a hundred thousand events, so it goes on by itself while whoever asked is told how it stands.
"""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from threading import Lock, Thread
from typing import Any, Final, Protocol, TypeVar

from msgspec import Struct, field

from app.audit.access_log import CHAIN
from app.audit.check_files import Condition
from app.audit.kept_verdicts import WHOLE, KeptNotes, NoNotes, keep_note, whole_note, whole_note_kept
from app.audit.late_anchor import is_pinned
from app.audit.verify_anchors import Anchored
from app.audit.verify_chains import Verdict
from app.audit.verify_history import verify_history
from app.domain.anchoring import AnchorStore
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection
from app.store.database import Reader

LOG: Final = logging.getLogger("duban.verify")
_STARTS: Final = "SELECT body FROM audit_event WHERE case_key = :key AND body LIKE '%\"receiptNumber\"%' ORDER BY seq LIMIT 1"
_NUMBER: Final = (
    "SELECT receipt_number FROM process_instance WHERE key = :key UNION ALL SELECT receipt_number FROM erased_case WHERE case_key = :key"
)
Answer = TypeVar("Answer")


class Ask(Protocol):
    """Answers a question from one committed state: see app.execute.Door.ask."""

    def __call__(self, question: Callable[..., Answer], *args: Any, **named: Any) -> Answer: ...


class WholeVerdict(Struct, frozen=True):
    """began: the real instant. city: that of the city's own clock, where somebody set it; then nothing recorded can be compared with real
    instants. numbers: receipt numbers of the cases whose chain does not hold, or that were anchored late, by its key, as far as anything
    still says them. there: keys of those that can be looked at still. away: why it could not be checked; then the rest says nothing."""

    began: datetime
    chains: Verdict = Verdict(0, 0)
    anchors: Anchored = field(default_factory=Anchored)
    numbers: Mapping[str, str] = {}
    there: frozenset[str] = frozenset()
    away: Rejection | None = None
    city: datetime | None = None

    @property
    def holds(self) -> bool:
        return self.away is None and not self.chains.breaks and self.anchors.bad is None


class WholeCheck:
    """Shared by all threads of one process: one check at a time, whose verdict is kept until the next."""

    def __init__(
        self,
        anchors: AnchorStore,
        real_now: Callable[[], datetime],
        condition: Condition | None = None,
        notes: KeptNotes | None = None,
        test_clock: Callable[[Reader], datetime] | None = None,
    ) -> None:
        """real_now: the node's own clock, by which batches are dated, whatever instant a test clock shows. notes: where the verdict is kept
        for other processes; None: nowhere. test_clock: the city's, where somebody may set it, by which events are dated."""
        self._test_clock = test_clock
        self._anchors, self._real_now, self._condition = anchors, real_now, condition
        self._notes = notes or NoNotes()
        self._lock, self._going = Lock(), None
        self._own: WholeVerdict | None = None

    _going: Thread | None

    @property
    def verdict(self) -> WholeVerdict | None:
        """The newest, of whichever process; None where nobody has checked."""
        own, noted = self._own, whole_note_kept(self._notes)
        if noted is None or (own is not None and own.began >= noted.began):
            return own
        return WholeVerdict(noted.began, noted.verdict, noted.anchors, noted.numbers, noted.there, city=noted.city)

    def look(self, ask: Ask, since: str, seconds: float) -> WholeVerdict | None:
        """Return a verdict that was begun at or after an instant; None where it is not there within so many seconds: it goes on.

        since: ISO text, as `now` gives it.
        """
        if (kept := self._newer(since)) is not None:
            return kept
        with self._lock:
            going = self._going
            if going is None or not going.is_alive():
                going = self._going = Thread(target=self._check, args=(ask, self._real_now()), name="verify", daemon=True)
                going.start()
        going.join(seconds)
        return self._newer(since)

    def now(self) -> str:
        return self._real_now().isoformat()

    def _newer(self, since: str) -> WholeVerdict | None:
        found = self.verdict
        return found if found is not None and found.began.isoformat() >= since else None

    def _check(self, ask: Ask, began: datetime) -> None:
        try:
            found = self._own = ask(self._verdict, began)
            keep_note(self._notes, WHOLE, whole_note((began, found.city), found.chains, found.anchors, found.numbers, found.there))
        except Rejection as rejection:
            self._own = WholeVerdict(began, away=rejection)
        except Exception:  # the thread's end: nobody else would hear of it, and whoever asked would wait for a verdict that never comes
            LOG.exception("the check of the whole history broke off")
            broken = Rejection("store_unavailable", "Expected a history that can be read, but the check broke off; type: duban verify")
            self._own = WholeVerdict(began, away=broken)

    def _verdict(self, store: Reader, began: datetime) -> WholeVerdict:
        chains, anchors = verify_history(store, self._anchors, began, self._real_now, self._condition)
        named = dict.fromkeys([*(bad.case_key for bad in chains.breaks), *(key for key, _ in anchors.late_ones)])
        keys = [key for key in named if key not in (str(CITY_CHAIN), CHAIN)]
        there = {key: found for key in keys if (found := _number_there(store, key))}
        city = self._test_clock(store) if self._test_clock is not None else began
        set_to = city if is_pinned(city, began) else None
        return WholeVerdict(began, chains, anchors, receipt_numbers(store, keys), frozenset(there), city=set_to)


def receipt_numbers(store: Reader, keys: Iterable[str]) -> dict[str, str]:
    """Return the receipt numbers of cases by the keys of their chains, as far as anything still says them."""
    named = ((key, _number_there(store, key) or _number_said(store, key)) for key in keys if key.isdecimal())
    return {key: number for key, number in named if number}


def _number_there(store: Reader, key: str) -> str | None:
    """Return the receipt number of a case, or of what is left of one that was erased."""
    found: str | None = store.value(_NUMBER, key=int(key))
    return found


def _number_said(store: Reader, key: str) -> str | None:
    """Return the receipt number that the events of a case say, of which nothing else is there."""
    body = store.value(_STARTS, key=key)
    try:
        facts = json.loads(body)["facts"] if body else []
        return next((str(fact["receiptNumber"]) for fact in facts if fact.get("receiptNumber")), None)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
