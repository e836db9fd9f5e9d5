"""Cells whose values can never be those of their input or output."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.dmn.analysis.cells import Cell, Exactly, OneOf, values_in
from app.dmn.analysis.columns import Column
from app.dmn.analysis.constants import Unclear, constant, counted_env
from app.dmn.analysis.grid import Grid, as_feel
from app.dmn.analysis.result import Misfit
from app.dmn.analysis.scale import ANYTHING
from app.dmn.item_types import read_as
from app.dmn.place import Place
from app.dmn.static_types import type_of
from app.dmn.table import Output
from app.dmn.written import WrittenText
from app.feel.errors import FeelError
from app.feel.grammar import read_expression
from app.feel.nearest import nearest_name
from app.feel.types import SIMPLE, UNFIT, FeelType, SimpleType, beneath, coerce
from app.feel.values import DATE, DATE_TIME, STRING, kind_of

_TEMPORAL = ("date", "time", "date and time", "days and time duration", "years and months duration")


def input_misfits(grid: Grid) -> Iterator[Misfit]:
    for column in grid.columns:
        yield from _sources(grid, column)
        for row in column.cells:
            for cell in row:
                yield from _cell(column, cell)


def _sources(grid: Grid, column: Column) -> Iterator[Misfit]:
    """Yield inputs whose expression never gives their type."""
    for place in column.inputs:
        wanted, given = beneath(grid.written.table.inputs[place].kind), beneath(column.source.kind)
        if not (isinstance(wanted, SimpleType) and isinstance(given, SimpleType)) or wanted == given:
            continue
        read = given.name == STRING and wanted.name in _TEMPORAL
        if not read and (given.name, wanted.name) != (DATE, DATE_TIME):
            yield Misfit(grid.written.inputs[place].place, given.name, wanted.name)


def _cell(column: Column, cell: Cell) -> Iterator[Misfit]:
    scale = column.scale
    if column.any_type or scale.kind == ANYTHING:
        return
    for value in {as_feel(value): value for value in _values(cell)}.values():
        found = kind_of(value)
        if found != scale.kind and value is not True:
            yield Misfit(cell.written.place, f"{as_feel(value)}, a {found}", scale.kind, _as_temporal(value, scale.kind))
    for value in _named(cell):
        place = scale.place_of.get(scale.key(value))
        if place is not None and not column.domain >> place & 1:
            yield Misfit(cell.written.place, as_feel(value), "one of the allowed values of its input", _allowed(column, as_feel(value)))


def _allowed(column: Column, shown: str) -> str:
    """Return the allowed text most like one that is not."""
    if column.scale.kind != STRING:
        return ""
    return _like(shown, (as_feel(key) for key, place in column.scale.place_of.items() if column.domain >> place & 1))


def _like(shown: str, allowed: Iterable[str]) -> str:
    """Return the written value most like one. The quotes are no likeness: they would make `"a"` a little like `"z"`."""
    bare = {each.strip('"'): each for each in allowed}
    return bare.get(nearest_name(shown.strip('"'), bare), "")


def _values(cell: Cell) -> Iterator[Any]:
    for piece in cell.pieces:
        yield from values_in(piece)


def _named(cell: Cell) -> list[Any]:
    """Return the single values that an entry accepts by name."""
    if cell.negated:
        return []
    pieces = [each for piece in cell.pieces for each in (piece.pieces if isinstance(piece, OneOf) else (piece,))]
    return [piece.value for piece in pieces if isinstance(piece, Exactly) and not piece.differs and piece.value is not None]


def _as_temporal(value: Any, kind: str) -> str:
    """Return a date or time written as a text the way FEEL has it, "" for anything else."""
    if kind not in _TEMPORAL or kind_of(value) != STRING:
        return ""
    found = read_as(value, SIMPLE[kind])
    return as_feel(found) if kind_of(found) == kind else ""


def output_misfits(grid: Grid) -> Iterator[Misfit]:
    outputs = grid.written.table.outputs
    for rule in grid.written.rules:
        for written, output in zip(rule.results, outputs, strict=True):
            yield from _output(written, output)
    for place, output in enumerate(outputs, 1):
        if output.default is not None:
            table = grid.written.place
            where = Place(table.element_id, table.line, f"the default of output {place}")
            scope = grid.written.rules[0].results[0].scope if grid.written.rules else {}
            yield from _output(WrittenText(grid.written.owner, where, output.default.text, scope), output)


def _output(written: WrittenText, output: Output) -> Iterator[Misfit]:
    node = read_expression(written.text, written.scope)
    value = constant(node, written.text)
    if isinstance(value, Unclear):
        found = type_of(node, written.scope)
        if _never_fits(found, output.kind):
            yield Misfit(written.place, f"a {beneath(found).name}", output.kind.name)
        return
    fitted = coerce(value, output.kind)
    shown = as_feel(value) if kind_of(value) != "function" else "a function"
    if fitted is UNFIT and kind_of(value) != beneath(output.kind).name:
        yield Misfit(written.place, f"{shown}, a {kind_of(value)}", beneath(output.kind).name)
    elif fitted is UNFIT or (fitted is not None and output.allowed is not None and not _is_allowed(output, fitted)):
        yield Misfit(written.place, shown, "one of the allowed values of its output", _nearest(output, shown))


def _is_allowed(output: Output, value: Any) -> bool:
    try:
        with counted_env() as env:
            return output.allowed is None or output.allowed.matches_within(value, env) is True
    except FeelError:
        # Allowed values that need more steps than there are say nothing against a value.
        return True


def _nearest(output: Output, shown: str) -> str:
    allowed = [] if output.allowed is None else [text.strip() for text in output.allowed.text.split(",")]
    return _like(shown, allowed)


def _never_fits(found: FeelType, wanted: FeelType) -> bool:
    found, wanted = beneath(found), beneath(wanted)
    if not (isinstance(found, SimpleType) and isinstance(wanted, SimpleType)):
        return False
    return found != wanted and (found.name, wanted.name) != (DATE, DATE_TIME)
