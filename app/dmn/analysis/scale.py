"""The scale of one input: its values, sorted into as few steps as every cell treats alike.

A step is a single value, all that lies between two of them, null, or all that is of other types. A set of steps is a whole number,
one bit a step.
"""

from collections.abc import Iterable
from datetime import UTC
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field

from app.dmn.analysis.between import between
from app.dmn.analysis.cells import Answer, Cell, Exactly, Never, OneOf, Piece, Truth, values_in
from app.dmn.analysis.constants import Unclear, counted_env
from app.feel.compare import has_zone, order_key
from app.feel.compile_tests import INPUT, Test
from app.feel.errors import FeelError
from app.feel.run import Env
from app.feel.temporal import Time, make_datetime
from app.feel.values import BOOLEAN, DATE, DATE_TIME, DURATION, NUMBER, STRING, TIME, YEARS_MONTHS, Range, kind_of

ORDERED: Final = (NUMBER, DATE, TIME, DATE_TIME, DURATION, YEARS_MONTHS)
ANYTHING: Final = "anything"


class Steps(Struct, frozen=True):
    """What passes a cell: surely, and perhaps. The two are the same for a cell that can be judged."""

    sure: int
    maybe: int


class Scale(Struct):
    """samples: a value of each step. full: all steps that hold a value; shown: those of them that are values of the type.

    place_of: the step of each value named in a cell, by its key. kind: ANYTHING for a type whose values are not told apart.
    """

    kind: str
    zoned: bool
    samples: list[Any] = field(default_factory=list)
    place_of: dict[Any, int] = field(default_factory=dict)
    full: int = 0
    shown: int = 0
    null: int = 0
    _specials: list[int] = field(default_factory=list)

    def add(self, value: Any, *, shown: bool = True, special: bool = False) -> int:
        """Add a step, and return its bit."""
        bit = 1 << len(self.samples)
        self.samples.append(value)
        self.full |= bit
        self.shown |= bit if shown else 0
        if special:
            self._specials.append(len(self.samples) - 1)
        return bit

    def key(self, value: Any) -> Any:
        """Return what a value of the scale's type is found by; None where it is of another type, or has a zone where others have none."""
        if kind_of(value) != self.kind:
            return None
        if self.kind in (TIME, DATE_TIME) and has_zone(value) != self.zoned:
            return None
        return order_key(value, self.kind) if self.kind in ORDERED else value

    def passing(self, cell: Cell) -> Steps:
        """Return the steps that pass a cell."""
        everything = (1 << len(self.samples)) - 1
        if not cell.pieces:
            return Steps(self.full, self.full)
        sure = unknown = 0
        unclear = False
        for piece, test in zip(cell.pieces, cell.tests, strict=True):
            if self.cannot_tell(piece) is not None:
                unclear = True
                continue
            true, undecided = self._regular(piece)
            sure |= true
            unknown |= undecided
            for place in self._specials:
                found = _asked(test, self.samples[place])
                sure |= (found is True) << place
                unknown |= (found is None) << place
        passed = everything & ~(sure | unknown) if cell.negated else sure
        maybe = everything & ~sure if unclear and cell.negated else everything if unclear else passed
        return Steps((0 if unclear and cell.negated else passed) & self.full, maybe & self.full)

    def cannot_tell(self, piece: Piece) -> str | None:
        """Return why a test cannot be judged on this scale, None where it can."""
        if isinstance(piece, Unclear):
            return piece.reason
        if isinstance(piece, Never):
            return None
        if self.kind == ANYTHING:
            return "its input has a type whose values are not compared here"
        if self.kind == STRING and _orders_texts(piece):
            return "it orders texts"
        values = list(values_in(piece))
        if self.kind in (TIME, DATE_TIME) and any(kind_of(value) == self.kind and has_zone(value) != self.zoned for value in values):
            return "values with and without a time zone stand in one column"
        if any(kind_of(value) in ("list", "context", "range", "function") for value in values):
            return "it asks for a list, a context or a function"
        return None

    def _regular(self, piece: Piece) -> tuple[int, int]:
        """Return the steps of the scale's own type that pass a test, and those for which the answer is null."""
        own = self._own()
        if isinstance(piece, OneOf):
            true = 0
            for each in piece.pieces:
                true |= self._regular(each)[0]
            return true, 0
        if isinstance(piece, Exactly):
            return self._exactly(piece, own)
        if isinstance(piece, Answer):
            return (own if piece.answer else 0), (own if piece.answer is None else 0)
        if isinstance(piece, Truth):
            return (1 << self.place_of[True], 0) if self.kind == BOOLEAN else (own, 0)
        return self._within(piece, own) if isinstance(piece, Range) else (0, own)

    def _exactly(self, piece: Exactly, own: int) -> tuple[int, int]:
        if piece.value is None:
            return (own, 0) if piece.differs else (0, 0)
        key = self.key(piece.value)
        if key is None:
            return 0, own
        bit = 1 << self.place_of[key]
        return (own & ~bit, 0) if piece.differs else (bit, 0)

    def _own(self) -> int:
        own = (1 << len(self.samples)) - 1
        for place in self._specials:
            own &= ~(1 << place)
        return own

    def _within(self, piece: Range, own: int) -> tuple[int, int]:
        low = None if piece.low is None else self.key(piece.low)
        high = None if piece.high is None else self.key(piece.high)
        if self.kind not in ORDERED or (low is None and piece.low is not None) or (high is None and piece.high is not None):
            return 0, own
        first = 0 if low is None else self.place_of[low] + (0 if piece.low_included else 1)
        last = own.bit_length() if high is None else self.place_of[high] + (1 if piece.high_included else 0)
        return (own & ((1 << last) - 1) & ~((1 << first) - 1), 0) if last > first else (0, 0)


def _asked(test: Test, value: Any) -> bool | None:
    try:
        with counted_env() as env:
            return test(Env({INPUT: value}, env, env.run), value)
    except FeelError:
        return None


def _orders_texts(piece: Piece) -> bool:
    ranges = piece.pieces if isinstance(piece, OneOf) else (piece,)
    return any(isinstance(each, Range) and STRING in (kind_of(each.low), kind_of(each.high)) for each in ranges)


def make_scale(kind: str, cells: Iterable[Cell], *, any_type: bool, sample: Any) -> Scale:
    """Return the scale on which these cells can be judged.

    any_type: values of other types may come too. sample: a value of the type where its values are not told apart; None where there is
    none at hand.
    """
    values = [value for cell in cells for piece in cell.pieces for value in values_in(piece) if kind_of(value) == kind]
    scale = Scale(kind, kind in (TIME, DATE_TIME) and bool(values) and has_zone(values[0]))
    named = {key: value for value in values if (key := scale.key(value)) is not None}
    if kind in ORDERED:
        _fill_ordered(scale, named)
    elif kind == BOOLEAN:
        scale.place_of = {True: 0, False: 1}
        scale.add(True)
        scale.add(False)
    elif kind == STRING:
        _fill_texts(scale, named)
    else:
        scale.add(sample, shown=sample is not None)
    scale.null = scale.add(None, shown=False, special=True)
    if kind in (TIME, DATE_TIME):
        scale.add(_other_zone(kind, scale.zoned), shown=False, special=True)
    if any_type:
        scale.add("-" if kind != STRING else Decimal(0), shown=False, special=True)
    return scale


def _fill_ordered(scale: Scale, named: dict[Any, Any]) -> None:
    keys = sorted(named)
    for low, high in zip([None, *keys], [*keys, None], strict=True):
        if low is not None:
            scale.place_of[low] = len(scale.samples)
            scale.add(named[low])
        value = between(scale.kind, low, high, scale.zoned)
        bit = scale.add(value)
        if value is None:
            scale.full &= ~bit
            scale.shown &= ~bit


def _fill_texts(scale: Scale, named: dict[Any, Any]) -> None:
    for key in named:
        scale.place_of[key] = len(scale.samples)
        scale.add(key)
    other, count = "other", 1
    while other in named:
        count += 1
        other = f"other {count}"
    scale.add(other)


def _other_zone(kind: str, zoned: bool) -> Any:
    zone = None if zoned else UTC
    return Time(0, zone) if kind == TIME else make_datetime(730_000, 0, zone)
