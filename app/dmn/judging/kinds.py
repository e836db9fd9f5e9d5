"""Which types of values can meet: be equal, have an order, be joined by an operator, become one another."""

from functools import cache
from typing import Final

from app.feel.arithmetic import KINDS_JOINED
from app.feel.compare import ORDERED
from app.feel.types import ANY, SIMPLE, AllowedType, ContextType, FeelType, FunctionType, ListType, RangeType, SimpleType, parts_of
from app.feel.values import BOOLEAN, CONTEXT, DATE, DATE_TIME, DURATION, FUNCTION, LIST, NUMBER, RANGE, YEARS_MONTHS, kind_of


class _ChoiceType(FeelType):
    """What the condition of a filter gives: true, false or the number of a place."""

    name = "boolean or number"

    def conforms(self, value: object) -> bool:
        return kind_of(value) in (BOOLEAN, NUMBER)


CHOICE: Final = _ChoiceType()
_SHAPES: Final[tuple[tuple[type[FeelType], str], ...]] = (
    (ListType, LIST),
    (ContextType, CONTEXT),
    (RangeType, RANGE),
    (FunctionType, FUNCTION),
)


def bare(kind: FeelType) -> FeelType:
    """Return a type without its allowed values."""
    while isinstance(kind, AllowedType):
        kind = kind.base
    return kind


def kind_name(kind: FeelType) -> str | None:
    """Return what kind_of says of the values of a type; None where that cannot be told."""
    kind = bare(kind)
    if isinstance(kind, SimpleType):
        return kind.name
    return next((name for shape, name in _SHAPES if isinstance(kind, shape)), None)


def shown_type(kind: FeelType) -> str:
    """Return a type as people write it, such as `list<number>`."""
    kind = bare(kind)
    if isinstance(kind, ListType | RangeType) and kind_name(kind.item) is not None:
        return f"{kind_name(kind)}<{shown_type(kind.item)}>"
    return kind.name


def may_be_equal(left: FeelType, right: FeelType) -> bool:
    one, other = kind_name(left), kind_name(right)
    return one is None or other is None or one == other


def has_order(kind: FeelType) -> bool:
    """Whether values of a type may have an order among them."""
    name = kind_name(kind)
    return name is None or name in ORDERED


def may_be_ordered(left: FeelType, right: FeelType) -> bool:
    return has_order(left) and has_order(right) and may_be_equal(left, right)


def joined(sign: str, left: FeelType, right: FeelType) -> frozenset[str]:
    """Return the kinds of what an operator may give; none where it has no result for values of these types."""
    return _joined(sign, kind_name(left), kind_name(right))


@cache
def _joined(sign: str, one: str | None, other: str | None) -> frozenset[str]:
    return frozenset(
        _result(operator, first, second)
        for operator, first, second in KINDS_JOINED
        if operator == sign and one in (None, first) and other in (None, second)
    )


def _result(sign: str, left: str, right: str) -> str:
    """Return the kind of what an operator gives for two kinds that it is defined for (DMN 1.5 tables 54 to 58)."""
    if sign == "-" and left in (DATE, DATE_TIME, "time") and right not in (DURATION, YEARS_MONTHS):
        return DURATION
    if sign == "/" and left == right:
        return NUMBER
    if sign in "+*" and left in (DURATION, YEARS_MONTHS, NUMBER):
        return right if sign == "+" or left == NUMBER else left
    return left


def common(kinds: list[FeelType]) -> FeelType:
    """Return the one type that all have, Any where they have several or none."""
    return kinds[0] if kinds and all(_same(kind, kinds[0]) for kind in kinds) else ANY


def _same(left: FeelType, right: FeelType) -> bool:
    """Whether two types are equal. Each pair within them is compared once: `==` would compare shared parts anew for each way to them."""
    waiting = [(left, right)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one, other = waiting.pop()
        if one is other or (id(one), id(other)) in seen:
            continue
        seen.add((id(one), id(other)))
        # Two lists of allowed values are never held to be the same: what they allow is code.
        if type(one) is not type(other) or one.name != other.name or isinstance(one, AllowedType):
            return False
        own, others = parts_of(one), parts_of(other)
        if own.keys() != others.keys():
            return False
        waiting += [(part, others[key]) for key, part in own.items()]
    return True


def may_become(given: FeelType, wanted: FeelType) -> bool:
    """Whether a value of one type may be one of the other where that is asked for, as app.feel.types.coerce has it."""
    given, wanted = bare(given), bare(wanted)
    one, other = kind_name(given), kind_name(wanted)
    if one is None or other is None or one == other or (one, other) == (DATE, DATE_TIME):
        return True
    if isinstance(given, ListType):
        return kind_name(given.item) in (None, other)
    if isinstance(wanted, ListType):
        return kind_name(wanted.item) in (None, one)
    return False


def simple(name: str | None) -> FeelType:
    """Return the type of a kind of single values, Any for every other kind."""
    return SIMPLE.get(name or "", ANY)
