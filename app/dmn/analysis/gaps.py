"""Rows that no rule is drawn for."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.dmn.analysis.cover import Box, Budget, uncovered
from app.dmn.analysis.grid import Grid
from app.dmn.analysis.result import Gap

MOST: Final = 5


def gaps(grid: Grid, budget: Budget) -> Iterator[Gap]:
    """Yield rows that the table itself says hit no rule, each far from the others.

    First those for which the free columns alone decide; where there are none, rows for which computed inputs matter; where there are
    none either, rows with a null. Raises BudgetSpent.
    """
    maybe = [box for box in grid.maybe if box is not None]
    certain = list(_certain_gaps(grid, maybe, budget))
    yield from certain or _uncertain_gaps(grid, maybe, budget)


def _uncertain_gaps(grid: Grid, maybe: Sequence[Box], budget: Budget) -> Iterator[Gap]:
    everywhere = len(grid.free) == len(grid.columns)
    box = None if everywhere else uncovered(grid.shown, maybe, budget)
    gap = _gap(grid, box, certain=False)
    if gap is None:
        gap = _gap(grid, uncovered(grid.likely, maybe, budget), certain=everywhere, at_null=True)
    if gap is not None:
        yield gap


def _certain_gaps(grid: Grid, maybe: Sequence[Box], budget: Budget) -> Iterator[Gap]:
    shown = grid.shown
    domain = tuple(shown[place] for place in grid.free)
    if not all(shown) or (not domain and maybe):
        return
    held = [tuple(box[place] for place in grid.free) for box in maybe]
    for _ in range(MOST):
        part = uncovered(domain, held, budget)
        if part is None:
            return
        part = _widened(part, domain, held)
        held.append(part)
        chosen = dict(zip(grid.free, part, strict=True))
        gap = _gap(grid, tuple(chosen.get(place, steps) for place, steps in enumerate(shown)), certain=True)
        if gap is not None:
            yield gap


def _widened(part: Box, domain: Box, held: Sequence[Box]) -> Box:
    """Return the part made as large as it goes in each column, in turn, without meeting what is held."""
    wide = list(part)
    for place, steps in enumerate(domain):
        taken = 0
        for box in held:
            if all(a & b for at, (a, b) in enumerate(zip(wide, box, strict=True)) if at != place):
                taken |= box[place]
        wide[place] = steps & ~taken
    return tuple(wide)


def _gap(grid: Grid, box: Box | None, *, certain: bool, at_null: bool = False) -> Gap | None:
    example = grid.example(box) if box is not None else None
    if example is None or grid.hits(example) != []:
        return None
    return Gap(example, certain, at_null)


def is_complete(grid: Grid, budget: Budget) -> bool:
    """Whether every row without a null surely hits a rule. Raises BudgetSpent."""
    return uncovered(grid.shown, [box for box in grid.sure if box is not None], budget) is None
