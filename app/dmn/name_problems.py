"""Names in an expression that mean nothing, told before it is ever evaluated."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct, field

from app.dmn.judging import judge
from app.dmn.judging.calls import HANDED
from app.dmn.static_types import type_of
from app.dmn.written import Scope, Seen
from app.feel import syntax
from app.feel.builtins import BUILTINS
from app.feel.builtins.signature import Signature
from app.feel.compile_tests import INPUT
from app.feel.known_names import CONSTANTS
from app.feel.meant import meant_function, meant_name
from app.feel.mending.signs import in_plain_signs
from app.feel.nearest import nearest_name
from app.feel.properties import properties_of
from app.feel.types import NAMED, SIMPLE, ContextType, FeelType, ListType, RangeType, SimpleType, beneath, resolve
from app.feel.unknown_type import unknown_type
from app.feel.values import RANGE

VARIABLE: Final = "variable"
FUNCTION: Final = "function"
ARGUMENT: Final = "argument"
ENTRY: Final = "entry"
TYPE: Final = "type"
BARE: Final = "bare"
"""The name of a function where a value belongs that its call would give."""
# Names of one file that are likened to the known ones, which takes long.
_LIKENED: Final = 500
# What works out, compares or tests values: no function is one of them.
_OF_VALUES: Final = (
    *(syntax.Arithmetic, syntax.Chain, syntax.Link, syntax.Negation, syntax.Comparison, syntax.Between, syntax.In, syntax.Interval),
    *(syntax.UnaryComparison, syntax.UnaryTestList, syntax.Conjunction, syntax.Disjunction),
)
# A variable may be the caller's own; only a name this like a known one is taken for a slip of the pen.
_ALIKE: Final = 0.8


class NameProblem(Struct, frozen=True):
    """kind: what the name should mean. at: its 0-based character. expected: in words. nearest: the known name most like it, else ""."""

    kind: str
    at: int
    found: str
    expected: str
    nearest: str = ""


class Sight(Struct, frozen=True):
    """What an expression can see.

    scope: names and their types. callables: functions among them with the names of their parameters. functions: further ones by name.
    types: item definitions. open: within a filter, where a name may be an entry of an item. likened: how many names so far, in one file.
    """

    scope: Scope
    callables: Mapping[str, tuple[str, ...]]
    functions: frozenset[str]
    types: Mapping[str, FeelType]
    open: bool = False
    likened: Counter[str] = field(default_factory=Counter)

    def knowing(self, names: Mapping[str, FeelType], *, open: bool = False) -> "Sight":
        scope = {**self.scope, **{name: Seen(kind) for name, kind in names.items()}}
        return Sight(scope, self.callables, self.functions, self.types, self.open or open, self.likened)

    def nearest(self, name: str, known: Iterable[str], alike: float = 0.6) -> str:
        """Return the known name most like one, "" where none is, or where enough names of the file have been likened."""
        self.likened.update(("names",))
        return nearest_name(name, known, alike) if self.likened["names"] <= _LIKENED else ""


def name_problems(node: syntax.Node, sight: Sight) -> Iterator[NameProblem]:
    """Yield the names that mean nothing. A variable is only named where it is nearly a known one; `nearest` then says which."""
    if isinstance(node, syntax.Name):
        yield from _variable(node, sight)
    elif isinstance(node, syntax.Call):
        yield from _call(node, sight)
    elif isinstance(node, syntax.Path):
        yield from name_problems(node.source, sight)
        yield from _entry(node, sight)
    elif isinstance(node, syntax.InstanceOf):
        yield from name_problems(node.value, sight)
        yield from _type(node, sight)
    elif isinstance(node, (syntax.For, syntax.Quantified)):
        yield from _iterations(node, sight)
    elif isinstance(node, syntax.Filter):
        yield from name_problems(node.source, sight)
        yield from name_problems(node.condition, sight.knowing({"item": SIMPLE["Any"]}, open=True))
    elif isinstance(node, syntax.FunctionLiteral):
        yield from name_problems(node.body, sight.knowing({name: SIMPLE["Any"] for name, _ in node.parameters}))
    elif isinstance(node, syntax.ContextLiteral):
        yield from _entries_of(node, sight)
    else:
        for part in syntax.parts_of(node):
            if isinstance(part, syntax.Name) and isinstance(node, _OF_VALUES):
                yield from bare_function(part, sight)
            if type(part) is not syntax.Literal:
                yield from name_problems(part, sight)


def _entries_of(node: syntax.ContextLiteral, sight: Sight) -> Iterator[NameProblem]:
    # One scope that grows: a copy for each of thousands of entries would take time by their square.
    scope, kinds = dict(sight.scope), {name: seen.kind for name, seen in sight.scope.items()}
    inner = Sight(scope, sight.callables, sight.functions, sight.types, sight.open, sight.likened)
    for key, value in node.entries:
        yield from name_problems(value, inner)
        kinds[key] = judge(value, kinds, {}, {})[0]
        scope[key] = Seen(kinds[key])


def _iterations(node: syntax.For | syntax.Quantified, sight: Sight) -> Iterator[NameProblem]:
    for each in node.iterators:
        yield from name_problems(each.domain, sight)
        if each.until is not None:
            yield from name_problems(each.until, sight)
        domain = beneath(type_of(each.domain, sight.scope))
        sight = sight.knowing({each.name: domain.item if isinstance(domain, ListType) else SIMPLE["Any"]})
    body = node.result if isinstance(node, syntax.For) else node.condition
    yield from name_problems(body, sight.knowing({"partial": SIMPLE["list"]}))


def _variable(node: syntax.Name, sight: Sight) -> Iterator[NameProblem]:
    if sight.open or node.name == INPUT or node.name in sight.scope or node.name in BUILTINS or node.name in sight.functions:
        return
    meant = meant_name(node.name)
    # Where nothing is known of variables, any other name may be one of them.
    near = meant or (sight.scope and sight.nearest(node.name, [*sight.scope, *CONSTANTS], _ALIKE)) or _constant(node.name)
    expected = "a known name" if in_plain_signs(node.name) == node.name else "a known name (full-width signs are letters of a name)"
    if near:
        yield NameProblem(VARIABLE, node.at, node.name, expected, near)


def _constant(name: str) -> str:
    """Return the constant that a name is but for the order of its letters, "" where it is none."""
    return next((each for each in CONSTANTS if sorted(each) == sorted(name)), "")


def bare_function(node: syntax.Name, sight: Sight) -> Iterator[NameProblem]:
    """Yield the name of a function of FEEL or of the calendar, which nothing in sight hides, as what should be its call."""
    name = node.name
    if not sight.open and name not in sight.scope and (name in BUILTINS or name in sight.functions):
        call = f"{name}()" if takes_nothing(name) else f"{name}(...)"
        yield NameProblem(BARE, node.at, name, "a value, which a function gives only where it is called,", call)


def takes_nothing(name: str) -> bool:
    """Whether a function of FEEL may be called without arguments."""
    return name in BUILTINS and 0 in (BUILTINS[name].arities or ())


def _call(node: syntax.Call, sight: Sight) -> Iterator[NameProblem]:
    for argument in node.arguments:
        yield from name_problems(argument, sight)
    if not isinstance(node.function, syntax.Name):
        yield from name_problems(node.function, sight)
        return
    name = node.function.name
    if name in sight.callables:
        yield from _own_arguments(node, name, sight.callables[name], sight)
    elif name in sight.scope:
        return
    elif name in sight.functions:
        if name in HANDED:
            yield from _own_arguments(node, name, HANDED[name], sight)
    elif name in BUILTINS:
        yield from _arguments(node, name, sight)
    elif not sight.open:
        near = meant_function(name, BUILTINS) or sight.nearest(name, {*sight.scope, *sight.functions, *BUILTINS})
        yield NameProblem(FUNCTION, node.function.at, name, "a known function", near)


def _own_arguments(node: syntax.Call, name: str, parameters: tuple[str, ...], sight: Sight) -> Iterator[NameProblem]:
    shown = f"the arguments of {name}({', '.join(parameters)})"
    for each in node.names or ():
        if each not in parameters:
            yield NameProblem(ARGUMENT, node.at, each, shown, sight.nearest(each, parameters))
    if node.names is None and len(node.arguments) != len(parameters):
        yield NameProblem(ARGUMENT, node.at, str(len(node.arguments)), shown)
    elif node.names is not None and set(node.names) < set(parameters):
        yield NameProblem(ARGUMENT, node.at, ", ".join(node.names), shown)


def _arguments(node: syntax.Call, name: str, sight: Sight) -> Iterator[NameProblem]:
    function = BUILTINS[name]
    shown = "the arguments of " + " or ".join(signature.text for signature in function.signatures)
    known = {parameter.name for signature in function.signatures for parameter in signature.parameters if not parameter.many}
    for each in node.names or ():
        if each not in known:
            yield NameProblem(ARGUMENT, node.at, each, shown, sight.nearest(each, known))
    if node.names is None and function.arities is not None and len(node.arguments) not in function.arities:
        yield NameProblem(ARGUMENT, node.at, str(len(node.arguments)), shown)
    elif node.names is not None and known.issuperset(node.names) and not any(_has_all(each, node.names) for each in function.signatures):
        yield NameProblem(ARGUMENT, node.at, ", ".join(node.names), shown)


def _has_all(signature: Signature, names: Iterable[str]) -> bool:
    """Whether a function may be called with arguments of these names in one of its ways."""
    given, parameters = set(names), signature.parameters
    return given <= {each.name for each in parameters if not each.many} and all(each.optional or each.name in given for each in parameters)


def _entry(node: syntax.Path, sight: Sight) -> Iterator[NameProblem]:
    source = beneath(type_of(node.source, sight.scope))
    while isinstance(source, ListType):
        source = beneath(source.item)
    known = _entries(source)
    if known is not None and node.name not in known:
        expected = f"a property of a {source.name}: {', '.join(known)}" if known else f"no property, which a {source.name} has not,"
        yield NameProblem(ENTRY, node.at, node.name, expected, sight.nearest(node.name, known))


def _entries(source: FeelType) -> tuple[str, ...] | None:
    """Return the names that can follow a dot after a value of a type; None where that is open."""
    if isinstance(source, ContextType):
        return tuple(source.fields) or None
    if isinstance(source, SimpleType):
        return properties_of(source.name)
    return properties_of(RANGE) if isinstance(source, RangeType) else None


def _type(node: syntax.InstanceOf, sight: Sight) -> Iterator[NameProblem]:
    if resolve(node.type, sight.types) is None:
        unknown = unknown_type(node.type, sight.types)
        near = sight.nearest(unknown.name, {*NAMED, *sight.types})
        yield NameProblem(TYPE, node.at if unknown is node.type else unknown.at, unknown.name, "a known type", near)
