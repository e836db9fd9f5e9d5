"""What is written as other tools have it, can be read, and means something else in FEEL."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from app.dmn.judging.problem import DATE, LEADING, NULL, THOUSANDS, TypeProblem
from app.feel import syntax
from app.feel.errors import WRITE
from app.feel.grammar import rewritten
from app.feel.mending import words
from app.feel.mending.signs import masked, unmasked

_DATE: Final = re.compile(rf"(?<![\w.@:\-])({words.DATE})(?![\w.\-])")
# A number of FEEL may begin with zeros, but nobody writes one so: 1,000 is a thousand, 100,200 may be two values.
_THOUSANDS: Final = re.compile(r"(?<![\w,.])\d{1,3}(?:,\d{3})*,0\d\d(?:,\d{3})*(?![\d.])")


def taught(
    problems: list[TypeProblem], node: syntax.Node, text: str, names: Iterable[str] = (), *, tests: bool = False
) -> list[TypeProblem]:
    """Return what is wrong with a text; where somebody wrote it as other tools have it, only the first, with what to write in FEEL."""
    found = [*_slips(node, text), *problems]
    if isinstance(node, syntax.UnaryComparison) and node.operator == "=":
        # Other engines mark expressions so; here it would make a range of the value.
        found.insert(0, TypeProblem(node.at, LEADING, {"found": "="}, node, NULL))
    write = rewritten(text, names, tests=tests) if found else ""
    return [replace(found[0], template=found[0].template + WRITE, facts={**found[0].facts, "write": write})] if write else problems


def _slips(node: syntax.Node, text: str) -> Iterator[TypeProblem]:
    inner, strings = masked(text)
    for template, pattern in ((DATE, _DATE), (THOUSANDS, _THOUSANDS)):
        for found in pattern.finditer(inner):
            before = unmasked(inner[: found.start()], strings)
            yield TypeProblem(len(before), template, {"found": found[0]}, node, NULL)
