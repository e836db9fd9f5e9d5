"""A file of decisions, read and judged."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from msgspec import Struct

from app.dmn import DecisionModel
from app.dmn.analysis import Analysis, analyse
from app.dmn.written import WrittenTable

# What the tables of one file may take together: a file of a hundred tables shall not keep a designer waiting.
_STEPS: Final = 600_000
_STEPS_OF_ONE: Final = 200_000


class JudgedTable(Struct, frozen=True):
    """title: what the decision or knowledge model is called that the table belongs to."""

    title: str
    written: WrittenTable
    analysis: Analysis


@dataclass(frozen=True)
class DecisionFile:
    file_name: str
    model: DecisionModel

    @cached_property
    def tables(self) -> tuple[JudgedTable, ...]:
        """The decision tables of the file, each judged once for all rules."""
        found = self.model.written.tables
        steps = min(_STEPS_OF_ONE, _STEPS // max(1, len(found)))
        return tuple(JudgedTable(self.model.elements[written.owner].title, written, analyse(written, steps=steps)) for written in found)
