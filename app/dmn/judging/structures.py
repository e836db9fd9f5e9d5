"""Judging values, names, choices, loops, lists, contexts, functions and calls."""

from typing import Final

from msgspec.structs import replace

from app.dmn.judging.calls import HANDED, Misfit, built_in, of_calendar, of_items, of_model
from app.dmn.judging.kinds import bare, common, kind_name, shown_type, simple
from app.dmn.judging.patterns import note_patterns
from app.dmn.judging.problem import ARGUMENT, CHOICE, NULL, PLACE, STEPS, TRUTH, UNREAD
from app.dmn.judging.reading import READERS, shown_text
from app.dmn.judging.results import result_of
from app.dmn.judging.sight import Sight, judges
from app.dmn.judging.written_values import arguments_by_name
from app.feel import syntax
from app.feel.builtins import BUILTINS
from app.feel.numbers import whole, write_number
from app.feel.properties import properties_of
from app.feel.types import ANY, SIMPLE, ContextType, FeelType, FunctionType, ListType, RangeType, resolve
from app.feel.values import BOOLEAN, DATE, DATE_TIME, DURATION, NUMBER, RANGE, STRING, TIME, kind_of

# Functions that take a place, with the parameter for it: 1 is the first, -1 the last, and 0 none (DMN 1.5 tables 75 and 76).
_COUNTING: Final = {
    **dict.fromkeys(("substring", "sublist"), "start position"),
    **dict.fromkeys(("insert before", "remove", "list replace"), "position"),
}


@judges(syntax.Literal)
def literal(node: syntax.Literal, sight: Sight) -> FeelType:
    return simple(kind_of(node.value))


@judges(syntax.UnreadLiteral)
def unread(node: syntax.UnreadLiteral, sight: Sight) -> FeelType:
    sight.find(node.at, UNREAD, node, NULL, function="@", found=shown_text(node.text))
    return ANY


@judges(syntax.Name)
def name(node: syntax.Name, sight: Sight) -> FeelType:
    return ANY if node.name in sight.callables else sight.scope.get(node.name, ANY)


@judges(syntax.If)
def if_(node: syntax.If, sight: Sight) -> FeelType:
    sight.truth(node.condition, TRUTH, word="if")
    parts = [(part, sight.judge(part)) for part in (node.then, node.otherwise)]
    return common([kind for part, kind in parts if not (type(part) is syntax.Literal and part.value is None)])


@judges(syntax.For)
def for_(node: syntax.For, sight: Sight) -> FeelType:
    inner = _iterating(node.iterators, sight.knowing({"partial": ListType(ANY)}))
    return ListType(inner.judge(node.result))


@judges(syntax.Quantified)
def quantified(node: syntax.Quantified, sight: Sight) -> FeelType:
    inner = _iterating(node.iterators, sight)
    inner.truth(node.condition, TRUTH, word="satisfies")
    return SIMPLE[BOOLEAN]


def _iterating(iterators: tuple[syntax.Iterator, ...], sight: Sight) -> Sight:
    for each in iterators:
        domain = sight.judge(each.domain)
        item = _between(each, domain, sight.judge(each.until), sight) if each.until is not None else item_of(domain)
        sight = sight.knowing({each.name: item})
    return sight


def _between(each: syntax.Iterator, low: FeelType, high: FeelType, sight: Sight) -> FeelType:
    names = {kind_name(low), kind_name(high)} - {None}
    if not names <= {NUMBER, DATE} or len(names) > 1:
        sight.find(each.at, STEPS, each, NULL, left=shown_type(low), right=shown_type(high))
    return simple(names.pop() if len(names) == 1 else None)


def item_of(kind: FeelType) -> FeelType:
    """Return the type of what a loop or a filter over a value runs over; a value that is no list is taken for a list of one."""
    kind = bare(kind)
    return bare(kind.item) if isinstance(kind, ListType | RangeType) else kind


@judges(syntax.ListLiteral)
def list_literal(node: syntax.ListLiteral, sight: Sight) -> FeelType:
    return ListType(common([sight.judge(item) for item in node.items]))


@judges(syntax.ContextLiteral)
def context_literal(node: syntax.ContextLiteral, sight: Sight) -> FeelType:
    fields: dict[str, FeelType] = {}
    # One scope that grows: a copy for each of thousands of entries would take time by their square.
    scope, callables = dict(sight.scope), dict(sight.callables)
    inner = replace(sight, scope=scope, callables=callables)
    for key, value in node.entries:
        scope[key] = fields[key] = inner.judge(value)
        callables.pop(key, None)
    return ContextType(fields)


@judges(syntax.Path)
def path(node: syntax.Path, sight: Sight) -> FeelType:
    return property_type(sight.judge(node.source), node.name)


def property_type(source: FeelType, name: str) -> FeelType:
    """Return the type of what follows a dot after a value; after a list, that of each item."""
    source = bare(source)
    if isinstance(source, ListType):
        return ListType(property_type(source.item, name))
    if isinstance(source, ContextType):
        return source.fields.get(name, ANY)
    if isinstance(source, RangeType) and name in properties_of(RANGE):
        return SIMPLE[BOOLEAN] if name.endswith("included") else bare(source.item)
    if kind_name(source) in (DATE, DATE_TIME, TIME) and name in ("time offset", "timezone"):
        return SIMPLE[DURATION if name == "time offset" else STRING]
    return SIMPLE[NUMBER] if name in properties_of(kind_name(source) or "") else ANY


@judges(syntax.Filter)
def filter_(node: syntax.Filter, sight: Sight) -> FeelType:
    source = sight.judge(node.source)
    item = bare(source.item) if isinstance(source, ListType) else source
    written = node.condition
    if isinstance(written, syntax.Literal) and kind_of(written.value) == NUMBER and not whole(written.value):
        sight.find(written.at, PLACE, node, NULL, found=write_number(written.value))
    condition = sight.of_item(item).truth(node.condition, CHOICE, also=(NUMBER,))
    if kind_name(condition) == NUMBER:
        # A place that is worked out may come out null, and then the filter leaves an empty list.
        return item if isinstance(node.condition, syntax.Literal) else ANY
    return ListType(item) if kind_name(condition) == BOOLEAN else ANY


@judges(syntax.FunctionLiteral)
def function_literal(node: syntax.FunctionLiteral, sight: Sight) -> FeelType:
    kinds = {name: (resolve(kind, sight.types) if kind is not None else None) or ANY for name, kind in node.parameters}
    sight.knowing(kinds).judge(node.body)
    return FunctionType(None, ANY)


@judges(syntax.InstanceOf)
def instance_of(node: syntax.InstanceOf, sight: Sight) -> FeelType:
    sight.judge(node.value)
    return SIMPLE[BOOLEAN]


@judges(syntax.Call)
def call(node: syntax.Call, sight: Sight) -> FeelType:
    """Judge a call: its arguments, whether they may fit, and what it gives."""
    given = [sight.judge(argument) for argument in node.arguments]
    if not isinstance(node.function, syntax.Name):
        sight.judge(node.function)
        return ANY
    called, names = node.function.name, node.names
    if called in sight.callables and not sight.unknown:
        function = sight.callables[called]
        _note(node, sight, given, of_model(called, function, given, names))
        return function.result
    if not sight.holds_builtin(called) or not (called in BUILTINS or called in HANDED):
        return ANY
    if called in HANDED:
        _note(node, sight, given, of_calendar(called, given, names))
    else:
        _note(node, sight, given, built_in(called, given, names) or of_items(called, given, names))
        _note_written(node, called, sight)
    return result_of(called, given, named=names is not None)


def _note_written(node: syntax.Call, called: str, sight: Sight) -> None:
    """Note arguments that are written out and that a function can never use."""
    if called in READERS and node.names is None and node.arguments:
        text = node.arguments[0]
        if isinstance(text, syntax.Literal) and type(text.value) is str and not READERS[called](text.value):
            sight.find(text.at, UNREAD, node, NULL, function=called, found=shown_text(text.value))
    note_patterns(node, called, sight)
    if called in _COUNTING:
        place = arguments_by_name(node, called).get(_COUNTING[called])
        if isinstance(place, syntax.Literal) and kind_of(place.value) == NUMBER and int(place.value) == 0:
            sight.find(place.at, PLACE, node, NULL, found=write_number(place.value))


def _note(node: syntax.Call, sight: Sight, given: list[FeelType], misfit: Misfit | None) -> None:
    if misfit is not None:
        facts = {"function": misfit.function, "parameter": misfit.parameter, "expected": misfit.expected}
        sight.find(node.arguments[misfit.place].at, ARGUMENT, node, NULL, found=shown_type(given[misfit.place]), **facts)
