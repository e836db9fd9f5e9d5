"""What can be said of an expression's value before it is evaluated."""

from typing import Final

from app.dmn.written import Scope, Seen
from app.feel import syntax
from app.feel.properties import properties_of
from app.feel.types import ANY, SIMPLE, AnyType, ContextType, FeelType, ListType, SimpleType, beneath
from app.feel.values import BOOLEAN, NULL, NUMBER, kind_of

_TRUTHS: Final = (
    syntax.Comparison,
    syntax.Conjunction,
    syntax.Disjunction,
    syntax.Between,
    syntax.In,
    syntax.InstanceOf,
    syntax.Quantified,
)
_RESULTS: Final = {
    **dict.fromkeys(("count", "string length", "abs", "floor", "ceiling", "modulo", "sqrt", "day of year", "week of year"), NUMBER),
    **{"number": NUMBER, "string": "string", "upper case": "string", "lower case": "string", "substring": "string"},
    **{"date": "date", "time": "time", "date and time": "date and time", "today": "date", "now": "date and time"},
    **dict.fromkeys(("contains", "starts with", "ends with", "list contains", "matches", "is defined"), BOOLEAN),
}


def type_of(node: syntax.Node, scope: Scope) -> FeelType:
    """Return the type that a value has if it is not null; Any where that cannot be told."""
    if isinstance(node, syntax.Literal):
        return SIMPLE.get(kind_of(node.value), ANY) if kind_of(node.value) != NULL else ANY
    if isinstance(node, syntax.Name):
        return scope.get(node.name, Seen()).kind
    if isinstance(node, syntax.Path):
        return _property(beneath(type_of(node.source, scope)), node.name)
    if isinstance(node, syntax.ContextLiteral):
        return ContextType({key: type_of(value, scope) for key, value in node.entries})
    if isinstance(node, syntax.ListLiteral):
        kinds = [type_of(item, scope) for item in node.items]
        return ListType(kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else ANY)
    if isinstance(node, _TRUTHS) or (isinstance(node, syntax.Chain) and node.links[0].operator in ("and", "or")):
        return SIMPLE[BOOLEAN]
    if isinstance(node, syntax.Call) and isinstance(node.function, syntax.Name) and node.function.name not in scope:
        return SIMPLE.get(_RESULTS.get(node.function.name, ""), ANY)
    return ANY


def _property(source: FeelType, name: str) -> FeelType:
    if isinstance(source, ContextType):
        return source.fields.get(name, ANY)
    if isinstance(source, SimpleType) and name in properties_of(source.name) and name not in ("time offset", "timezone"):
        return SIMPLE[NUMBER]
    return ANY


def is_known(kind: FeelType) -> bool:
    return not isinstance(kind, AnyType)
