"""Rules that one row hits together."""

from collections.abc import Iterator
from itertools import combinations, islice
from typing import Any, Final

from app.dmn.analysis.constants import Unclear, constant
from app.dmn.analysis.cover import Box, Budget, meet
from app.dmn.analysis.grid import Grid
from app.dmn.analysis.result import Overlap
from app.dmn.written import WrittenRule
from app.feel.compare import same
from app.feel.grammar import read_expression
from app.feel.types import UNFIT, coerce

MOST: Final = 50
_LOOKED_AT: Final = 5000


def overlaps(grid: Grid, budget: Budget) -> Iterator[Overlap]:
    """Yield pairs of rules with a row that the table itself says hits both; those that certainly meet first.

    Raises BudgetSpent.
    """
    likely = grid.likely
    met = ((place, meet(box, likely)) for place, box in enumerate(grid.sure) if box is not None)
    boxes = [(place, box) for place, box in met if box is not None]
    budget.spend(len(boxes) * len(boxes) // 8)
    every = ((a, b, meet(left, right)) for (a, left), (b, right) in combinations(boxes, 2))
    pairs = list(islice(((a, b, both) for a, b, both in every if both is not None), _LOOKED_AT))
    pairs.sort(key=lambda pair: not _certain(grid, pair[2]))
    count = 0
    for first, second, box in pairs:
        example = grid.example(box)
        both = [first + 1, second + 1]
        if example is None or grid.hits(example, both) != both:
            continue
        yield Overlap(first + 1, second + 1, example, _certain(grid, box), _agree(grid, first, second))
        count += 1
        if count == MOST:
            return


def _certain(grid: Grid, box: Box) -> bool:
    """Whether the inputs can come to lie in a box: those that may not have to be anywhere for it."""
    return grid.attainable(place for place, column in enumerate(grid.columns) if column.likely & ~box[place])


def _agree(grid: Grid, first: int, second: int) -> bool | None:
    left, right = (grid.written.rules[place] for place in (first, second))
    answers = [_same(grid, left, right, place) for place in range(len(grid.written.table.outputs))]
    if False in answers:
        return False
    return None if None in answers else True


def _same(grid: Grid, left: WrittenRule, right: WrittenRule, place: int) -> bool | None:
    if left.results[place].text == right.results[place].text:
        return True
    values = [result_of(grid, rule, place) for rule in (left, right)]
    return None if any(isinstance(value, Unclear) for value in values) else same(values[0], values[1])


def result_of(grid: Grid, rule: WrittenRule, place: int) -> Any:
    """Return what a rule gives for one output, as the table would; Unclear where that hangs on anything."""
    written = rule.results[place]
    value = constant(read_expression(written.text, written.scope), written.text)
    if isinstance(value, Unclear):
        return value
    value = coerce(value, grid.written.table.outputs[place].kind)
    return None if value is UNFIT else value
