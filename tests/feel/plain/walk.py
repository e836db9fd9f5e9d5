"""A second evaluator: walks the tree that the parser gives, one rule of the standard after the other, and compiles nothing.

It takes nothing from the product but the tree itself and the classes that values come in; it counts no steps and gives no
reasons. Section numbers are those of DMN 1.5.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import singledispatchmethod
from typing import Any

from app.feel import syntax
from tests.feel.plain import arithmetic
from tests.feel.plain.comparing import compared, conjoined, disjoined, order
from tests.feel.plain.entries import Scopes, entry_passes, passes
from tests.feel.plain.functions import NATIVE, arities, call_native
from tests.feel.plain.kinds import UNKNOWN, become, of_type
from tests.feel.plain.properties import property_of
from tests.feel.plain.values import Day, Native, Span, Written, kind, taken

# More turns than any expression of the tests needs; one that needs more is not compared.
MOST_TURNS = 20_000
# A built-in function is the same one wherever it is named: `abs = abs`.
_NATIVES = {name: Native(name) for name in NATIVE}


class TooLongError(Exception):
    """The expression takes more turns than the comparison is worth."""


def evaluated(node: syntax.Node, variables: Mapping[str, Any], plain: Mapping[str, Any] | None = None) -> Any:
    """Return the plain value of an expression. plain: variables that are plain values already, such as functions. Raises TooLongError."""
    given = {**(plain or {})}
    return Walk().value(node, [given | {name: taken(value) for name, value in variables.items() if name not in given}])


def cell_passes(node: syntax.UnaryTestList, value: Any, variables: Mapping[str, Any]) -> bool | None:
    """Return whether a value passes unary tests. Raises TooLongError."""
    walk = Walk()
    wanted = taken(value)
    scopes = [{name: taken(each) for name, each in variables.items()}, {"?": wanted}]
    if node.any_value:
        return True
    found = disjoined(*(entry_passes(walk.value, test, wanted, scopes) for test in node.tests))
    if node.negated:
        return None if found is None else not found
    return found


def whole(value: Any) -> int | None:
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else None


class Walk:
    """One evaluation."""

    def __init__(self) -> None:
        self.turns = 0

    def turn(self) -> None:
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise TooLongError

    @singledispatchmethod
    def value(self, node: syntax.Node, scopes: Scopes) -> Any:
        raise TypeError(f"No rule for {type(node).__name__}")

    @value.register
    def _(self, node: syntax.Literal, scopes: Scopes) -> Any:
        return taken(node.value)

    @value.register
    def _(self, node: syntax.Name, scopes: Scopes) -> Any:
        for scope in reversed(scopes):
            if node.name in scope:
                return scope[node.name]
        return _NATIVES.get(node.name)

    @value.register
    def _(self, node: syntax.Negation, scopes: Scopes) -> Any:
        return arithmetic.turned(self.value(node.operand, scopes))

    @value.register
    def _(self, node: syntax.Arithmetic, scopes: Scopes) -> Any:
        return arithmetic.calculated(node.operator, self.value(node.left, scopes), self.value(node.right, scopes))

    @value.register
    def _(self, node: syntax.Comparison, scopes: Scopes) -> Any:
        return compared(node.operator, self.value(node.left, scopes), self.value(node.right, scopes))

    def truth(self, node: syntax.Node, scopes: Scopes) -> bool | None:
        """Return true or false, and null for everything else (table 50)."""
        found = self.value(node, scopes)
        return found if isinstance(found, bool) else None

    @value.register
    def _(self, node: syntax.Conjunction, scopes: Scopes) -> Any:
        return conjoined(self.truth(node.left, scopes), self.truth(node.right, scopes))

    @value.register
    def _(self, node: syntax.Disjunction, scopes: Scopes) -> Any:
        return disjoined(self.truth(node.left, scopes), self.truth(node.right, scopes))

    @value.register
    def _(self, node: syntax.Chain, scopes: Scopes) -> Any:
        found = self.value(node.first, scopes)
        for link in node.links:
            right = self.value(link.operand, scopes)
            if link.operator in ("and", "or"):
                joined = conjoined if link.operator == "and" else disjoined
                found = joined(*(value if isinstance(value, bool) else None for value in (found, right)))
            else:
                found = arithmetic.calculated(link.operator, found, right)
        return found

    @value.register
    def _(self, node: syntax.Between, scopes: Scopes) -> Any:
        value, low, high = (self.value(part, scopes) for part in (node.value, node.low, node.high))
        return conjoined(compared(">=", value, low), compared("<=", value, high))

    @value.register
    def _(self, node: syntax.If, scopes: Scopes) -> Any:
        return self.value(node.then if self.value(node.condition, scopes) is True else node.otherwise, scopes)

    @value.register
    def _(self, node: syntax.In, scopes: Scopes) -> Any:
        value = self.value(node.value, scopes)
        return disjoined(*(passes(self.value, test, value, scopes) for test in node.tests))

    @value.register
    def _(self, node: syntax.Interval, scopes: Scopes) -> Any:
        if node.low is None or node.high is None:
            return None
        low, high = self.value(node.low, scopes), self.value(node.high, scopes)
        found = order(low, high)
        return None if found is None or found > 0 else Span(low, high, node.low_included, node.high_included)

    @value.register
    def _(self, node: syntax.UnaryComparison, scopes: Scopes) -> Any:
        end, sign = self.value(node.end, scopes), node.operator
        if end is None or sign == "!=":
            return None
        if sign == "=":
            return Span(end, end, True, True)
        return Span(None, end, False, sign == "<=") if sign.startswith("<") else Span(end, None, sign == ">=", False)

    @value.register
    def _(self, node: syntax.ListLiteral, scopes: Scopes) -> Any:
        return [self.value(item, scopes) for item in node.items]

    @value.register
    def _(self, node: syntax.ContextLiteral, scopes: Scopes) -> Any:
        entries: dict[str, Any] = {}
        for key, part in node.entries:
            entries[key] = self.value(part, [*scopes, dict(entries)])
        return entries

    @value.register
    def _(self, node: syntax.Path, scopes: Scopes) -> Any:
        return property_of(self.value(node.source, scopes), node.name)

    @value.register
    def _(self, node: syntax.Filter, scopes: Scopes) -> Any:
        """A condition keeps items, a number takes one (section 10.3.2.5)."""
        source = self.value(node.source, scopes)
        items = source if isinstance(source, list) else [] if source is None else [source]
        found = [self.value(node.condition, self.of_item(item, scopes)) for item in items or [None]]
        if isinstance(found[0], Fraction):
            place = int(found[0]) if found[0].denominator == 1 else 0
            return items[place - (place > 0)] if 0 < abs(place) <= len(items) else None
        if not items:
            return []
        if any(result is not None and not isinstance(result, bool) for result in found):
            return None
        return [item for item, result in zip(items, found, strict=True) if result is True]

    def of_item(self, item: Any, scopes: Scopes) -> Scopes:
        self.turn()
        return [*scopes, {"item": item}, *([item] if isinstance(item, dict) else [])]

    def spread(self, iterators: tuple[syntax.Iterator, ...], scopes: Scopes) -> list[Scopes] | None:
        """Return the scopes of all turns of a loop, the last iterator turning fastest; None where one has nothing to run over."""
        if not iterators:
            return [scopes]
        first, rest = iterators[0], iterators[1:]
        items = self.items(first, scopes)
        if items is None:
            return None
        made: list[Scopes] = []
        for item in items:
            self.turn()
            inner = self.spread(rest, [*scopes, {first.name: item}])
            if inner is None:
                return None
            made += inner
        return made

    def items(self, iterator: syntax.Iterator, scopes: Scopes) -> list[Any] | None:
        domain = self.value(iterator.domain, scopes)
        if iterator.until is not None:
            return self.steps(Span(domain, self.value(iterator.until, scopes), True, True))
        if isinstance(domain, Span):
            return self.steps(domain)
        return domain if isinstance(domain, list) else None if domain is None else [domain]

    def steps(self, span: Span) -> list[Any] | None:
        """Return the whole numbers or days of a range, backwards where its end comes first (section 10.3.2.14)."""
        days = isinstance(span.low, Day) and isinstance(span.high, Day)
        low, high = (span.low.number, span.high.number) if days else (whole(span.low), whole(span.high))
        if low is None or high is None or max(abs(low), abs(high)) >= 10**34:
            return None
        if abs(low - high) > MOST_TURNS:
            raise TooLongError
        found = list(range(low, high + 1)) if low <= high else list(range(low, high - 1, -1))
        found = found[0 if span.low_in else 1 :]
        found = found if span.high_in else found[:-1]
        return [Day(number) if days else Fraction(number) for number in found]

    @value.register
    def _(self, node: syntax.For, scopes: Scopes) -> Any:
        results: list[Any] = []
        turns = self.spread(node.iterators, [*scopes, {"partial": []}])
        if turns is None:
            return None
        for turn in turns:
            place = len(scopes)
            results.append(self.value(node.result, [*turn[:place], {"partial": list(results)}, *turn[place + 1 :]]))
        return results

    @value.register
    def _(self, node: syntax.Quantified, scopes: Scopes) -> Any:
        """`some` is the disjunction of all conditions, `every` their conjunction (table 55, rules 48a and 48b)."""
        turns = self.spread(node.iterators, scopes)
        if turns is None:
            return None
        found = [self.truth(node.condition, turn) for turn in turns]
        return conjoined(*found) if node.every else disjoined(*found)

    @value.register
    def _(self, node: syntax.InstanceOf, scopes: Scopes) -> Any:
        value = self.value(node.value, scopes)
        found = of_type(value, node.type, arities)
        if found is UNKNOWN:
            return None
        return (node.type.name == "Null") if value is None else found

    @value.register
    def _(self, node: syntax.FunctionLiteral, scopes: Scopes) -> Any:
        return Written(node, scopes)

    @value.register
    def _(self, node: syntax.Call, scopes: Scopes) -> Any:
        function = self.value(node.function, scopes)
        if isinstance(node.function, syntax.Name) and kind(function) != "function" and node.function.name in NATIVE:
            function = Native(node.function.name)
        arguments = [self.value(argument, scopes) for argument in node.arguments]
        return self.applied(function, arguments, node.names)

    def applied(self, function: Any, arguments: list[Any], names: tuple[str, ...] | None = None) -> Any:
        """Return what a function gives; null where it is none or the arguments do not fit."""
        self.turn()
        if isinstance(function, Native):
            return call_native(function.name, arguments, names, self.applied)
        if not isinstance(function, Written) or function.node.external:
            return None
        parameters = [name for name, _ in function.node.parameters]
        if len(arguments) != len(parameters) or (names is not None and sorted(names) != sorted(parameters)):
            return None
        given = dict(zip(names or parameters, arguments, strict=True))
        for name, wanted in function.node.parameters:
            if wanted is not None:
                given[name] = become(given[name], wanted, arities)
                if given[name] is UNKNOWN:
                    return None
        return self.value(function.node.body, [*function.scopes, given])
