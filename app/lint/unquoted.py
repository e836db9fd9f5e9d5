"""Words that stand where texts belong, without the quotes that would make them texts."""

import re
from collections.abc import Iterator
from typing import Final

from app.dmn.static_types import type_of
from app.dmn.written import Scope, WrittenModel, WrittenTable, WrittenText
from app.feel import FeelError, UnaryTests, syntax
from app.feel.builtins import BUILTINS
from app.feel.compile_tests import INPUT
from app.feel.grammar import read_expression, read_unary_tests
from app.feel.types import AnyType, FeelType, SimpleType, beneath
from app.feel.values import STRING, kind_of
from app.lint.feel_texts import CALENDAR_FUNCTIONS

# A capital, a digit or an underscore inside a name.
_VARIABLE: Final = re.compile(r"(?<=.)[A-Z0-9_]")


def unquoted_texts(written: WrittenModel) -> Iterator[tuple[WrittenText, str]]:
    """Yield the names that nothing has in allowed values and in the cells of tables that texts belong into, each with where it stands.

    A caller may hand over variables that are not drawn; but a bare name of one, where texts are asked for, is rarely meant. Only what
    another input of the file reads too is taken for one, and in an output what is spelt as variables are: statutoryUnit.
    """
    read = {source.text for table in written.tables for source in table.inputs}
    for values in written.values:
        yield from ((values, name) for name in _names(values))
    for table in written.tables:
        for cell in _cells_of_texts(table):
            spelt = None if cell.tests else _VARIABLE
            yield from ((cell, name) for name in _names(cell) if name not in read and not (spelt and spelt.search(name)))


def _cells_of_texts(table: WrittenTable) -> Iterator[WrittenText]:
    for place, (drawn, source) in enumerate(zip(table.table.inputs, table.inputs, strict=True)):
        cells = [rule.tests[place] for rule in table.rules if place < len(rule.tests)]
        if _takes_texts(_asked(drawn.kind, source), drawn.allowed, cells):
            yield from cells
    for place, output in enumerate(table.table.outputs):
        cells = [rule.results[place] for rule in table.rules if place < len(rule.results)]
        if _takes_texts(output.kind, output.allowed, cells):
            yield from cells


def _asked(kind: FeelType, source: WrittenText) -> FeelType:
    """Return the type of what an input's cells are asked about."""
    return kind if not isinstance(kind, AnyType) else type_of(read_expression(source.text, source.scope), source.scope)


def _takes_texts(kind: FeelType, allowed: UnaryTests | None, cells: list[WrittenText]) -> bool:
    """Whether a column is one of texts: by its type or, where it has none, by its allowed values or by the other cells."""
    kind = beneath(kind)
    if not isinstance(kind, AnyType):
        return isinstance(kind, SimpleType) and kind.name == STRING
    if allowed is not None:
        return _holds_text(_parts(allowed.text, {}, tests=True))
    return any(_holds_text(_parts(cell.text, cell.scope, tests=cell.tests)) for cell in cells)


def _holds_text(parts: list[syntax.Node]) -> bool:
    return any(isinstance(part, syntax.Literal) and kind_of(part.value) == STRING for part in parts)


def _names(written: WrittenText) -> Iterator[str]:
    for part in _parts(written.text, written.scope, tests=written.tests):
        known = isinstance(part, syntax.Name) and (part.name in written.scope or part.name in BUILTINS or part.name in CALENDAR_FUNCTIONS)
        if isinstance(part, syntax.Name) and not known and part.name != INPUT:
            yield part.name


def _parts(text: str, scope: Scope, *, tests: bool) -> list[syntax.Node]:
    """Return the values that stand in a cell by themselves, in a list or after = and !=; none where it cannot be read."""
    try:
        node = read_unary_tests(text, scope) if tests else read_expression(text, scope)
    except FeelError:
        return []
    found: list[syntax.Node] = []
    for part in node.tests if isinstance(node, syntax.UnaryTestList) else [node]:
        each = part.end if isinstance(part, syntax.UnaryComparison) and part.operator in ("=", "!=") else part
        found += each.items if isinstance(each, syntax.ListLiteral) else [each]
    return found
