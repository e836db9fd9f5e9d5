"""Built-in functions on ranges (DMN 1.5, table 78, after Allen's interval algebra). A point counts as the range that holds it alone."""

from typing import Any

from app.feel.builtins.signature import builtin
from app.feel.compare import contains, order, same_ends
from app.feel.errors import NullResult
from app.feel.run import Run
from app.feel.values import RANGE, Range, kind_of


def _order(left: Any, right: Any) -> int:
    found = order(left, right)
    if found is None:
        raise NullResult(f"Expected comparable values, but found {kind_of(left)} and {kind_of(right)}")
    return found


def _range(value: Any) -> Range:
    if kind_of(value) == RANGE:
        if value.low is None or value.high is None:
            raise NullResult("Expected a range with two ends")
        found: Range = value
        return found
    return Range(value, value)


def _ranges(point1: Any, point2: Any) -> tuple[Range, Range]:
    return _range(point1), _range(point2)


def _ends_before(left: Range, right: Range) -> bool:
    """Whether every value of `left` lies before every value of `right`."""
    found = _order(left.high, right.low)
    return found < 0 or (found == 0 and not (left.high_included and right.low_included))


@builtin("before(point1: Any, point2: Any)")
@builtin("before(range1: Any, range2: Any)")
@builtin("before(point: Any, range: Any)")
@builtin("before(range: Any, point: Any)")
def before(run: Run, left: Any, right: Any) -> bool:
    return _ends_before(*_ranges(left, right))


@builtin("after(point1: Any, point2: Any)")
@builtin("after(range1: Any, range2: Any)")
@builtin("after(point: Any, range: Any)")
@builtin("after(range: Any, point: Any)")
def after(run: Run, left: Any, right: Any) -> bool:
    return before(run, right, left)


@builtin("meets(range1: range, range2: range)")
def meets(run: Run, left: Range, right: Range) -> bool:
    left, right = _ranges(left, right)
    return left.high_included and right.low_included and _order(left.high, right.low) == 0


@builtin("met by(range1: range, range2: range)")
def met_by(run: Run, left: Range, right: Range) -> bool:
    return meets(run, right, left)


@builtin("overlaps(range1: range, range2: range)")
def overlaps(run: Run, left: Range, right: Range) -> bool:
    left, right = _ranges(left, right)
    return not _ends_before(left, right) and not _ends_before(right, left)


def _starts(left: Range, right: Range) -> int:
    """Return -1, 0 or 1 as `left` starts before, with or after `right`."""
    found = _order(left.low, right.low)
    return found or int(right.low_included) - int(left.low_included)


def _ends(left: Range, right: Range) -> int:
    """Return -1, 0 or 1 as `left` ends before, with or after `right`."""
    found = _order(left.high, right.high)
    return found or int(left.high_included) - int(right.high_included)


@builtin("overlaps before(range1: range, range2: range)")
def overlaps_before(run: Run, left: Range, right: Range) -> bool:
    left, right = _ranges(left, right)
    return _starts(left, right) < 0 and not _ends_before(left, right) and _ends(left, right) <= 0


@builtin("overlaps after(range1: range, range2: range)")
def overlaps_after(run: Run, left: Range, right: Range) -> bool:
    left, right = _ranges(left, right)
    return _starts(left, right) > 0 and not _ends_before(right, left) and _ends(left, right) >= 0


@builtin("finishes(point: Any, range: range)")
@builtin("finishes(range1: Any, range2: range)")
def finishes(run: Run, left: Any, right: Range) -> bool:
    inner, outer = _ranges(left, right)
    return _ends(inner, outer) == 0 and _starts(inner, outer) >= 0


@builtin("finished by(range: range, point: Any)")
@builtin("finished by(range1: range, range2: Any)")
def finished_by(run: Run, left: Range, right: Any) -> bool:
    return finishes(run, right, left)


@builtin("includes(range: range, point: Any)")
@builtin("includes(range1: range, range2: Any)")
def includes(run: Run, outer: Range, inner: Any) -> bool:
    if kind_of(inner) != RANGE:
        found = contains(outer, inner)
        if found is None:
            raise NullResult(f"Expected a value comparable with the range, but found {kind_of(inner)}")
        return found
    outer, inside = _ranges(outer, inner)
    return _starts(inside, outer) >= 0 and _ends(inside, outer) <= 0


@builtin("during(point: Any, range: range)")
@builtin("during(range1: Any, range2: range)")
def during(run: Run, inner: Any, outer: Range) -> bool:
    return includes(run, outer, inner)


@builtin("starts(point: Any, range: range)")
@builtin("starts(range1: Any, range2: range)")
def starts(run: Run, left: Any, right: Range) -> bool:
    inner, outer = _ranges(left, right)
    return _starts(inner, outer) == 0 and _ends(inner, outer) <= 0


@builtin("started by(range: range, point: Any)")
@builtin("started by(range1: range, range2: Any)")
def started_by(run: Run, left: Range, right: Any) -> bool:
    return starts(run, right, left)


@builtin("coincides(point1: Any, point2: Any)")
@builtin("coincides(range1: Any, range2: Any)")
def coincides(run: Run, left: Any, right: Any) -> bool:
    first, second = _ranges(left, right)
    _order(first.low, second.low)
    return same_ends(first, second)
