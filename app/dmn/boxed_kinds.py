"""What can be said of the value of a boxed expression before it is evaluated: the type of what a loop, a filter or a call is given."""

from msgspec.structs import replace

from app.dmn.elements import Element, child, children, kind_of_element, text_of
from app.dmn.judging.kinds import kind_name
from app.dmn.judging.structures import item_of
from app.dmn.logic import EXPRESSIONS, LogicReader
from app.dmn.static_types import type_of
from app.dmn.written import Seen
from app.feel import FeelError, syntax
from app.feel.grammar import read_expression
from app.feel.types import ANY, ContextType, FeelType, ListType, resolve
from app.feel.values import CONTEXT


def kind_of_logic(reader: LogicReader, element: Element | None) -> FeelType:
    """Return the type that the value of an expression element has where it is not null; Any where that cannot be told."""
    if element is None:
        return ANY
    own = reader.types.known(element.get("typeRef") or "")
    if own is not None and own is not ANY:
        return own
    kind = kind_of_element(element)
    if kind == "literalExpression":
        return _of_text(reader, text_of(element))
    if kind == "relation":
        columns = {each.get("name") or "": reader.types.known(each.get("typeRef") or "") or ANY for each in children(element, "column")}
        return ListType(ContextType(columns))
    if kind == "filter":
        source = kind_of_part(reader, element, "in")
        return source if isinstance(source, ListType) else ANY
    return ListType(ANY) if kind in ("list", "for") else ANY


def parameters_of(reader: LogicReader, element: Element | None) -> dict[str, FeelType] | None:
    """Return the parameters of a function that is drawn or written out, with their types; None for any other expression."""
    kind = "" if element is None else kind_of_element(element)
    if kind == "functionDefinition":
        drawn = children(element, "formalParameter")
        return {" ".join((each.get("name") or "").split()): reader.types.known(each.get("typeRef") or "") or ANY for each in drawn}
    if kind != "literalExpression":
        return None
    try:
        node = read_expression(text_of(element) or "null", reader.scope)
    except FeelError:
        return None
    if not isinstance(node, syntax.FunctionLiteral):
        return None
    return {name: (resolve(kind, reader.types.by_name) if kind is not None else None) or ANY for name, kind in node.parameters}


def kind_of_part(reader: LogicReader, element: Element, part: str) -> FeelType:
    """Return the same of what stands within a child such as `in`."""
    found = child(element, part)
    return ANY if found is None else kind_of_logic(reader, child(found, *EXPRESSIONS))


def _of_text(reader: LogicReader, text: str) -> FeelType:
    try:
        return type_of(read_expression(text, reader.scope), reader.scope) if text else ANY
    except FeelError:
        return ANY


def filtering(reader: LogicReader, source: FeelType) -> LogicReader:
    """Return a reader of the condition of a filter: an item that may be a context hides, by its entries, any name around it."""
    item = item_of(source)
    if kind_name(item) not in (None, CONTEXT):
        return reader.knowing({"item": item})
    entries = getattr(item, "fields", {})
    around = {name: replace(seen, kind=ANY) for name, seen in reader.scope.items()}
    own = {name: Seen(kind, computed=True) for name, kind in {"item": item, **entries}.items()}
    return replace(reader, scope={**around, **own}, item=True)
