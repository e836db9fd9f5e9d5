"""The judge of hostile texts finds the faults that are planted in the product: else that it finds nothing would say nothing (S4)."""

from decimal import FloatOperation
from typing import Any, Final

import pytest

from app.feel.run import Run
from tests.feel.hostile_judge import MOST_BYTES, bytes_of, problem_of
from tests.feel.hostile_texts import TEXTS

pytestmark = pytest.mark.security
# Each with what is put in its place, a text that shows it, and what the judge says of that.
FAULTS: Final[dict[str, tuple[str, Any, str, str]]] = {
    "a name reaches into Python": (
        "app.feel.compile_names.property_of",
        lambda run, value, name: getattr(value, name, None),
        "x.__class__",
        "a value of Python",
    ),
    "calls are not counted": ("app.feel.run.MAX_FRAMES", 10**9, "{f: function(n) f(n)}.f(1)", "the interpreter's own limit"),
    "an error is not caught": (
        "app.feel.arithmetic.DecimalException",
        FloatOperation,
        "1E6144 * 10",
        "an error of Python, Overflow",
    ),
}
LONG: Final = f"for i in 1..200 return {'+'.join(['2.5 ** 0.3'] * 50)}"
GROWING: Final = 'for i in 1..22 return if i = 1 then "0123456789abcdef" else partial[-1] + partial[-1]'


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_planted_in_the_language_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target, planted, text, problem = FAULTS[fault]
    assert text in TEXTS
    assert problem_of(text) == ""
    monkeypatch.setattr(target, planted)
    assert problem_of(text) == problem


def test_steps_that_are_not_counted_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problem_of(LONG) == ""
    monkeypatch.setattr(Run, "spend", lambda self, steps, at=None: None)
    assert problem_of(LONG, most_seconds=0.5) == "it takes too long"


def test_texts_that_may_grow_without_bounds_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bytes_of(GROWING) < MOST_BYTES
    monkeypatch.setattr(Run, "spend_text", lambda self, length: None)
    assert bytes_of(GROWING) > MOST_BYTES
