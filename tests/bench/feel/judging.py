"""What is said of an answer: right, wrong, error (it broke) or cannot (it refused the text or lacks a function)."""

from dataclasses import dataclass
from typing import Any

from app.feel.compare import equal
from app.feel.values import CONTEXT, LIST, kind_of
from tests.bench.feel.values import value_of

RIGHT, WRONG, ERROR, CANNOT = "right", "wrong", "error", "cannot"


@dataclass(frozen=True)
class Verdict:
    """said: one of the constants above. why: what came out instead, or the side's own words."""

    said: str
    why: str = ""


def judge(answer: dict[str, Any], expected: Any) -> Verdict:
    """Judge an answer by the expected value, both in the form that travels. Numbers must be equal to the last digit."""
    if answer["outcome"] != "value":
        return Verdict(CANNOT if answer["outcome"] == "cannot" else ERROR, answer["why"])
    if same(value_of(answer["value"]), value_of(expected)):
        return Verdict(RIGHT)
    return Verdict(WRONG, f"gives {_short(answer['value'])}")


def same(found: Any, expected: Any) -> bool:
    """Whether a value is the expected one and of its kind, all the way down."""
    kind = kind_of(expected)
    if kind_of(found) != kind:
        return False
    if kind == LIST:
        return len(found) == len(expected) and all(map(same, found, expected))
    if kind == CONTEXT:
        return found.keys() == expected.keys() and all(same(found[key], item) for key, item in expected.items())
    return equal(found, expected) is True


def _short(plain: Any) -> str:
    if isinstance(plain, dict):
        [(kind, written)] = plain.items()
        return f"{kind} {written}"[:60] if kind != "number" else str(written)[:60]
    return "null" if plain is None else str(plain)[:60]
