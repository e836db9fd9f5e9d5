"""The parts an expression is made of, as the grammar of DMN 1.5 section 10.3.1.2 names them.

`at` is the 0-based character at which a part starts.
"""

from typing import Any

from msgspec import Struct, field


class Node(Struct, frozen=True):
    at: int


class Literal(Node, frozen=True):
    """A value written out: number, string, boolean, null, or a temporal by an at-literal."""

    value: Any


class UnreadLiteral(Literal, frozen=True):
    """An at-literal that spells no date, time or duration, and is therefore null. text: what stands in its quotes."""

    text: str


class Name(Node, frozen=True):
    name: str


class Negation(Node, frozen=True):
    operand: Node


class Arithmetic(Node, frozen=True):
    """operator: + - * / **"""

    operator: str
    left: Node
    right: Node


class Comparison(Node, frozen=True):
    """operator: = != < <= > >="""

    operator: str
    left: Node
    right: Node


class Conjunction(Node, frozen=True):
    left: Node
    right: Node


class Disjunction(Node, frozen=True):
    left: Node
    right: Node


class Link(Node, frozen=True):
    """One step of a chain. operator: + - * / and or"""

    operator: str
    operand: Node


class Chain(Node, frozen=True):
    """Three or more terms side by side, worked out from the left: `a + b - c`, `a * b / c`, `a or b or c`.

    It is no deeper than its deepest term, however many there are.
    """

    first: Node
    links: tuple[Link, ...]


class Between(Node, frozen=True):
    value: Node
    low: Node
    high: Node


class In(Node, frozen=True):
    """tests: positive unary tests; any of them may hold."""

    value: Node
    tests: tuple[Node, ...]


class Interval(Node, frozen=True):
    """A range with both ends written; a missing end is None."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool


class UnaryComparison(Node, frozen=True):
    """A range with one end, or a value to be equal to: `< 5`, `>= x`, `= 5`, `!= 5`."""

    operator: str
    end: Node


class If(Node, frozen=True):
    condition: Node
    then: Node
    otherwise: Node


class Iterator(Node, frozen=True):
    """`name in domain`, or `name in domain..until`."""

    name: str
    domain: Node
    until: Node | None


class For(Node, frozen=True):
    iterators: tuple[Iterator, ...]
    result: Node


class Quantified(Node, frozen=True):
    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


class ListLiteral(Node, frozen=True):
    items: tuple[Node, ...]


class ContextLiteral(Node, frozen=True):
    entries: tuple[tuple[str, Node], ...]


class Path(Node, frozen=True):
    source: Node
    name: str


class Filter(Node, frozen=True):
    source: Node
    condition: Node


class Call(Node, frozen=True):
    """names: of the arguments, where they are named, else None."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None


class TypeName(Node, frozen=True):
    """A type as written: `list<number>` is TypeName("list", arguments=(number,)).

    fields: of a context type, or the parameters of a function type; result: of a function type.
    """

    name: str
    arguments: tuple["TypeName", ...] = ()
    fields: tuple[tuple[str, "TypeName"], ...] = ()
    result: "TypeName | None" = None


class InstanceOf(Node, frozen=True):
    value: Node
    type: TypeName


class FunctionLiteral(Node, frozen=True):
    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Node
    external: bool = False


class UnaryTestList(Node, frozen=True):
    """What a decision table's input entry holds. any_value: the dash."""

    tests: tuple[Node, ...]
    negated: bool = False
    any_value: bool = field(default=False)


def parts_of(node: Node) -> list[Node]:
    """Return the parts that a part is made of, in the order in which they are written."""
    found: list[Node] = []
    kind = type(node)
    if kind is not Literal and kind is not Name:
        for name in node.__struct_fields__:
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
