"""Decision models to test with, written short."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from msgspec.structs import replace

from app.dmn import DecisionModel, DecisionResult, read_decisions
from app.domain.rejection import Rejection
from tests.feel.evaluating import WORLD

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(body: str, *, name: str = "m", namespace: str = NAMESPACE, own: str = "urn:m") -> bytes:
    """Return a file with these elements."""
    return f'<definitions xmlns="{namespace}" id="d_{name}" name="{name}" namespace="{own}">{body}</definitions>'.encode()


def literal(key: str, text: str, *, requires: str = "", type_ref: str = "") -> str:
    """Return a decision whose logic is a text."""
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return (
        f'<decision id="{key}" name="{key}"><variable name="{key}"{kind}/>{requires}'
        f'<literalExpression id="{key}_l"><text>{escape(text)}</text></literalExpression></decision>'
    )


def needs(key: str, kind: str = "Decision") -> str:
    """Return a requirement of a decision (kind "Decision"), input data ("Input") or knowledge ("Knowledge")."""
    outer = "knowledgeRequirement" if kind == "Knowledge" else "informationRequirement"
    return f'<{outer}><required{kind} href="#{key}"/></{outer}>'


def table(
    inputs: Sequence[tuple[str, ...]],
    outputs: Sequence[tuple[str, str, str]],
    rules: Sequence[Sequence[str]],
    policy: str = 'hitPolicy="UNIQUE"',
    *,
    default: str | None = None,
) -> str:
    """Return a decision `t` with a table. inputs: expression, type and, where limited, values; outputs: name, type and output values."""
    drawn_inputs = "".join(
        f'<input id="i{at}"><inputExpression id="ie{at}" typeRef="{kind}"><text>{escape(text)}</text></inputExpression>'
        f"{_values(''.join(values), 'inputValues')}</input>"
        for at, (text, kind, *values) in enumerate(inputs, 1)
    )
    last = "" if default is None else f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>"
    drawn_outputs = "".join(
        f'<output id="o{at}" name="{name}" typeRef="{kind}">{_values(values)}{last}</output>'
        for at, (name, kind, values) in enumerate(outputs, 1)
    )
    drawn_rules = "".join(
        f'<rule id="r{at}">{"".join(_cell(text, place < len(inputs)) for place, text in enumerate(rule))}</rule>'
        for at, rule in enumerate(rules, 1)
    )
    inner = drawn_inputs + drawn_outputs + drawn_rules
    return f'<decision id="t" name="Table"><decisionTable id="dt" {policy}>{inner}</decisionTable></decision>'


def _values(values: str, tag: str = "outputValues") -> str:
    return f"<{tag}><text>{escape(values)}</text></{tag}>" if values else ""


def _cell(text: str, is_input: bool) -> str:
    kind = "inputEntry" if is_input else "outputEntry"
    return f"<{kind}><text>{escape(text)}</text></{kind}>"


def decided(body: str, key: str, variables: dict[str, Any] | None = None) -> DecisionResult:
    """Read a model and evaluate one of its decisions."""
    return read_decisions(definitions(body), "m.dmn").evaluate(key, variables or {}, WORLD)


def why_null(model: DecisionModel, key: str, variables: dict[str, Any]) -> list[str]:
    """Return why a decision is null."""
    reasons: list[str] = []
    assert model.evaluate(key, variables, replace(WORLD, reasons=reasons)).value is None
    return reasons


def refusal(raw: bytes) -> Rejection:
    """Return the refusal of a file."""
    try:
        read_decisions(raw, "m.dmn")
    except Rejection as rejection:
        return rejection
    raise AssertionError("Expected the file to be refused")
