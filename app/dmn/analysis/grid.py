"""A table as boxes over its columns, and examples out of them that the table itself confirms."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from msgspec import Struct

from app.dmn.analysis.columns import Column, read_columns
from app.dmn.analysis.constants import counted_env, steps_are_left
from app.dmn.analysis.cover import Box, BudgetSpent, bits
from app.dmn.analysis.result import Example
from app.dmn.written import WrittenTable
from app.feel import FeelError
from app.feel.types import UNFIT
from app.feel.values import BOOLEAN, CONTEXT, LIST, NULL, NUMBER, RANGE, STRING, kind_of, write_scalar
from app.feel.write_value import write_value

_LOOKED_AT: Final = 50


class Grid(Struct):
    """sure, maybe: for each rule the rows that surely, and perhaps, hit it; None where there are none.

    free: the places of columns that can take each of their values whatever the other of these columns have.
    """

    written: WrittenTable
    columns: list[Column]
    sure: list[Box | None]
    maybe: list[Box | None]
    free: tuple[int, ...]

    @property
    def domain(self) -> Box:
        return tuple(column.domain for column in self.columns)

    @property
    def likely(self) -> Box:
        return tuple(column.likely for column in self.columns)

    @property
    def shown(self) -> Box:
        return tuple(column.shown for column in self.columns)

    def attainable(self, places: Iterable[int]) -> bool:
        """Whether these columns can take whatever values they are given, together."""
        return all(place in self.free for place in places)

    def example(self, box: Box) -> Example | None:
        """Return one row out of a box, None where the table would not take it."""
        if not all(box):
            # Allowed values that allow nothing leave a column without a value to show.
            return None
        values: list[Any] = [None] * len(self.written.inputs)
        for column, steps in zip(self.columns, box, strict=True):
            value = _plainest(column, steps)
            for place in column.inputs:
                values[place] = value
        table = self.written.table
        try:
            with counted_env() as env:
                if any(table.taken(env, drawn, value) is UNFIT for drawn, value in zip(table.inputs, values, strict=True)):
                    return None
        except FeelError:
            return None
        named = (f"{drawn.name}: {as_feel(value)}" for drawn, value in zip(table.inputs, values, strict=True))
        return Example(tuple(values), ", ".join(named))

    def hits(self, example: Example, among: Collection[int] = ()) -> list[int] | None:
        """Return the rules that a row hits, by number from 1, as the table itself finds them; None where it cannot say.

        among: the rules to ask, all where there are none. Raises BudgetSpent.
        """
        table = self.written.table
        try:
            with counted_env(free=table.steps(len(among)), most=1_000_000) as env:
                return [index for index, _ in table.hits(env, list(example.values), among)]
        except FeelError:
            if not steps_are_left():
                raise BudgetSpent from None
            return None


def read_grid(written: WrittenTable, limit: int) -> Grid:
    """Return a table as boxes. limit: as of read_columns. Raises TooLarge."""
    columns = read_columns(written, limit)
    sure: list[Box | None] = []
    maybe: list[Box | None] = []
    for rule in range(len(written.rules)):
        steps = [column.of_rule(rule) for column in columns]
        sure.append(_box(each.sure for each in steps))
        maybe.append(_box(each.maybe for each in steps))
    return Grid(written, columns, sure, maybe, _free(columns))


def _box(steps: Iterable[int]) -> Box | None:
    box = tuple(steps)
    return box if all(box) else None


def _free(columns: list[Column]) -> tuple[int, ...]:
    found: list[int] = []
    for place, column in enumerate(columns):
        if column.source.free and not any(columns[other].source.shares(column.source) for other in found):
            found.append(place)
    return tuple(found)


def _plainest(column: Column, steps: int) -> Any:
    """Return the value of the step that is shortest to write, null only where there is no other."""
    shown = steps & column.shown or steps
    places = [place for place, _ in zip(bits(shown), range(_LOOKED_AT), strict=False)]
    return min((column.scale.samples[place] for place in places), key=lambda value: len(as_feel(value)))


def as_feel(value: Any) -> str:
    """Return a value as a text of FEEL that has it."""
    if kind_of(value) in (NULL, NUMBER, BOOLEAN, STRING, LIST, CONTEXT, RANGE):
        return write_value(value, inner=True)
    return f'@"{write_scalar(value)}"'
