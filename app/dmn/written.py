"""What a decision model holds as its author wrote it: for those who judge a model rather than ask it."""

from collections.abc import Mapping

from msgspec import Struct, field

from app.dmn.place import Place
from app.dmn.table import DecisionTable
from app.feel.types import ANY, FeelType


class Seen(Struct, frozen=True):
    """A name in sight of an expression. computed: it comes of other values, so it may not take every value of its type.

    drawn: it is that of an element of the graph. takes: of a boxed function, its parameters with their types.
    """

    kind: FeelType = ANY
    computed: bool = False
    drawn: bool = False
    takes: Mapping[str, FeelType] | None = None


Scope = Mapping[str, Seen]


class WrittenText(Struct, frozen=True):
    """A FEEL text. owner: the id of the decision or knowledge model. scope: what it can see by name, beside the caller's variables.

    tests: whether it is unary tests. item: it stands in a boxed filter, where names may mean the entries of an item.
    wanted: the type that its value must be of; of unary tests, the type of what is tested.
    """

    owner: str
    place: Place
    text: str
    scope: Scope
    tests: bool = False
    item: bool = False
    wanted: FeelType = ANY


class WrittenRule(Struct, frozen=True):
    """tests, results: the cells, one for each input and output."""

    place: Place
    tests: tuple[WrittenText, ...]
    results: tuple[WrittenText, ...]


class WrittenTable(Struct, frozen=True):
    """A decision table as drawn. owner: as in WrittenText. table: the same, compiled.

    wanted: the type that its value must be of. kind: the one that it has where it is not null; told only where one is wanted.
    """

    owner: str
    place: Place
    policy: str
    inputs: tuple[WrittenText, ...]
    rules: tuple[WrittenRule, ...]
    table: DecisionTable
    kind: FeelType = ANY
    wanted: FeelType = ANY


class WrittenBinding(Struct, frozen=True):
    """What a boxed invocation gives a parameter. kind: the type of the value, Any where that cannot be told."""

    parameter: str
    kind: FeelType
    place: Place


class WrittenInvocation(Struct, frozen=True):
    """A boxed invocation. called: the text that says which function."""

    called: WrittenText
    bindings: tuple[WrittenBinding, ...]


class WrittenModel(Struct):
    """Everything written in one model, in the order in which it was read. values: the allowed values of types and of a
    table's columns. empty: literal expressions without a text, with the element that they belong to.
    """

    texts: list[WrittenText] = field(default_factory=list)
    tables: list[WrittenTable] = field(default_factory=list)
    values: list[WrittenText] = field(default_factory=list)
    empty: list[tuple[str, Place]] = field(default_factory=list)
    invocations: list[WrittenInvocation] = field(default_factory=list)
