"""Texts of a diagram that FEEL may stand in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.engine.failure import StepFailed
from app.feel import Expression, FeelError, parse_expression

if TYPE_CHECKING:
    from app.engine.world import World

CALENDAR_NAMES = ("add working days", "working days between", "is working day", "office hours between", "close of business")


@dataclass(frozen=True)
class Formula:
    """text: as drawn. expression: None where the text stands for itself."""

    text: str
    expression: Expression | None

    def value(self, variables: Mapping[str, Any], world: "World") -> Any:
        """Raises StepFailed("expression") where a budget of FEEL is used up. A wrong type is null, as in FEEL."""
        if self.expression is None:
            return self.text
        try:
            return self.expression.evaluate(variables, world.feel)
        except FeelError as problem:
            raise StepFailed("expression", "%(text)s: %(problem)s", text=self.text, problem=str(problem)) from None

    def why_null(self, variables: Mapping[str, Any], world: "World") -> str:
        """Return FEEL's reasons for a null, for a person to read. It evaluates once more, which only a failing step does."""
        reasons: list[str] = []
        if self.expression is not None:
            try:
                self.expression.evaluate(variables, replace(world.feel, reasons=reasons))
            except FeelError as problem:
                reasons.append(str(problem))
        return "; ".join(reasons)

    def reads(self, name: str) -> bool:
        return self.expression is not None and name in self.expression.names

    def text_value(self, variables: Mapping[str, Any], world: "World") -> str | None:
        """Return a text; null stays null. Raises StepFailed("not_a_text") for anything else."""
        found = self.value(variables, world)
        if found is None or isinstance(found, str):
            return found
        raise StepFailed("not_a_text", "Expected %(text)s to give a text, but it gave %(found)s", text=self.text, found=str(found)[:200])


def formula(text: str, *, always: bool = False) -> Formula:
    """Read a text: FEEL where it begins with `=`, or always. Raises FeelError."""
    stripped = text.strip()
    if stripped.startswith("="):
        return Formula(stripped, parse_expression(stripped[1:].strip(), CALENDAR_NAMES))
    return Formula(stripped, parse_expression(stripped, CALENDAR_NAMES) if always else None)
