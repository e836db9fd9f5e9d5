"""Functions on ranges (DMN 1.5, table 79), each written as the table's right column writes it."""

from typing import Any

from tests.feel.plain.comparing import compared, conjoined, equal, inside
from tests.feel.plain.functions.registry import native
from tests.feel.plain.values import Span


def _bounded(*values: Any) -> bool:
    return all(not isinstance(value, Span) or (value.low is not None and value.high is not None) for value in values)


def _ordered(*values: Any) -> bool:
    """Whether all the ends there are can be compared."""
    ends = [end for value in values for end in ([value.low, value.high] if isinstance(value, Span) else [value])]
    return all(compared("<=", a, b) is not None for a in ends for b in ends)


def _less(left: Any, right: Any) -> bool:
    return compared("<", left, right) is True


def _same(left: Any, right: Any) -> bool:
    return equal(left, right) is True


def _before(a: Any, b: Any) -> bool:
    high, high_in = (a.high, a.high_in) if isinstance(a, Span) else (a, True)
    low, low_in = (b.low, b.low_in) if isinstance(b, Span) else (b, True)
    return _less(high, low) or (_same(high, low) and not (high_in and low_in))


def _overlaps(a: Span, b: Span) -> bool:
    return not _before(a, b) and not _before(b, a)


def _overlaps_before(a: Span, b: Span) -> bool:
    starts = _less(a.low, b.low) or (_same(a.low, b.low) and a.low_in and not b.low_in)
    meets = _less(b.low, a.high) or (_same(b.low, a.high) and a.high_in and b.low_in)
    ends = _less(a.high, b.high) or (_same(a.high, b.high) and (not a.high_in or b.high_in))
    return starts and meets and ends


def _overlaps_after(a: Span, b: Span) -> bool:
    starts = _less(b.low, a.low) or (_same(b.low, a.low) and b.low_in and not a.low_in)
    meets = _less(a.low, b.high) or (_same(a.low, b.high) and a.low_in and b.high_in)
    ends = _less(b.high, a.high) or (_same(b.high, a.high) and (a.high_in or not b.high_in))
    return starts and meets and ends


def _meets(a: Span, b: Span) -> Any:
    return conjoined(a.high_in, b.low_in, equal(a.high, b.low)) if _bounded(a, b) else None


def _finishes(a: Any, b: Span) -> bool:
    if not isinstance(a, Span):
        return b.high_in and _same(b.high, a) and inside(b, a) is True
    return (
        a.high_in == b.high_in and _same(a.high, b.high) and (_less(b.low, a.low) or (_same(a.low, b.low) and (not a.low_in or b.low_in)))
    )


def _starts(a: Any, b: Span) -> bool:
    if not isinstance(a, Span):
        return b.low_in and _same(b.low, a) and inside(b, a) is True
    ends = _less(a.high, b.high) or (_same(a.high, b.high) and (not a.high_in or b.high_in))
    return _same(a.low, b.low) and a.low_in == b.low_in and ends


def _includes(a: Span, b: Any) -> bool:
    starts = _less(a.low, b.low) or (_same(a.low, b.low) and (a.low_in or not b.low_in))
    ends = _less(b.high, a.high) or (_same(a.high, b.high) and (a.high_in or not b.high_in))
    return starts and ends


def _coincides(a: Any, b: Any) -> bool:
    if isinstance(a, Span) and isinstance(b, Span):
        return (a.low_in, a.high_in) == (b.low_in, b.high_in) and _same(a.low, b.low) and _same(a.high, b.high)
    if isinstance(a, Span) or isinstance(b, Span):
        span, point = (a, b) if isinstance(a, Span) else (b, a)
        return span.low_in and span.high_in and _same(span.low, point) and _same(span.high, point)
    return _same(a, b)


_POINTS = (("point1", "point2"), ("point", "range"), ("range", "point"), ("range1", "range2"))


def _free(name: str, test: Any) -> None:
    """Register a function of points and ranges in any mixture."""
    for first, second in _POINTS:
        native(name, f"{first}: Any", f"{second}: Any")(lambda a, b: test(a, b) if _bounded(a, b) and _ordered(a, b) else None)


def _fixed(name: str, test: Any, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    for one, other in zip(first, second, strict=True):
        native(name, one, other)(lambda a, b: test(a, b) if _bounded(a, b) and _ordered(a, b) else None)


_free("before", _before)
_free("after", lambda a, b: _before(b, a))
_free("coincides", _coincides)
_RANGES = (("range1: range",), ("range2: range",))
_INNER_FIRST = (("point: Any", "range1: Any"), ("range: range", "range2: range"))
_OUTER_FIRST = (("range: range", "range1: range"), ("point: Any", "range2: Any"))
native("meets", "range1: range", "range2: range")(lambda a, b: _meets(a, b))
native("met by", "range1: range", "range2: range")(lambda a, b: _meets(b, a))
_fixed("overlaps", _overlaps, *_RANGES)
_fixed("overlaps before", _overlaps_before, *_RANGES)
_fixed("overlaps after", _overlaps_after, *_RANGES)
_fixed("finishes", _finishes, *_INNER_FIRST)
_fixed("finished by", lambda a, b: _finishes(b, a), *_OUTER_FIRST)
_fixed("starts", _starts, *_INNER_FIRST)
_fixed("started by", lambda a, b: _starts(b, a), *_OUTER_FIRST)


def _holding(outer: Span, inner: Any) -> Any:
    if not isinstance(inner, Span):
        return inside(outer, inner)
    return _includes(outer, inner) if _bounded(outer, inner) and _ordered(outer, inner) else None


for _one, _other in zip(*_OUTER_FIRST, strict=True):
    native("includes", _one, _other)(_holding)
    native("during", _other, _one)(lambda inner, outer: _holding(outer, inner))
