"""One run of the comparison: every side's answers judged, then its times taken in rounds, one side after the other."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.feel.expressions import ASKED, Asked
from tests.bench.feel.judging import RIGHT, WRONG, Verdict, judge
from tests.bench.feel.peers import Side


@dataclass
class Cell:
    """One expression on one side. samples: microseconds of each round by phase."""

    verdict: Verdict
    samples: dict[str, list[float]] = field(default_factory=dict)

    def median(self, phase: str) -> float | None:
        found = self.samples.get(phase)
        return statistics.median(found) if found else None


@dataclass
class Row:
    """One expression on all sides, ours first."""

    asked: Asked
    cells: dict[str, Cell]

    def ratio(self, side: str, phase: str) -> float | None:
        """Return how many times as long as ours a side takes."""
        theirs, own = self.cells[side].median(phase), self.cells["ours"].median(phase)
        return theirs / own if theirs is not None and own else None


def compare(sides: Sequence[Side], rounds: int, asked: Sequence[Asked] = ASKED) -> list[Row]:
    """Return the rows. A round before the first warms every side up and is not counted."""
    rows = [Row(each, {side.name: Cell(judge(side.answer(each.question), each.expected)) for side in sides}) for each in asked]
    for number in range(rounds + 1):
        for row in rows:
            for side in sides:
                cell = row.cells[side.name]
                if cell.verdict.said not in (RIGHT, WRONG):
                    continue
                for phase, taken in side.measured(row.asked.question).items():
                    if number:
                        cell.samples.setdefault(phase, []).append(taken)
    return rows
