"""What every side of the comparison does in its process: read a question a line, answer a line. Knows the standard library alone.

Values travel in a form of no side's own: null, true, false, text and lists as JSON has them, everything else as an object of one
entry that says its kind: {"number": "1.50"}, {"date": "2026-03-02"}, {"date and time": ...}, {"time": ...}, {"duration": "P1D"},
{"context": {...}}, {"range": [low, high, low included, high included]}, {"other": "what it is"}.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any

# A repeat takes at least this many seconds of CPU, far above a tick of the clock that counts them.
LONG_ENOUGH = 0.004
MOST_LOOPS = 2_000_000


class Refused(Exception):
    """The side cannot read the text, or lacks a function that it calls."""


@dataclass(frozen=True)
class Question:
    """text: an expression, or unary tests for `tested`. names: those of several words that the text may use."""

    text: str
    unary: bool = False
    tested: Any = None
    variables: dict[str, Any] = field(default_factory=dict)
    names: tuple[str, ...] = ()


class Engine:
    """One side. Subclasses are the adapters."""

    def version(self) -> str:
        """Return what is measured, with its version."""
        raise NotImplementedError

    def prepare(self, question: Question) -> Callable[[], Any]:
        """Return what gives the value each time it is called, as far ahead as the side allows. Raises Refused."""
        raise NotImplementedError

    def plain(self, value: Any) -> Any:
        """Return a value of the side in the form that travels."""
        raise NotImplementedError

    def phases(self, question: Question) -> dict[str, Callable[[int], None]]:
        """Return the pieces of work that are timed, each doing it so many times."""
        raise NotImplementedError


def times(work: Callable[[], Any]) -> Callable[[int], None]:
    """Return what does a piece of work so many times, with as little around it as Python allows."""

    def run(count: int) -> None:
        for _ in repeat(None, count):
            work()

    return run


def microseconds(run: Callable[[int], None], loops: int) -> tuple[float, int]:
    """Return the CPU microseconds of one turn, and how many turns were needed to tell; all threads of the process count."""
    while True:
        began = time.process_time()
        run(loops)
        taken = time.process_time() - began
        if taken >= LONG_ENOUGH or loops >= MOST_LOOPS:
            return taken / loops * 1e6, loops
        loops = min(MOST_LOOPS, max(loops * 2, int(loops * 1.2 * LONG_ENOUGH / max(taken, 1e-5))))


class Service:
    """Answers questions about one engine; remembers how many turns a phase needs."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.loops: dict[tuple[str, str], int] = {}

    def answer(self, question: Question) -> dict[str, Any]:
        """Return the value, or how the side failed: `cannot` with the reason where it refused, `error` where it broke."""
        try:
            value = self.engine.prepare(question)()
            return {"outcome": "value", "value": self.engine.plain(value)}
        except Refused as reason:
            return {"outcome": "cannot", "why": str(reason)[:200]}
        except Exception as error:
            return {"outcome": "error", "why": f"{type(error).__name__}: {str(error)[:200]}"}

    def measured(self, question: Question) -> dict[str, float]:
        """Return the CPU microseconds of each phase: one repeat, the engine warm from the second on."""
        found: dict[str, float] = {}
        for phase, run in self.engine.phases(question).items():
            key = (question.text, phase)
            found[phase], self.loops[key] = microseconds(run, self.loops.get(key, 1))
        return found

    def reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["do"] == "version":
            return {"version": self.engine.version()}
        question = Question(asked["text"], asked["unary"], asked["tested"], asked["variables"], tuple(asked["names"]))
        return self.answer(question) if asked["do"] == "answer" else self.measured(question)


def serve(make: Callable[[], Engine]) -> None:
    """Answer until the questions end."""
    service = Service(make())
    write = partial(print, file=sys.stdout, flush=True)
    for line in sys.stdin:
        write(json.dumps(service.reply(json.loads(line))))
