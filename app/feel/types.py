"""Types: whether a value is of one, and what a value becomes where one is asked for (DMN 1.5 section 10.3.2.9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from app.feel.syntax import TypeName
from app.feel.temporal import at_midnight
from app.feel.values import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DURATION,
    FUNCTION,
    LIST,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    YEARS_MONTHS,
    kind_of,
)  # fmt: skip


class FeelType:
    """A type. Subclasses say which values conform; null conforms to every type."""

    name: str

    def conforms(self, value: Any) -> bool:
        """Whether a value other than null is of this type."""
        raise NotImplementedError("each kind of type says it")

    def holds(self, value: Any) -> bool:
        return value is None or self.conforms(value)


@dataclass(frozen=True)
class AnyType(FeelType):
    name: str = "Any"

    def conforms(self, value: Any) -> bool:
        return True


@dataclass(frozen=True)
class NullType(FeelType):
    """The type whose only value is null, which `instance of` asks for by name (DMN 1.5 sections 10.3.2.1 and 10.3.2.15, table 61)."""

    name: str = "Null"

    def conforms(self, value: Any) -> bool:
        return False


@dataclass(frozen=True)
class SimpleType(FeelType):
    name: str

    def conforms(self, value: Any) -> bool:
        return kind_of(value) == self.name


@dataclass(frozen=True)
class ListType(FeelType):
    item: FeelType
    name: str = LIST

    def conforms(self, value: Any) -> bool:
        return kind_of(value) == LIST and all(self.item.holds(item) for item in value)


@dataclass(frozen=True)
class ContextType(FeelType):
    """fields that a context must have; it may have more. Without fields, any context."""

    fields: Mapping[str, FeelType]
    name: str = CONTEXT

    def conforms(self, value: Any) -> bool:
        return kind_of(value) == CONTEXT and all(key in value and kind.holds(value[key]) for key, kind in self.fields.items())


@dataclass(frozen=True)
class RangeType(FeelType):
    item: FeelType
    name: str = RANGE

    def conforms(self, value: Any) -> bool:
        return kind_of(value) == RANGE and self.item.holds(value.low) and self.item.holds(value.high)


@dataclass(frozen=True)
class FunctionType(FeelType):
    """parameters: how many a function must take; None where any number will do."""

    parameters: tuple[FeelType, ...] | None
    result: FeelType
    name: str = FUNCTION

    def conforms(self, value: Any) -> bool:
        if kind_of(value) != FUNCTION:
            return False
        return self.parameters is None or value.arities is None or len(self.parameters) in value.arities


@dataclass(frozen=True)
class AllowedType(FeelType):
    """A type with only some of its values: those that `allows` says true of. `instance of` asks only for the type beneath.

    text: the allowed values as written, for people. nearest: says which of them is nearest to one that is not among them, "" for none.
    """

    base: FeelType
    allows: Callable[[Any], bool]
    name: str = ""
    text: str = ""
    nearest: Callable[[Any], str] = lambda value: ""

    def conforms(self, value: Any) -> bool:
        return self.base.conforms(value) and self.allows(value)


ANY: Final = AnyType()
NOTHING: Final = NullType()
SIMPLE: Final[dict[str, FeelType]] = {
    **{name: SimpleType(name) for name in (NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, DURATION, YEARS_MONTHS)},
    "Any": ANY,
    "any": ANY,
    # Names that models of DMN 1.1 and their tools write for the same types.
    "dateTime": SimpleType(DATE_TIME),
    "date_time": SimpleType(DATE_TIME),
    "dayTimeDuration": SimpleType(DURATION),
    "days and time duration": SimpleType(DURATION),
    "yearMonthDuration": SimpleType(YEARS_MONTHS),
    # Since DMN 1.3 the grammar has these with their parts alone (rule 54, `list<Any>`); models of 1.2 and their tools write them bare. No
    # value is taken for a list of one here: that is done where a value is given to something (10.3.2.9.4), not where its type is asked.
    "list": ListType(ANY),
    "context": ContextType({}),
    "function": FunctionType(None, ANY),
    "range": RangeType(ANY),
}
# What an expression may name beside them; a variable of this type would never hold anything.
NAMED: Final[dict[str, FeelType]] = {**SIMPLE, NOTHING.name: NOTHING}


def resolve(name: TypeName, known: Mapping[str, Any]) -> FeelType | None:
    """Return the type that a name means, None where nothing is known by that name. known: further types, which come first."""
    found = known.get(name.name)
    if isinstance(found, FeelType):
        return found
    if name.result is not None:
        parameters = [resolve(each, known) for each in name.arguments]
        result = resolve(name.result, known)
        if result is None or None in parameters:
            return None
        return FunctionType(tuple(each for each in parameters if each is not None), result)
    if name.fields:
        fields = {key: resolve(each, known) for key, each in name.fields}
        return None if None in fields.values() else ContextType({key: each for key, each in fields.items() if each is not None})
    if name.arguments:
        item = resolve(name.arguments[0], known)
        if item is None:
            return None
        return ListType(item) if name.name == LIST else RangeType(item)
    return NAMED.get(name.name)


def beneath(kind: FeelType) -> FeelType:
    """Return a type without its allowed values."""
    if isinstance(kind, AllowedType):
        return beneath(kind.base)
    if isinstance(kind, ListType):
        return ListType(beneath(kind.item))
    return kind


def parts_of(kind: FeelType) -> Mapping[str | int, FeelType]:
    """Return the types that a type is made of, by entry or by place."""
    if isinstance(kind, ContextType):
        return dict(kind.fields.items())
    if isinstance(kind, ListType | RangeType):
        return {0: kind.item}
    if isinstance(kind, FunctionType):
        return {**dict(enumerate(kind.parameters or ())), -1: kind.result}
    return {0: kind.base} if isinstance(kind, AllowedType) else {}


class _Unfit:
    """What coerce gives for a value that fits the type in no way; not null, which fits every type."""


UNFIT: Final = _Unfit()


def coerce(value: Any, kind: FeelType) -> Any:
    """Return what a value becomes where a type is asked for, UNFIT where it cannot become one.

    A list of one item stands for the item and an item for a list of one; a date for its midnight, in UTC.
    """
    if value is None or kind is ANY or kind.conforms(value):
        return value
    found = kind_of(value)
    if found == LIST and len(value) == 1 and not isinstance(beneath(kind), ListType):
        item = value[0]
        return item if item is not None and kind.conforms(item) else UNFIT
    if found != LIST and isinstance(beneath(kind), ListType) and kind.conforms([value]):
        return [value]
    if found == DATE and beneath(kind) == SIMPLE[DATE_TIME]:
        return at_midnight(value, UTC)
    return UNFIT
