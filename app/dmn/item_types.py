"""Item definitions: the types of a decision model (DMN 1.5 section 7.3.2 and 7.3.3)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.dmn.elements import Element, child, children, text_of
from app.dmn.findings import Findings
from app.dmn.place import Place, place_of
from app.domain.marked import marked
from app.feel import FeelError, FeelWorld, UnaryTests, parse_unary_tests
from app.feel.nearest_allowed import nearest_allowed
from app.feel.read_temporal import read_date, read_date_time, read_duration, read_time
from app.feel.size import MAX_VALUE_DEPTH
from app.feel.types import ANY, SIMPLE, AllowedType, AnyType, ContextType, FeelType, FunctionType, ListType, beneath, parts_of
from app.feel.values import BOOLEAN, DATE, DATE_TIME, DURATION, NUMBER, STRING, TIME, YEARS_MONTHS

# Allowed values are constants: no clock and no calendar can bear on them.
_NO_WORLD: Final = FeelWorld(datetime(2000, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))
_ONCE: Final = marked("Expected each type once, but found %(name)s again")
# What other languages call the types of FEEL.
_MEANT: Final = {
    **dict.fromkeys(("int", "integer", "long", "short", "double", "float", "decimal", "bigdecimal"), "number"),
    **dict.fromkeys(("bool", "truth"), "boolean"),
    **dict.fromkeys(("str", "text", "varchar", "char"), "string"),
    **dict.fromkeys(("datetime", "timestamp"), "date and time"),
}
_STANDARD: Final = frozenset((NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, DURATION, YEARS_MONTHS, ANY.name))
MOST_IMPORTED: Final = 10_000


class ItemAllowed(AllowedType):
    """A type with allowed values, which it keeps: their order is the order of priority."""

    def __init__(self, base: FeelType, tests: UnaryTests, name: str) -> None:
        super().__init__(
            base, lambda value: tests.matches(value, {}, _NO_WORLD) is True, name, tests.text, partial(nearest_allowed, allowed=tests.text)
        )
        object.__setattr__(self, "tests", tests)

    tests: UnaryTests


class ItemTypes:
    """The types of a model by name: its own, the imported ones under their import's name, and the standard's."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.by_name: dict[str, FeelType] = {}
        self._elements: dict[str, Element] = {}
        self._reading: set[str] = set()
        # By id(), so each with the type itself, whose id no other gets while it is kept.
        self._depths: dict[int, tuple[int, FeelType]] = {}
        self._level = 0
        # The allowed values as written, with where they stand.
        self.allowed_texts: list[tuple[Place, str]] = []

    def read(self, root: Element, imported: Sequence[tuple[str, Mapping[str, FeelType]]]) -> None:
        """Read all item definitions of a file. imported: those of imported models, with the names of the imports."""
        count = sum(len(types) for _, types in imported)
        if count > MOST_IMPORTED:
            # Models bring along what they import themselves: some that import each other twice over would make more with every level.
            problem = marked("Expected at most %(limit)s types from imported models and those that these import, but found %(found)s")
            self.findings.add("unknown-import", root, problem, limit=MOST_IMPORTED, found=count)
            imported = ()
        for prefix, types in imported:
            for name, kind in types.items():
                known = self.by_name.setdefault(f"{prefix}.{name}" if prefix else name, kind)
                if known is not kind:
                    self.findings.add("duplicate-type", root, _ONCE, name=name)
        for element in children(root, "itemDefinition"):
            name = element.get("name") or ""
            # A type of the standard's name would take its place in every typeRef that means the standard's (section 7.3.2).
            if name in self._elements or name in self.by_name or name in _STANDARD:
                self.findings.add("duplicate-type", element, _ONCE, name=name)
            self._elements[name] = element
        for name in self._elements:
            self._named(name)

    def _named(self, name: str) -> FeelType | None:
        for each in reversed(self._other_names(name)):
            element = self._elements[each]
            kind = self._definition(element, each)
            self._reading.discard(each)
            if self._depth(kind) > MAX_VALUE_DEPTH:
                kind = self._too_deep(element, each)
            self.by_name[each] = kind
        return self.by_name.get(name)

    def _other_names(self, name: str) -> list[str]:
        """Return a name that is still to be read and those it only is another name of, one after the other; none where it is being read.

        Names for names are read from their end: they nest nothing, so that however many there are must not take as many calls.
        """
        found: list[str] = []
        while name not in self.by_name and name in self._elements and name not in self._reading:
            self._reading.add(name)
            found.append(name)
            element = self._elements[name]
            reference = child(element, "typeRef")
            if child(element, "itemComponent") is not None or child(element, "functionItem") is not None or reference is None:
                break
            text = (reference.text or "").strip()
            name = text if text in self._elements or text in self.by_name else text.partition(":")[2]
        return found

    def _too_deep(self, element: Element, name: str) -> FeelType:
        # No value is nested deeper either (app.feel.size); what walks a type may count on that.
        problem = marked("Expected types nested at most %(limit)s deep, but found %(name)s nested deeper")
        self.findings.add("unknown-type", element, problem, limit=MAX_VALUE_DEPTH, name=name)
        return ANY

    def _depth(self, kind: FeelType) -> int:
        """Return how deep types are nested in a type; each is measured once, however many are made of it."""
        if id(kind) not in self._depths:
            self._depths[id(kind)] = 1 + max((self._depth(part) for part in parts_of(kind).values()), default=0), kind
        return self._depths[id(kind)][0]

    def reference(self, text: str | None, element: Element) -> FeelType:
        """Return the type that a typeRef names. A name that nothing has is a finding."""
        if not text:
            return ANY
        found, name = self.known(text), text.strip()
        if found is None:
            name = name.partition(":")[2] or name
            if name in self._reading:
                problem = "Expected types that do not contain themselves, but found %(name)s inside itself"
                self.findings.add("unknown-type", element, problem, name=name)
            else:
                known = {*self._elements, *self.by_name, *SIMPLE}
                meant = _MEANT.get(name.lower(), "")
                self.findings.unknown("unknown-type", element, "Expected the name of a type, but found %(name)s", name, known, meant=meant)
        return found or ANY

    def known(self, text: str) -> FeelType | None:
        """Return the type that a typeRef names, None where nothing has the name."""
        name = text.strip()
        found = self._named(name) or SIMPLE.get(name)
        if found is None and ":" in name:
            name = name.partition(":")[2]
            found = self._named(name) or SIMPLE.get(name)
        return found

    def of_variable(self, element: Element) -> FeelType:
        """Return the type of an element's variable, any where it says none."""
        variable = child(element, "variable")
        return self.reference(variable.get("typeRef") if variable is not None else None, element)

    def _definition(self, element: Element, name: str) -> FeelType:
        if self._level > 2 * MAX_VALUE_DEPTH:  # a component, or a function, and the type that it names are a level each
            return self._too_deep(element, name)
        self._level += 1
        kind = self._defined(element, name)
        self._level -= 1
        return kind

    def _defined(self, element: Element, name: str) -> FeelType:
        components = list(children(element, "itemComponent"))
        function = child(element, "functionItem")
        reference = child(element, "typeRef")
        kind: FeelType
        if components:
            self.findings.distinct(element, (part.get("name") or "" for part in components), "a component")
            kind = ContextType({part.get("name") or "": self._definition(part, part.get("name") or "") for part in components}, name)
        elif function is not None:
            self._level += 1
            parameters = [self.reference(part.get("typeRef"), part) for part in children(function, "parameters")]
            kind = FunctionType(tuple(parameters), self.reference(function.get("outputTypeRef"), function))
            self._level -= 1
        else:
            kind = self.reference(reference.text if reference is not None else None, element)
        kind = self.allowed(kind, child(element, "allowedValues"), name)
        if element.get("isCollection") in ("true", "1"):
            kind = ListType(kind)
        return self.allowed(kind, child(element, "typeConstraint"), name)

    def allowed(self, kind: FeelType, element: Element | None, name: str) -> FeelType:
        """Return a type narrowed to the values an element allows; the type itself where it allows all."""
        text = text_of(element)
        if element is None or not text:
            return kind
        try:
            narrowed = ItemAllowed(kind, parse_unary_tests(text), name)
        except FeelError as error:
            self.findings.expression(place_of(element), error)
            return kind
        self.allowed_texts.append((place_of(element, f"the allowed values of {name}"), text))
        return narrowed


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    DATE: read_date,
    TIME: read_time,
    DATE_TIME: read_date_time,
    DURATION: read_duration,
    YEARS_MONTHS: read_duration,
}


def read_as(value: Any, kind: FeelType) -> Any:
    """Return a value from outside as a type would have it: text becomes the date, time or duration it spells.

    So it does inside lists and contexts. Variables are JSON, which has no dates; text that spells none is left as it is.
    A list of one item stands for the item where that is of the type (DMN 1.5 section 10.3.2.9.4).
    """
    if isinstance(value, list) and len(value) == 1 and not isinstance(beneath(kind), ListType | AnyType):
        item = _read_as(value[0], kind)
        return item if item is not None and beneath(kind).conforms(item) else value
    return _read_as(value, kind)


def _read_as(value: Any, kind: FeelType) -> Any:
    while isinstance(kind, AllowedType):
        kind = kind.base
    if isinstance(kind, AnyType) or value is None:
        return value
    if isinstance(kind, ListType):
        return [_read_as(item, kind.item) for item in value] if isinstance(value, list) else _read_as(value, kind.item)
    if isinstance(kind, ContextType) and isinstance(value, dict) and kind.fields:
        return {key: _read_as(item, kind.fields.get(key, ANY)) for key, item in value.items()}
    reader = _READERS.get(kind.name) if isinstance(value, str) else None
    found = reader(value) if reader else None
    return value if found is None else found
