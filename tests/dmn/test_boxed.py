"""Boxed expressions."""

from typing import Any

import pytest

from tests.dmn.drawing import decided


def text(expression: str) -> str:
    return f"<literalExpression><text>{expression}</text></literalExpression>"


def entry(name: str, inner: str) -> str:
    return f'<contextEntry><variable name="{name}"/>{inner}</contextEntry>'


BOXES = {
    "context": (f"<context>{entry('a b', text('1'))}{entry('c', text('a b + 1'))}</context>", {"a b": 1, "c": 2}),
    "context with a result": (f"<context>{entry('a', text('1'))}<contextEntry>{text('a + 5')}</contextEntry></context>", 6),
    "list": (f"<list>{text('1')}{text('2')}</list>", [1, 2]),
    "relation": (
        f'<relation><column name="x"/><column name="y"/><row>{text("1")}{text("2")}</row><row>{text("3")}{text("4")}</row></relation>',
        [{"x": 1, "y": 2}, {"x": 3, "y": 4}],
    ),
    "conditional": (f"<conditional><if>{text('1 &lt; 2')}</if><then>{text('3')}</then><else>{text('4')}</else></conditional>", 3),
    "conditional over null": (f"<conditional><if>{text('null')}</if><then>{text('3')}</then><else>{text('4')}</else></conditional>", 4),
    "filter": (f"<filter><in>{text('[1, 2, 3]')}</in><match>{text('item > 1')}</match></filter>", [2, 3]),
    "filter by place": (f"<filter><in>{text('[1, 2, 3]')}</in><match>{text('-1')}</match></filter>", 3),
    "filter by a text": (f"<filter><in>{text('[1, 2, 3]')}</in><match>{text('string(item)')}</match></filter>", None),
    "filter by null": (f"<filter><in>{text('[1, 2, 3]')}</in><match>{text('null')}</match></filter>", []),
    "for over a range": (
        f'<for iteratorVariable="n"><in>{text("[1..3]")}</in><return>{text("n + count(partial)")}</return></for>',
        [1, 3, 5],
    ),
    "filter by no whole place": (f"<filter><in>{text('[1, 2, 3]')}</in><match>{text('1.5')}</match></filter>", None),
    "for over one value": (f'<for iteratorVariable="n"><in>{text("5")}</in><return>{text("n")}</return></for>', [5]),
    "some over one value": (f'<some iteratorVariable="n"><in>{text("5")}</in><satisfies>{text("n > 1")}</satisfies></some>', True),
    "relation with a typed column": (
        f'<relation><column name="k" typeRef="number"/><row>{text(chr(34) + "a" + chr(34))}</row><row>{text("2")}</row></relation>',
        [{"k": None}, {"k": 2}],
    ),
    "some": (f'<some iteratorVariable="n"><in>{text("[1, 2]")}</in><satisfies>{text("n > 1")}</satisfies></some>', True),
    "every": (f'<every iteratorVariable="n"><in>{text("[1, 2]")}</in><satisfies>{text("n > 1")}</satisfies></every>', False),
    "function and invocation": (
        f'<context>{entry("f", f"""<functionDefinition><formalParameter name="n"/>{text("n * 2")}</functionDefinition>""")}'
        f'<contextEntry><invocation>{text("f")}<binding><parameter name="n"/>{text("21")}</binding></invocation></contextEntry></context>',
        42,
    ),
    "function of another language": (
        f'<context>{entry("f", f"""<functionDefinition kind="Java"><formalParameter name="n"/>{text("n")}</functionDefinition>""")}'
        f"<contextEntry>{text('f(1)')}</contextEntry></context>",
        None,
    ),
}


@pytest.mark.parametrize("box", list(BOXES))
def test_a_boxed_expression_gives_its_value(box: str) -> None:
    drawn, expected = BOXES[box]
    assert decided(f'<decision id="a" name="a">{drawn}</decision>', "a").value == expected


def test_a_typed_entry_of_a_context_gives_null_for_any_other_value() -> None:
    drawn = f'<context><contextEntry><variable name="a" typeRef="number"/>{text(chr(34) + "x" + chr(34))}</contextEntry></context>'
    found: Any = decided(f'<decision id="a" name="a">{drawn}</decision>', "a").value
    assert found == {"a": None}
