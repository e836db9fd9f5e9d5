"""Random decision tables over every type that is analysed, and the rows to try them with, found by other means than the analysis."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any, Final

from hypothesis import strategies as st

from app.dmn import DecisionModel, read_decisions
from app.dmn.written import WrittenTable
from app.feel import parse_expression
from tests.dmn.drawing import definitions, table
from tests.feel.evaluating import WORLD

# For each type: values that cells name, and values between and beside them that no cell names.
POOLS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "number": (("-1", "0", "0.5", "1", "2", "2.25"), ("-7", "-0.5", "0.25", "0.75", "1.5", "2.1", "9")),
    "string": (('"a"', '"b"', '"c"', '"来信"'), ('"elsewhere"',)),
    "boolean": (("true", "false"), ()),
    "date": (
        ('@"2026-02-27"', '@"2026-02-28"', '@"2026-03-01"', '@"2026-03-09"'),
        ('@"2020-01-01"', '@"2026-03-05"', '@"2030-01-01"'),
    ),
    "time": (
        ('@"08:00:00"', '@"08:00:01"', '@"12:00:00"'),
        ('@"00:00:00"', '@"08:00:00.5"', '@"09:00:00"', '@"23:59:59"', '@"08:00:00Z"'),
    ),
    "date and time": (
        ('@"2026-03-01T00:00:00Z"', '@"2026-03-01T09:00:00+08:00"', '@"2026-03-02T00:00:00Z"'),
        (
            '@"2026-02-01T00:00:00Z"',
            '@"2026-03-01T00:30:00Z"',
            '@"2026-03-01T12:00:00Z"',
            '@"2027-01-01T00:00:00Z"',
            '@"2026-03-01T00:30:00"',
        ),
    ),
    "days and time duration": (('@"P0D"', '@"P1D"', '@"PT36H"'), ('@"-P1D"', '@"PT1H"', '@"PT30H"', '@"P9D"')),
    "years and months duration": (('@"P1M"', '@"P2M"', '@"P1Y"'), ('@"P0M"', '@"P3M"', '@"P2Y"')),
}
POLICIES: Final = ("UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
_NOT_JUDGED: Final = ("? != null", "outside", "unheard(?)", "[1, outside]")


@dataclass(frozen=True)
class Drawn:
    """kinds: of the inputs `a` and `b`; the first pool of each is what its cells name. limited: texts are "a", "b" or null."""

    kinds: tuple[str, ...]
    typed: tuple[bool, ...]
    rules: tuple[tuple[str, ...], ...]
    policy: str
    limited: bool
    model: DecisionModel = field(repr=False)

    @property
    def written(self) -> WrittenTable:
        return self.model.written.tables[0]

    @property
    def names(self) -> str:
        return "ab"[: len(self.kinds)]

    def rows(self) -> list[tuple[Any, ...]]:
        """Rows of every value that a cell may name, of values between and beside them, and of null."""
        return list(product(*(self._column(kind, typed) for kind, typed in zip(self.kinds, self.typed, strict=True))))

    def _column(self, kind: str, typed: bool) -> list[Any]:
        if self.limited and kind == "string":
            return [None, "a", "b"]
        return [None, *_values(kind), *([] if typed else ["of another type"])]

    def hits(self, row: Sequence[Any]) -> list[int]:
        """The rules that a row hits, asked through the front door: a decision evaluated with variables."""
        table = self.written.table
        collected = self.model.evaluate("t", dict(zip(self.names, row, strict=True)), WORLD)
        assert len(collected.inputs) == len(table.inputs)
        return [rule.index for rule in collected.matched_rules]


def _values(kind: str) -> list[Any]:
    named, beside = POOLS[kind]
    return [parse_expression(text).evaluate({}, WORLD) for text in (*named, *beside)]


def _test(kind: str) -> st.SearchStrategy[str]:
    named = st.sampled_from(POOLS[kind][0])
    signs = ("=", "!=") if kind in ("boolean", "string") else ("=", "!=", "<", "<=", ">", ">=")
    forms = [named, named, st.just("null"), st.builds("{} {}".format, st.sampled_from(signs), named)]
    if kind not in ("boolean", "string"):
        ends = st.tuples(st.sampled_from("[("), named, named, st.sampled_from("])"))
        forms += [ends.map(lambda end: "{}{}..{}{}".format(*end))] * 2
        forms += [st.builds("[{}, {}]".format, named, named), st.builds("({} + {})".format, named, named)][: 2 if kind == "number" else 1]
    return st.one_of(forms)


@st.composite
def _cell(draw: st.DrawFn, kind: str, plain: bool) -> str:
    if not plain and draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from((*_NOT_JUDGED, '"of another type"', "7", "true", "2 > 1", "2 < 1", "null < 1")))
    form = draw(st.integers(0, 7))
    if form == 0:
        return "-"
    if form < 5:
        return draw(_test(kind))
    tests = ", ".join(draw(st.lists(_test(kind), min_size=1, max_size=3)))
    return f"not({tests})" if form == 5 else tests


@st.composite
def _side_by_side(draw: st.DrawFn, kind: str) -> list[str]:
    """Cells that cut a scale into parts, whose ends may or may not belong to them: what is wrong is wrong by one value."""
    named = POOLS[kind][0]
    cuts = [named[place] for place in sorted(draw(st.sets(st.integers(0, len(named) - 1), min_size=1, max_size=3)))]
    parts = [f"{draw(st.sampled_from('[('))}{low}..{high}{draw(st.sampled_from('])'))}" for low, high in pairwise(cuts)]
    return [f"{draw(st.sampled_from(('<', '<=')))} {cuts[0]}", *parts, f"{draw(st.sampled_from(('>', '>=')))} {cuts[-1]}"]


@st.composite
def tables(draw: st.DrawFn, *, plain: bool = False, policies: Sequence[str] = POLICIES) -> Drawn:
    """Draw a table. plain: every input has a type and every cell can be judged."""
    few = draw(st.booleans())
    kinds = tuple(draw(st.lists(st.sampled_from(("boolean", "string") if few else sorted(POOLS)), min_size=1, max_size=2)))
    typed = tuple(plain or draw(st.integers(0, 3)) > 0 for _ in kinds)
    outputs = st.sampled_from(('"low"', '"high"', '"top"') if plain else ('"low"', '"high"', '"top"', "outside", "null", '"unlisted"', "5"))
    rows = st.tuples(*(_cell(kind, plain) for kind in kinds), outputs)
    rules = tuple(draw(st.lists(rows, min_size=1, max_size=6)))
    if len(kinds) == 1 and kinds[0] not in ("boolean", "string"):
        rules = (*((cell, draw(outputs)) for cell in draw(_side_by_side(kinds[0]))), *rules[: draw(st.integers(0, 1))])
    policy = draw(st.sampled_from(policies))
    values = '"a", "b", null' if few else ""
    inputs = [
        (name, kind if said else "", values if kind == "string" else "") for name, kind, said in zip("ab", kinds, typed, strict=False)
    ]
    body = table(inputs, [("x", "string", '"top", "high", "low"')], rules, f'hitPolicy="{policy}"')
    return Drawn(kinds, typed, rules, policy, few, read_decisions(definitions(body), "m.dmn"))
