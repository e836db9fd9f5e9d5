"""Rules that never come to anything."""

from collections.abc import Iterator, Sequence

from app.dmn.analysis.constants import Unclear, counted_env
from app.dmn.analysis.cover import Box, Budget, meet, uncovered
from app.dmn.analysis.grid import Grid
from app.dmn.analysis.overlaps import result_of
from app.dmn.analysis.result import Unreachable
from app.dmn.place import Place
from app.feel.errors import FeelError


def unsatisfiable(grid: Grid) -> Iterator[Unreachable]:
    """Yield the rules whose cells no value passes."""
    for place, box in enumerate(grid.maybe):
        if box is None:
            yield Unreachable(place + 1, _empty_place(grid, place))


def _empty_place(grid: Grid, rule: int) -> Place:
    for column in grid.columns:
        for cell in column.cells[rule]:
            if not column.domain & column.passing(cell).maybe:
                return cell.written.place
    return grid.written.rules[rule].place


def covered(grid: Grid, budget: Budget) -> Iterator[Unreachable]:
    """Yield the rules all of whose rows hit a rule that comes first, under FIRST and PRIORITY. Raises BudgetSpent."""
    ranks = _ranks(grid)
    for rule, box in enumerate(grid.maybe):
        if box is None:
            continue
        before = [place for place in range(len(ranks)) if _comes_first(ranks, place, rule)]
        inside = [(place, found) for place in before if (sure := grid.sure[place]) is not None and (found := meet(sure, box)) is not None]
        budget.spend((len(before) >> 3) + len(inside))
        one = next((place for place, found in inside if found == box), None)
        if one is not None:
            yield Unreachable(rule + 1, grid.written.rules[rule].place, (one + 1,))
        elif inside and uncovered(box, [found for _, found in inside], budget) is None:
            yield Unreachable(rule + 1, grid.written.rules[rule].place, tuple(place + 1 for place in _needed(box, inside, budget)))


def _needed(box: Box, inside: Sequence[tuple[int, Box]], budget: Budget) -> list[int]:
    """Return rules that cover a box together, none of which can be left out; the last ones are left out first."""
    kept = list(inside)
    for each in reversed(inside):
        fewer = [other for other in kept if other is not each]
        if uncovered(box, [found for _, found in fewer], budget) is None:
            kept = fewer
    return [place for place, _ in kept]


Rank = tuple[int, ...] | None


def _ranks(grid: Grid) -> list[Rank]:
    """Return the rank of each rule, the lowest first; None where it hangs on something. All the same where the order decides."""
    if grid.written.policy != "PRIORITY":
        return [()] * len(grid.written.rules)
    return [_rank(grid, place) for place in range(len(grid.written.rules))]


def _rank(grid: Grid, rule: int) -> Rank:
    found: list[int] = []
    for place, output in enumerate(grid.written.table.outputs):
        if output.allowed is None:
            continue
        value = result_of(grid, grid.written.rules[rule], place)
        if isinstance(value, Unclear):
            return None
        try:
            with counted_env() as env:
                at = output.allowed.place_within(value, env)
        except FeelError:
            return None
        found.append(len(output.allowed.tests) if at is None else at)
    return tuple(found)


def _comes_first(ranks: Sequence[Rank], place: int, rule: int) -> bool:
    mine, other = ranks[rule], ranks[place]
    if mine is None or other is None or place == rule:
        return False
    return other < mine or (other == mine and place < rule)
