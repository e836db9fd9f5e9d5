"""The inputs of a table, each with its scale. Inputs with the same expression are one column: they always have the same value."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from app.dmn.analysis.cells import Cell, read_cell, values_in
from app.dmn.analysis.inputs import Source, read_source
from app.dmn.analysis.result import Doubt
from app.dmn.analysis.scale import ANYTHING, ORDERED, Scale, Steps, make_scale
from app.dmn.item_types import ItemAllowed
from app.dmn.place import Place
from app.dmn.table import Input
from app.dmn.written import Scope, WrittenTable, WrittenText
from app.feel import UnaryTests
from app.feel.types import AllowedType, AnyType, ContextType, FeelType, ListType, SimpleType
from app.feel.values import BOOLEAN, STRING, kind_of
from app.feel.write_value import write_value


class Column(Struct):
    """inputs: their places, from 0. cells: of each rule, one for each of these inputs. any_type: values of every type may come.
    weight: what judging it costs.

    domain: all steps that can come; likely: those worth an example, nulls included; shown: without null.
    """

    inputs: tuple[int, ...]
    source: Source
    cells: list[tuple[Cell, ...]]
    any_type: bool
    weight: int
    scale: Scale
    domain: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    _passing: dict[str, Steps] = field(default_factory=dict)

    @property
    def shown(self) -> int:
        return self.domain & self.scale.shown

    @property
    def likely(self) -> int:
        return self.shown | (0 if self.source.never_null else self.domain & self.scale.null)

    def passing(self, cell: Cell) -> Steps:
        found = self._passing.get(cell.written.text)
        if found is None:
            found = self._passing[cell.written.text] = self.scale.passing(cell)
        return found

    def of_rule(self, rule: int) -> Steps:
        """Return the steps of the domain that pass a rule's cells in this column."""
        sure = maybe = self.domain
        for cell in self.cells[rule]:
            steps = self.passing(cell)
            sure, maybe = sure & steps.sure, maybe & steps.maybe
        return Steps(sure, maybe)


class TooLarge(Exception):
    """A table names so many values that looking at each of them would keep people waiting."""


def read_columns(written: WrittenTable, limit: int) -> list[Column]:
    """Return the columns of a table, with doubts for every cell that cannot be judged.

    limit: of values that cells name times values that tell them apart, in all columns. Raises TooLarge.
    """
    places: dict[tuple[str, str], list[int]] = {}
    for place, each in enumerate(written.inputs):
        places.setdefault((each.text, _type_name(written.table.inputs[place].kind)), []).append(place)
    columns: list[Column] = []
    for found in places.values():
        columns.append(_column(written, tuple(found), limit))
        limit -= columns[-1].weight
    return columns


def _weight(cells: Sequence[Cell]) -> int:
    values = [value for cell in cells for piece in cell.pieces for value in values_in(piece)]
    different = len({write_value(value) for value in values})
    return (len(cells) + len(values)) * (2 * different + 4)


def _type_name(kind: FeelType) -> str:
    return kind.name


def _column(written: WrittenTable, inputs: tuple[int, ...], limit: int) -> Column:
    first = inputs[0]
    drawn = [written.table.inputs[place] for place in inputs]
    source = read_source(written.inputs[first])
    cells = [tuple(read_cell(rule.tests[place]) for place in inputs) for rule in written.rules]
    own, limits = _limits(written.inputs[first], drawn, source)
    every = [cell for row in cells for cell in row] + [cell for cell, _ in limits]
    kind, any_type = _kind(own, every)
    weight = _weight(every)
    if weight > limit:
        raise TooLarge
    column = Column(inputs, source, cells, any_type, weight, make_scale(kind, every, any_type=any_type, sample=_sample(own)))
    _narrow(column, limits)
    column.doubts += _doubts(column, every)
    return column


def _limits(written: WrittenText, drawn: Sequence[Input], source: Source) -> tuple[FeelType, list[tuple[Cell, bool]]]:
    """Return the type of an input's values and what limits them: allowed values, and whether these leave out null too."""
    declared, before = _base(drawn[0].kind), _base(source.kind)
    own = before if isinstance(declared, AnyType) else declared
    tests = [*_allowed(drawn[0].kind), *(_allowed(source.kind) if before == own else ())]
    limits = [(_cell(written, each.text, {}), False) for each in tests]
    limits += [(_cell(written, one.allowed.text, written.scope), True) for one in drawn if one.allowed is not None]
    return own, limits


def _cell(written: WrittenText, text: str, scope: Scope) -> Cell:
    return read_cell(WrittenText(written.owner, written.place, text, scope, tests=True))


def _allowed(kind: FeelType) -> Iterator[UnaryTests]:
    while isinstance(kind, AllowedType):
        if isinstance(kind, ItemAllowed):
            yield kind.tests
        kind = kind.base


def _base(kind: FeelType) -> FeelType:
    while isinstance(kind, AllowedType):
        kind = kind.base
    return kind


def _kind(own: FeelType, cells: Sequence[Cell]) -> tuple[str, bool]:
    """Return the kind of a column's scale, and whether values of other types may come too."""
    if isinstance(own, SimpleType):
        return (own.name if own.name in (*ORDERED, STRING, BOOLEAN) else ANYTHING), False
    if not isinstance(own, AnyType):
        return ANYTHING, False
    named = {kind_of(value) for cell in cells for piece in cell.pieces for value in values_in(piece)}
    known = named & {*ORDERED, STRING, BOOLEAN}
    if named - known or len(known) > 1:
        return ANYTHING, True
    return (known.pop() if known else STRING), True


def _sample(own: FeelType) -> Any:
    """Return a value of a type that no cell compares with."""
    if isinstance(own, ListType):
        return []
    if isinstance(own, ContextType):
        return dict.fromkeys(own.fields)
    return "other" if isinstance(own, AnyType) else None


def _narrow(column: Column, limits: Sequence[tuple[Cell, bool]]) -> None:
    """Leave out the steps that the allowed values leave out."""
    scale = column.scale
    column.domain = scale.full
    for cell, with_null in limits:
        passing = scale.passing(cell)
        column.domain &= passing.maybe | (0 if with_null else scale.null)


def _doubts(column: Column, cells: Sequence[Cell]) -> Iterator[Doubt]:
    seen: set[tuple[Place, str]] = set()
    for cell in cells:
        for piece in cell.pieces:
            reason = column.scale.cannot_tell(piece)
            if reason is not None and (cell.written.place, reason) not in seen:
                seen.add((cell.written.place, reason))
                yield Doubt(cell.written.place, reason)
