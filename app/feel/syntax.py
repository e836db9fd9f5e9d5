"""The parts an expression is made of, as the grammar of DMN 1.5 section 10.3.1.2 names them.

`at` is the 0-based character at which a part starts.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    at: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written out: number, string, boolean, null, or a temporal by an at-literal."""

    value: Any


@dataclass(frozen=True, slots=True)
class UnreadLiteral(Literal):
    """An at-literal that spells no date, time or duration, and is therefore null. text: what stands in its quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Negation(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """operator: + - * / **"""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """operator: = != < <= > >="""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conjunction(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Disjunction(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Link(Node):
    """One step of a chain. operator: + - * / and or"""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Three or more terms side by side, worked out from the left: `a + b - c`, `a * b / c`, `a or b or c`.

    It is no deeper than its deepest term, however many there are.
    """

    first: Node
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """tests: positive unary tests; any of them may hold."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """A range with both ends written; a missing end is None."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class UnaryComparison(Node):
    """A range with one end, or a value to be equal to: `< 5`, `>= x`, `= 5`, `!= 5`."""

    operator: str
    end: Node


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator(Node):
    """`name in domain`, or `name in domain..until`."""

    name: str
    domain: Node
    until: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    result: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Path(Node):
    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """names: of the arguments, where they are named, else None."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type as written: `list<number>` is TypeName("list", arguments=(number,)).

    fields: of a context type, or the parameters of a function type; result: of a function type.
    """

    name: str
    arguments: tuple["TypeName", ...] = ()
    fields: tuple[tuple[str, "TypeName"], ...] = ()
    result: "TypeName | None" = None


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class UnaryTestList(Node):
    """What a decision table's input entry holds. any_value: the dash."""

    tests: tuple[Node, ...]
    negated: bool = False
    any_value: bool = field(default=False)


def parts_of(node: Node) -> list[Node]:
    """Return the parts that a part is made of, in the order in which they are written."""
    found: list[Node] = []
    kind = type(node)
    if kind is not Literal and kind is not Name:
        for name in kind.__slots__:
            _add(getattr(node, name), found)
    return found


def _add(value: Any, found: list[Node]) -> None:
    if isinstance(value, Node):
        found.append(value)
    elif type(value) is tuple:
        for each in value:
            _add(each, found)


def mentions(part: Node, name: str) -> bool:
    """Whether a part reads a name anywhere in it."""
    return part.name == name if isinstance(part, Name) else any(mentions(each, name) for each in parts_of(part))
