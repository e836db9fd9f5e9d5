"""The loop of a worker: look for due cases, fire their timers, sleep."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from app.domain.rejection import Rejection
from app.execute import Door
from app.store.keep_answer import forget_old_answers
from app.worker.return_tasks import return_tasks
from app.worker.sweep_documents import SWEEP_SECONDS, UnsentFiles, sweep_documents
from app.worker.take_due_cases import give_up, note_poll, put_off, seconds_to_next, take_due_cases

POLL_SECONDS: Final = 0.2
"""The longest time without looking: how late a timer may be that was armed meanwhile. It polls by real time, so a test clock that is set
takes effect within one poll."""

STARTS_A_ROUND: Final = 50
"""After a long outage thousands may have to be made up: the timers of running cases do not wait until the last of them."""

NOTE_SECONDS: Final = 20.0
LOG: Final = logging.getLogger("duban.worker")


def keep_time(door: Door, stop: threading.Event, files: UnsentFiles | None = None, also: Sequence[Callable[[], None]] = ()) -> None:
    """Fire due timers until `stop` is set. A store that cannot be reached is waited for.

    files: where documents lie, to take away what was never sent; None leaves it. also: what else is done at each look, in this order; each
    says itself how seldom.
    """
    worker, noted, pause = f"{socket.gethostname()}-{os.getpid()}", 0.0, POLL_SECONDS
    swept = time.monotonic()
    while not stop.is_set():
        try:
            if time.monotonic() - noted > NOTE_SECONDS:
                door.keep(note_poll, worker)
                door.keep(forget_old_answers)
                noted = time.monotonic()
            if files is not None and time.monotonic() - swept > SWEEP_SECONDS:
                sweep_documents(door, files)
                door.database.shed_log()
                swept = time.monotonic()
            left = door.ask(seconds_to_next, test_clock=door.test_clock)
            fired = _fire_all(door, worker, stop) if left is not None and left <= 0 else 0
            fired += door.start_due(STARTS_A_ROUND) + door.follow_decrees()
            return_tasks(door)
            door.deliver_messages()
            for turn in also:
                turn()
            # Something fired may not have been all, and the next may fall due at any moment.
            pause = 0.0 if fired else POLL_SECONDS if left is None or left <= 0 else min(left, POLL_SECONDS)
        except Rejection as rejection:
            LOG.warning("the store cannot be reached", extra={"code": rejection.code})
            pause = min(max(pause, POLL_SECONDS) * 2, 5.0)
        stop.wait(pause)


def _fire_all(door: Door, worker: str, stop: threading.Event) -> int:
    """Fire the due timers of the cases taken on; return how many fired."""
    total = 0
    for case_key in door.keep(take_due_cases, worker, test_clock=door.test_clock):
        if stop.is_set():
            door.keep(give_up, case_key)
            continue
        began = time.perf_counter()
        try:
            fired = door.fire_due(case_key, waits_for_disk=False)
        except Rejection as rejection:
            if rejection.code == "store_unavailable":
                raise
            LOG.error("a due timer was refused", extra={"who": "clock", "case": str(case_key), "code": rejection.code})
            door.keep(put_off, case_key)
            continue
        except Exception:  # a fault of ours in one case must stop no other: a worker that dies of it would die of it again and again
            LOG.exception("a due timer failed", extra={"who": "clock", "case": str(case_key)})
            door.keep(put_off, case_key)
            continue
        ms = round((time.perf_counter() - began) * 1000, 2)
        LOG.info("due timers", extra={"who": "clock", "case": str(case_key), "fired": fired, "ms": ms})
        if not fired:  # what is written gives the case up by itself
            door.keep(give_up, case_key)
        total += fired
    if total:
        door.force()
    return total
