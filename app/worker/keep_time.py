"""The loop of a worker: look for due cases, fire their timers, sleep."""

import logging
import os
import socket
import threading
import time
from typing import Final

from app.domain.rejection import Rejection
from app.execute import Door
from app.store.keep_answer import forget_old_answers
from app.worker.take_due_cases import give_up, is_anything_due, note_poll, put_off, take_due_cases

POLL_SECONDS: Final = 0.2
"""How late a timer may be for want of looking. It polls by real time, so a test clock that is set takes effect within one poll."""

NOTE_SECONDS: Final = 20.0
LOG: Final = logging.getLogger("duban.worker")


def keep_time(door: Door, stop: threading.Event) -> None:
    """Fire due timers until `stop` is set. A store that cannot be reached is waited for."""
    worker, noted, pause = f"{socket.gethostname()}-{os.getpid()}", 0.0, POLL_SECONDS
    while not stop.is_set():
        try:
            if time.monotonic() - noted > NOTE_SECONDS:
                door.keep(note_poll, worker)
                door.keep(forget_old_answers)
                noted = time.monotonic()
            if door.ask(is_anything_due, test_clock=door.test_clock):
                _fire_all(door, worker, stop)
            door.start_due()
            door.deliver_messages()
            pause = POLL_SECONDS
        except Rejection as rejection:
            LOG.warning("the store cannot be reached", extra={"code": rejection.code})
            pause = min(pause * 2, 5.0)
        stop.wait(pause)


def _fire_all(door: Door, worker: str, stop: threading.Event) -> None:
    for case_key in door.keep(take_due_cases, worker, test_clock=door.test_clock):
        if stop.is_set():
            door.keep(give_up, case_key)
            continue
        began = time.perf_counter()
        try:
            fired = door.fire_due(case_key)
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
        door.keep(give_up, case_key)
