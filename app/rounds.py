"""What the door does of itself, beside and after what people want: messages go to their takers, timers start cases, decrees are followed.

Each is a command of its own at the same door; one that fails is left alone for a while and stops no other.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from msgspec.structs import replace

from app.commands import Done, PutOff, delivery_of
from app.domain.actor import CLOCK, SYSTEM, Actor
from app.domain.rejection import Rejection
from app.queries.due_start import DueStart, due_start
from app.queries.paper_sheet import kept_sheet
from app.queries.pending_decree import cases_behind
from app.queries.waiting_messages import Delivery, next_delivery
from app.service.keep_paper_sheet import KeepPaperSheet
from app.service.start_instance import StartInstance
from app.service.take_over_case import TakeOverCase
from app.service.work import Command
from app.store.database import Database, Reader
from app.store.drop_signal import drop_signal
from app.store.held import held_since
from app.store.unavailable import StoreUnavailable
from app.store.unit_of_work import next_number

LOG: Final = logging.getLogger("duban.door")
MOST_DELIVERIES: Final = 1_000
MOST_STARTS: Final = 10_000
PUT_OFF_SECONDS: Final = 60


class Rounds(ABC):
    """The part of the door that goes round by itself. The door says how commands are carried out and what the time is."""

    database: Database
    clock: Callable[[Reader], datetime]

    def __init__(self) -> None:
        self._put_off = PutOff(PUT_OFF_SECONDS)

    @abstractmethod
    def _execute(self, command: Command, actor: Actor) -> Done: ...

    @abstractmethod
    def fire_due(self, case_key: int, *, waits_for_disk: bool = True) -> int: ...

    def force(self) -> None:
        """Wait until everything that was committed before is on the disk: by a commit that waits, since all of them lie in one log."""
        self.database.carry_out(lambda store: next_number(store, "forced"))

    def deliver_messages(self, published: int | None = None, *, signals: int = MOST_DELIVERIES) -> int:
        """Bring messages and signals to those that wait for them, each by a command of its own; return how many were taken.

        published: a message to bring whatever its time to live: it was published by this very command. signals: how many of them at most:
        one may go to every case of the city, and whoever threw it does not wait until the last one has it. A delivery that fails is left
        alone for a while and then tried again; one that the store cannot take now, by the next call: nothing depends on this one.

        Source: docs/decisions, "messages are delivered by commands of their own".
        """
        delivered = 0
        for _ in range(MOST_DELIVERIES):
            try:
                found = self.database.ask(partial(self._next_delivery, published, signals > 0))
                if found is None:
                    break
                signals -= found.is_signal
                delivered += self._deliver(found)
            except StoreUnavailable:
                LOG.warning("messages wait: the store cannot be reached")
                break
        return delivered

    def _next_delivery(self, published: int | None, signals: bool, store: Reader) -> Delivery | None:
        return next_delivery(store, self.clock(store), published, self._put_off.still(), signals=signals)

    def _deliver(self, found: Delivery) -> bool:
        """Return whether it was taken. Raises StoreUnavailable, and nothing else: whoever stirred this has their answer already."""
        try:
            self._execute(delivery_of(found), SYSTEM)
            return True
        except StoreUnavailable:
            raise
        except Rejection as rejection:
            if found.is_signal and rejection.code in ("nothing_waits", "case_closed", "not_found"):
                self.database.carry_out(lambda store: drop_signal(store, found.key))  # it no longer waits, and a signal is kept for nobody
                return False
            if rejection.code == "conflict":
                return False  # another node was first, and what comes after it is next
            LOG.warning("a message was not delivered", extra={"who": "system", "case": str(found.case_key), "code": rejection.code})
        except Exception:  # a fault of ours in one case must stop no other
            LOG.exception("a message was not delivered", extra={"who": "system", "case": str(found.case_key)})
        self._put_off.leave(*found.put_off_as)
        return False

    def start_due(self, most: int = MOST_STARTS) -> int:
        """Start a case for each occurrence of a timer start event that is due, as of its instant, so many at most; return how many.

        Also where the occurrence lies long ago: each that was missed is made up. One that fails is left alone for a while.
        """
        started = 0
        for _ in range(most):
            found = self.database.ask(self._due_start)
            if found is None:
                break
            try:
                command = StartInstance(definition_key=found.definition_key, start_element=found.element_id, due_at=found.due_at)
                self._execute(command, CLOCK)
                started += 1
            except StoreUnavailable:
                raise
            except Exception as failure:  # a fault of ours in one process must stop no other
                if isinstance(failure, Rejection) and failure.code == "conflict":
                    continue  # another clock was first
                LOG.exception("a case was not started by its timer", extra={"who": "clock", "definition": str(found.definition_key)})
                self._put_off.leave("starts", found.definition_key)
        return started

    def follow_decrees(self, most: int = 50) -> int:
        """Let some of the cases that are behind follow the calendar's newest years; return how many did. One that fails is left alone."""
        followed = 0
        if self.database.ask(held_since) is not None:
            return followed
        for case_key in self.database.ask(lambda store: cases_behind(store, most, self._put_off.still().get("decrees", []))):
            try:
                followed += bool(self.fire_due(case_key, waits_for_disk=False))
            except StoreUnavailable:
                raise
            except Exception:  # a fault of ours in one case must stop no other
                LOG.exception("a case could not follow a decree", extra={"who": "system", "case": str(case_key)})
                self._put_off.leave("decrees", case_key)
        if followed:
            self.force()
        return followed

    def take_over(self, sheet: KeepPaperSheet, cases: Sequence[TakeOverCase], actor: Actor) -> list[str]:
        """Keep a sheet of paper cases and take them over, one command a case; return their receipt numbers.

        cases: their `sheet_key` is set here. What has come due since each came to its step is carried out at once, as of its instants.
        Where one is refused, those before it stay: the same sheet again goes on with the rest. Raises Rejection.
        """
        key = self.database.ask(lambda store: kept_sheet(store, sheet.digest))
        if key is None:
            key = int(self._execute(sheet, actor).answer["key"])
        numbers = []
        for case in cases:
            answer = self._execute(replace(case, sheet_key=key), actor).answer
            numbers.append(str(answer["receipt_number"]))
            self.fire_due(answer["key"])
        return numbers

    def _due_start(self, store: Reader) -> DueStart | None:
        return None if held_since(store) is not None else due_start(store, self.clock(store), self._put_off.still().get("starts", ()))
