"""Judging one decision table."""

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from app.dmn.analysis.columns import TooLarge
from app.dmn.analysis.constants import steps_for_all
from app.dmn.analysis.cover import Budget, BudgetSpent
from app.dmn.analysis.gaps import gaps, is_complete
from app.dmn.analysis.grid import Grid, read_grid
from app.dmn.analysis.misfits import input_misfits, output_misfits
from app.dmn.analysis.overlaps import overlaps
from app.dmn.analysis.reach import covered, unsatisfiable
from app.dmn.analysis.result import Analysis, Doubt
from app.dmn.written import WrittenTable

# About a third of a second of work for each question on the machine of an office.
STEPS: Final = 200_000
# A table of 1,000 rules over six inputs, two values a cell, weighs some 24 million.
_WEIGHT: Final = 250
_ORDERED: Final = ("FIRST", "PRIORITY")
T = TypeVar("T")


def analyse(written: WrittenTable, *, steps: int = STEPS) -> Analysis:
    """Return what can be said of a table. Nothing is claimed that is not so of every value; what cannot be told is a doubt.

    steps: what each question may take; a question that needs more becomes a doubt. Evaluating cells may take half of it, all told.
    """
    with steps_for_all(steps // 2):
        return _analysis(written, steps)


def _analysis(written: WrittenTable, steps: int) -> Analysis:
    try:
        grid = read_grid(written, steps * _WEIGHT)
    except TooLarge:
        return Analysis(None, doubts=(Doubt(written.place, "it is too large to be judged"),))
    doubts = [doubt for column in grid.columns for doubt in column.doubts]
    misfits = tuple(input_misfits(grid))
    mended = {misfit.place for misfit in misfits}
    never = [found for found in unsatisfiable(grid) if found.place not in mended]
    asked = _Asked(grid, doubts, steps)
    found_gaps = asked.each(gaps, "rows without a rule")
    complete = False if any(gap.certain and not gap.at_null for gap in found_gaps) else asked.whether(is_complete)
    later = asked.each(covered, "rules that others cover") if written.policy in _ORDERED else ()
    return Analysis(
        complete,
        asked.each(overlaps, "rules that hit together"),
        found_gaps,
        (*never, *later),
        misfits,
        tuple(output_misfits(grid)),
        tuple(doubts),
    )


class _Asked:
    """The questions about one table, each with its own budget; what it does not suffice for becomes a doubt."""

    def __init__(self, grid: Grid, doubts: list[Doubt], steps: int) -> None:
        self.grid, self.doubts, self.steps = grid, doubts, steps

    def each(self, question: Callable[[Grid, Budget], Iterator[T]], what: str) -> tuple[T, ...]:
        found: list[T] = []
        try:
            found.extend(question(self.grid, Budget(self.steps)))
        except BudgetSpent:
            self.doubts.append(Doubt(self.grid.written.place, f"it is too large to look for all {what}"))
        return tuple(found)

    def whether(self, question: Callable[[Grid, Budget], bool]) -> bool | None:
        """Return True, or None where it is not so or cannot be told: what stays open may hang on cells that cannot be judged."""
        try:
            return question(self.grid, Budget(self.steps)) or None
        except BudgetSpent:
            return None
