"""Boxed expressions: contexts, lists, relations, conditionals, filters, loops, functions and invocations (DMN 1.5 section 10.2.2)."""

from collections.abc import Callable, Iterable
from itertools import chain, repeat
from typing import Any, Final

from msgspec.structs import replace

from app.dmn.boxed_kinds import filtering, kind_of_logic, kind_of_part, parameters_of
from app.dmn.elements import Element, child, children, kind_of_element, text_of
from app.dmn.judging.kinds import CHOICE, bare
from app.dmn.judging.structures import item_of
from app.dmn.logic import EXPRESSIONS, LogicReader, reads
from app.dmn.model_function import ModelFunction
from app.dmn.place import place_of
from app.dmn.written import Seen, WrittenBinding, WrittenInvocation, WrittenText
from app.feel.functions import call_function
from app.feel.iterate import items_of
from app.feel.numbers import whole
from app.feel.run import Code, Env
from app.feel.types import ANY, SIMPLE, FeelType, ListType
from app.feel.values import BOOLEAN, CONTEXT, LIST, NUMBER, kind_of

Check = Callable[[Any, Env], Any]
PARTIAL: Final = "partial"


@reads("context")
def context(reader: LogicReader, element: Element) -> Code:
    """Compile a boxed context: each entry sees those before it. The last may have no variable: it is the value of the whole, a result
    that stands beneath the entries (DMN 1.5 section 10.2.1.4).
    """
    entries: list[tuple[str | None, Code]] = []
    inner = reader
    for entry in children(element, "contextEntry"):
        if entries and entries[-1][0] is None:
            template = "Expected a context whose entry without a name comes last, but found another entry after it"
            reader.findings.add("context-result", entry, template)
        variable = child(entry, "variable")
        name = " ".join((variable.get("name") or "").split()) if variable is not None else None
        kind = reader.types.reference(variable.get("typeRef"), entry) if variable is not None else ANY
        own = replace(inner, entry=f"entry {name}" if name else "", wanted=kind)
        logic = child(entry, *EXPRESSIONS)
        code = own.of(logic, entry)
        if name is not None:
            entries.append((name, own.checked(code, kind, entry)))
            inner = inner.seeing({name: Seen(kind, computed=True, takes=parameters_of(inner, logic))})
        else:
            entries.append((None, code))

    reader.findings.distinct(element, (name for name, _ in entries if name is not None), "an entry")

    def make(env: Env) -> Any:
        env.run.spend(len(entries))
        values: dict[str, Any] = {}
        scope = Env(values, env, env.run)
        for name, code in entries:
            if name is None:
                return code(scope)
            values[name] = code(scope)
        return values

    return make


@reads("list")
def list_(reader: LogicReader, element: Element) -> Code:
    wanted = bare(reader.wanted)
    inner = reader.wanting(wanted.item if isinstance(wanted, ListType) else ANY)
    items = [inner.of(each, element) for each in children(element, *EXPRESSIONS)]
    return lambda env: [item(env) for item in items]


@reads("relation")
def relation(reader: LogicReader, element: Element) -> Code:
    """Compile a relation: a list of contexts, one a row, with the columns as their entries."""
    columns = [" ".join((each.get("name") or "").split()) for each in children(element, "column")]
    kinds = [reader.types.reference(each.get("typeRef"), each) for each in children(element, "column")]
    reader.findings.distinct(element, columns, "a column")
    rows: list[list[Code]] = []
    for row in children(element, "row"):
        drawn = zip(children(row, *EXPRESSIONS), chain(kinds, repeat(ANY)), strict=False)
        cells = [reader.checked(reader.wanting(kind).of(each, row), kind, each) for each, kind in drawn]
        if len(cells) != len(columns):
            template = "Expected a row of %(expected)s cells, but found %(found)s"
            reader.findings.add("row-width", row, template, expected=len(columns), found=len(cells))
        rows.append(cells)
    return lambda env: [{name: cell(env) for name, cell in zip(columns, cells, strict=True)} for cells in rows]


@reads("conditional")
def conditional(reader: LogicReader, element: Element) -> Code:
    condition = reader.wanting(SIMPLE[BOOLEAN]).part(element, "if")
    then, otherwise = reader.part(element, "then"), reader.part(element, "else")

    def choose(env: Env) -> Any:
        found = condition(env)
        if found is True:
            return then(env)
        if found is False or found is None:
            return otherwise(env)
        return env.run.null(f"Expected true or false for if, but found {kind_of(found)}")

    return choose


@reads("filter")
def filter_(reader: LogicReader, element: Element) -> Code:
    """Compile a boxed filter: the items for which its condition is true, or the one item whose place it gives."""
    source = reader.part(element, "in")
    match = filtering(reader, kind_of_part(reader, element, "in")).wanting(CHOICE).part(element, "match")

    def select(env: Env) -> Any:
        value = source(env)
        items = value if kind_of(value) == LIST else [] if value is None else [value]
        kept: list[Any] = []
        for item in items:
            env.run.spend(2)
            scope = Env({"item": item}, env, env.run)
            found = match(Env(item, scope, env.run) if kind_of(item) == CONTEXT else scope)
            if kind_of(found) == NUMBER and not kept:
                place = whole(found)
                if place is None or not 1 <= abs(place) <= len(items):
                    return env.run.null(f"Expected a place within a list of {len(items)} items, but found {found}")
                return items[place - 1 if place > 0 else place]
            if found is True:
                kept.append(item)
            elif found is not False and found is not None:
                return env.run.null(f"Expected true, false or a number in a filter, but found {kind_of(found)}")
        return kept

    return select


@reads("for")
def for_(reader: LogicReader, element: Element) -> Code:
    """Compile a boxed loop: a result for each item; the name `partial` holds those so far."""
    name, source = _iterator(reader, element)
    item = item_of(kind_of_part(reader, element, "in"))
    body = reader.knowing({name: item, PARTIAL: ListType(ANY)}).part(element, "return")

    def run(env: Env) -> Any:
        items = _items(source(env), env)
        if items is None:
            return None
        results: list[Any] = []
        for item in items:
            env.run.spend(2 + (len(results) >> 4))
            results.append(body(Env({name: item, PARTIAL: list(results)}, env, env.run)))
        return results

    return run


@reads("some")
def some(reader: LogicReader, element: Element) -> Code:
    return _quantified(reader, element, True)


@reads("every")
def every(reader: LogicReader, element: Element) -> Code:
    return _quantified(reader, element, False)


def _quantified(reader: LogicReader, element: Element, decisive: bool) -> Code:
    name, source = _iterator(reader, element)
    item = item_of(kind_of_part(reader, element, "in"))
    condition = reader.knowing({name: item}).wanting(SIMPLE[BOOLEAN]).part(element, "satisfies")

    def decide(env: Env) -> Any:
        items = _items(source(env), env)
        if items is None:
            return None
        undecided = False
        for item in items:
            env.run.spend(2)
            found = condition(Env({name: item}, env, env.run))
            if found is decisive:
                return decisive
            if found is not None and not isinstance(found, bool):
                return env.run.null(f"Expected true or false for each item, but found {kind_of(found)}")
            undecided = undecided or found is None
        return env.run.null("Expected true or false for each item") if undecided else not decisive

    return decide


def _iterator(reader: LogicReader, element: Element) -> tuple[str, Code]:
    name = " ".join((element.get("iteratorVariable") or "").split())
    if not name:
        reader.findings.add("iterator", element, "Expected a name for the iterator variable")
    return name, reader.part(element, "in")


def _items(value: Any, env: Env) -> Iterable[Any] | None:
    return items_of(lambda _: value)(env)


@reads("invocation")
def invocation(reader: LogicReader, element: Element) -> Code:
    """Compile a boxed invocation: the called function by its expression, its parameters by name."""
    called = child(element, "literalExpression")
    function = reader.of(called, element)
    names: list[str] = []
    arguments: list[Code] = []
    given: list[WrittenBinding] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        names.append(" ".join((parameter.get("name") or "").split()) if parameter is not None else "")
        value = child(binding, *EXPRESSIONS)
        given.append(WrittenBinding(names[-1], kind_of_logic(reader, value), place_of(value if value is not None else binding)))
        if value is None:
            reader.written.empty.append((reader.owner, place_of(binding)))
        arguments.append(reader.of(value, binding) if value is not None else lambda env: None)
    reader.findings.distinct(element, names, "a parameter")
    if called is not None and kind_of_element(called) == "literalExpression":
        reader.written.invocations.append(
            WrittenInvocation(WrittenText(reader.owner, place_of(called), text_of(called), reader.scope, item=reader.item), tuple(given))
        )
    return lambda env: call_function(env.run, function(env), [argument(env) for argument in arguments], tuple(names) or None)


@reads("functionDefinition")
def function_definition(reader: LogicReader, element: Element) -> Code:
    """Compile a boxed function. Only FEEL is ever run: one of kind Java or PMML gives null when called."""
    parameters = formal_parameters(reader, element)
    names = tuple(name for name, _ in parameters)
    body = function_body(reader.seeing({name: Seen(kind) for name, kind in parameters}), element)
    kinds = tuple(kind for _, kind in parameters)
    return lambda env: ModelFunction("", names, kinds, body, env)


def formal_parameters(reader: LogicReader, element: Element) -> list[tuple[str, FeelType]]:
    found: list[tuple[str, FeelType]] = []
    for each in children(element, "formalParameter"):
        found.append((" ".join((each.get("name") or "").split()), reader.types.reference(each.get("typeRef"), each)))
    reader.findings.distinct(element, (name for name, _ in found), "a parameter")
    return found


def function_body(reader: LogicReader, element: Element) -> Code:
    if (element.get("kind") or "FEEL").upper() != "FEEL":
        return lambda env: env.run.null("Expected a function written in FEEL; functions of other languages are never run")
    return reader.inside(element)
