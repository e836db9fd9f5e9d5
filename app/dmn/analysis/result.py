"""What can be said of a decision table without asking it."""

from typing import Any

from msgspec import Struct

from app.dmn.place import Place


class Example(Struct, frozen=True):
    """Values of the inputs of a table, one for each. text: the same as FEEL, `age = 17, kind = "clear"`."""

    values: tuple[Any, ...]
    text: str

    def __str__(self) -> str:
        return self.text


class Overlap(Struct, frozen=True):
    """Two rules, by number from 1, that one row of values hits.

    certain: the inputs can take these values together; else it hangs on values that are computed, or on one variable that several
    inputs read. agree: whether both rules then give the same; None where that cannot be told.
    """

    first: int
    second: int
    example: Example
    certain: bool
    agree: bool | None


class Gap(Struct, frozen=True):
    """A row of values that no rule hits. certain: as of Overlap. at_null: only rows with a null among them are left open."""

    example: Example
    certain: bool
    at_null: bool


class Unreachable(Struct, frozen=True):
    """A rule that never comes to anything. covered_by: the rules that always come first; () where no value passes all its cells.

    nearest: an allowed value that the cell at `place` may have meant, as FEEL, else "".
    """

    rule: int
    place: Place
    covered_by: tuple[int, ...] = ()
    nearest: str = ""


class Misfit(Struct, frozen=True):
    """A value in a cell that can never be one of its input or output. expected, found: in words. nearest: as of Unreachable."""

    place: Place
    found: str
    expected: str
    nearest: str = ""


class Doubt(Struct, frozen=True):
    """Something that cannot be judged, and why."""

    place: Place
    reason: str


class Analysis(Struct, frozen=True):
    """complete: whether every row of allowed values, nulls aside, hits a rule; None where that cannot be told.

    overlaps, gaps: the first of them; a table that leaves much open has more.
    input_misfits, output_misfits: cells whose types cannot meet.
    """

    complete: bool | None
    overlaps: tuple[Overlap, ...] = ()
    gaps: tuple[Gap, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    input_misfits: tuple[Misfit, ...] = ()
    output_misfits: tuple[Misfit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
