"""Room on the stack for functions that call themselves, beyond the interpreter's usual limit.

Measured on CPython 3.11: calls within the limit below take less than 512 KiB of a thread's stack in whatever part of an expression
they stand, and a thread has 2 MiB at least.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Any, Final

# Twice what an evaluation may take and more: noting the places of reasons takes a second frame for each.
_DEEP: Final = 8_000


class _Deep:
    """How many evaluations are deep at present; the limit is the interpreter's, so it belongs to all threads."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.running = 0
        self.usual = 0

    def begin(self) -> None:
        with self.lock:
            if self.running == 0:
                self.usual = sys.getrecursionlimit()
                sys.setrecursionlimit(max(self.usual, _DEEP))
            self.running += 1

    def end(self) -> None:
        with self.lock:
            self.running -= 1
            if self.running == 0:
                # Refused where this thread's caller stands too deep itself; the next deep evaluation then puts it back.
                with suppress(RecursionError):
                    sys.setrecursionlimit(self.usual)


_DEEP_RUNS: Final = _Deep()


def with_room(code: Callable[[Any], Any], env: Any) -> Any:
    """Run code that may go deep, and put the limit back after it."""
    _DEEP_RUNS.begin()
    try:
        return code(env)
    finally:
        _DEEP_RUNS.end()
