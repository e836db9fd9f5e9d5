"""Compiling the logic of decisions: literal and boxed expressions (DMN 1.5 section 7.3 and 10.2)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from app.dmn.elements import Element, child, kind_of_element, text_of
from app.dmn.findings import Findings
from app.dmn.item_types import ItemTypes
from app.dmn.place import place_of
from app.dmn.trace import traced_expression, traced_tests
from app.dmn.written import Scope, Seen, WrittenModel, WrittenText
from app.feel import Expression, FeelError, UnaryTests, parse_expression, parse_unary_tests
from app.feel.misfit import misfit
from app.feel.reasons import Where, traced
from app.feel.run import Code, Env
from app.feel.size import spend_walk
from app.feel.types import ANY, UNFIT, FeelType, coerce

EXPRESSIONS: Final = (
    *("literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition", "conditional"),
    *("filter", "for", "some", "every"),
)
_FEEL: Final = ("feel", "")
# Their value is that of a part of them, which therefore must be of the same type; that of a list is made of its parts.
_PASSED_ON: Final = ("literalExpression", "conditional", "list", "decisionTable")


class LogicReader(Struct, frozen=True):
    """Reads the logic of one element, and notes what is written in it.

    owner: the element's id. scope: the names in sight, so that those of several words are recognised. item: within a filter.
    entry: the entry of a boxed context that is being read, in words. wanted: the type that the value of what is read must be of.
    tracing: whether the reasons of an evaluation say in which text they were given, and at which character.
    """

    findings: Findings
    types: ItemTypes
    written: WrittenModel
    owner: str
    scope: Scope
    item: bool = False
    tracing: bool = False
    entry: str = ""
    wanted: FeelType = ANY

    def knowing(self, names: Mapping[str, FeelType], *, item: bool = False) -> "LogicReader":
        """Return a reader that knows more names, of values that the logic computes itself."""
        return self.seeing({name: Seen(kind, computed=True) for name, kind in names.items()}, item=item)

    def seeing(self, names: Scope, *, item: bool = False) -> "LogicReader":
        """Return a reader that knows more names."""
        return replace(self, scope={**self.scope, **names}, item=self.item or item)

    def of(self, element: Element | None, where: Element) -> Code:
        """Return the compiled logic of an expression element; null where there is none, with a finding."""
        if element is None:
            self.findings.add("no-expression", where, "Expected an expression, but found none")
            return _null
        kind = self.types.reference(element.get("typeRef"), element)
        name = kind_of_element(element)
        wanted = ANY if name not in _PASSED_ON else self.wanted if kind is ANY else kind
        return self.checked(_READERS[name](self.wanting(wanted), element), kind, element)

    def checked(self, code: Code, kind: FeelType, element: Element) -> Code:
        """Return logic whose value is of a type, or null with a reason; where it is traced, one that says in which element."""
        found = checked(code, kind)
        return traced(found, Where(place=place_of(element, self.entry), owner=self.owner)) if self.tracing and found is not code else found

    def wanting(self, kind: FeelType) -> "LogicReader":
        """Return a reader of what must give a value of a type."""
        return self if kind is self.wanted else replace(self, wanted=kind)

    def inside(self, element: Element) -> Code:
        """Return the compiled logic of the expression inside an element such as `in` or `then`."""
        return self.of(child(element, *EXPRESSIONS), element)

    def part(self, element: Element, kind: str) -> Code:
        """Return the compiled logic inside a child that must be there."""
        found = child(element, kind)
        if found is None:
            self.findings.add("no-expression", element, "Expected the part %(kind)s, but found none", kind=kind)
            return _null
        return self.inside(found)

    def text(self, text: str, element: Element, cell: str = "") -> Expression:
        """Return a compiled FEEL text; `null` for an empty one, or one that cannot be read. cell: where it stands in a table."""
        return self.compiled(self.noted(text or "null", element, cell or self.entry))

    def noted(self, text: str, element: Element, cell: str, *, tests: bool = False) -> WrittenText:
        """Note a text as written, and return it so."""
        found = WrittenText(self.owner, place_of(element, cell), text, self.scope, tests, self.item, self.wanted)
        self.written.texts.append(found)
        return found

    def compiled(self, written: WrittenText) -> Expression:
        """Return the compiled expression of a noted text; `null` for one that cannot be read."""
        try:
            found = parse_expression(written.text, written.scope, tracing=self.tracing)
            return traced_expression(found, written) if self.tracing else found
        except FeelError as error:
            self.findings.expression(written.place, error)
            return _unreadable(error)

    def compiled_tests(self, written: WrittenText) -> UnaryTests:
        """Return the compiled unary tests of a noted text; nothing passes those that cannot be read."""
        try:
            found = parse_unary_tests(written.text, written.scope, tracing=self.tracing)
            return traced_tests(found, written) if self.tracing else found
        except FeelError as error:
            self.findings.expression(written.place, error)
            return parse_unary_tests("false")


def _null(env: Env) -> Any:
    return None


def _unreadable(error: FeelError) -> Expression:
    found = parse_expression("null")
    return Expression(found.text, found.names, found.functions, lambda env: env.run.null(error.message))


def checked(code: Code, kind: FeelType) -> Code:
    """Return logic whose value is of a type, or null with a reason (section 10.3.2.9.4)."""
    if kind is ANY:
        return code

    def check(env: Env) -> Any:
        value = code(env)
        spend_walk(env.run, value)
        taken = coerce(value, kind)
        return env.run.null_for(lambda: misfit(value, kind).of("as the value")) if taken is UNFIT else taken

    return check


def check_language(findings: Findings, element: Element) -> None:
    """Note an element, such as a literal expression or the definitions, whose expressions are in another language than FEEL."""
    language = (element.get("expressionLanguage") or "").rstrip("/").rpartition("/")[2].lower()
    if language not in _FEEL:
        findings.add("language", element, "Expected FEEL, but found the language %(language)s", language=language)


def literal(reader: LogicReader, element: Element) -> Code:
    check_language(reader.findings, element)
    if not text_of(element):
        reader.written.empty.append((reader.owner, place_of(element, reader.entry)))
    return reader.text(text_of(element), element).code


_READERS: Final[dict[str, Callable[[LogicReader, Element], Code]]] = {"literalExpression": literal}


def reads(kind: str) -> Callable[[Callable[[LogicReader, Element], Code]], Callable[[LogicReader, Element], Code]]:
    """Mark a function as the reader of one kind of expression element."""

    def register(function: Callable[[LogicReader, Element], Code]) -> Callable[[LogicReader, Element], Code]:
        _READERS[kind] = function
        return function

    return register
