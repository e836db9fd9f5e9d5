"""Expressions by chance: templates by the type they give, into whose holes expressions of the right type go, now and then of a wrong one.

A hole is `$` and a letter: n number, s string, b boolean, d date, t time, m date and time, D days and time duration,
Y years and months duration, l list of numbers, k any list, c context, r range, f function, o order, a anything.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

_TEMPLATES = tomllib.loads(Path(__file__).with_name("templates.toml").read_text(encoding="utf-8"))
LEAVES: dict[str, list[str]] = {kind: pools.get("leaves", []) for kind, pools in _TEMPLATES.items()}
GROWN: dict[str, list[str]] = {kind: pools.get("grown", []) for kind, pools in _TEMPLATES.items()}
_HOLE = re.compile(r"\$(\$|\w)")
# Those of a whole expression, and of what goes astray into holes of others.
KINDS = list("DYabcdfklmnrst")


# One byte a choice. A blob is one draw, so thousands of expressions are cheap, and it shrinks towards zeros: the first leaf.
_TAPES = st.binary(min_size=64, max_size=160)


class _Writer:
    """Writes an expression by choices read off a tape; where the tape ends, the first of everything is chosen."""

    def __init__(self, tape: bytes) -> None:
        self.tape = iter(tape)

    def choose(self, pool: Sequence[str]) -> str:
        return pool[next(self.tape, 0) % len(pool)]

    def write(self, kind: str, depth: int) -> str:
        if kind == "$":
            return "$"
        if kind in KINDS and next(self.tape, 0) > 245:
            kind = self.choose(KINDS)
        pool = LEAVES[kind] or GROWN[kind]
        if depth > 0 and GROWN[kind] and next(self.tape, 0) > 50:
            pool = GROWN[kind]
        return _HOLE.sub(lambda hole: self.write(hole[1], depth - 1), self.choose(pool))


def _expression(tape: bytes, depth: int) -> str:
    writer = _Writer(tape)
    return writer.write(writer.choose(KINDS), depth)


def expressions(depth: int = 4) -> st.SearchStrategy[str]:
    """Return the texts of expressions at most so many templates deep."""
    return _TAPES.map(lambda tape: _expression(tape, depth))


def unary_tests() -> st.SearchStrategy[str]:
    """Return the texts of input entries."""
    return _TAPES.map(lambda tape: _Writer(tape).write("entry", 3))
