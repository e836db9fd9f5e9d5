"""Texts of a diagram that FEEL may stand in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from app.domain.canonical import string_text
from app.domain.rejection import Rejection
from app.engine.failure import StepFailed
from app.engine.limits import MAX_FEEL_STEPS
from app.feel import Expression, FeelError, parse_expression
from app.feel.run import Env, Run
from app.feel.size import returned

if TYPE_CHECKING:
    from app.engine.world import World

CALENDAR_NAMES = (
    *("add working days", "working days between", "is working day", "is provisional", "office hours between", "close of business"),
)


class Formula(Struct, frozen=True):
    """text: as drawn. expression: None where the text stands for itself."""

    text: str
    expression: Expression | None

    def value(self, variables: Mapping[str, Any], world: "World") -> Any:
        """Raises StepFailed where a budget of FEEL, or of the whole command, is used up. A wrong type is null, as in FEEL."""
        if self.expression is None:
            return self.text
        if world.spent > MAX_FEEL_STEPS:
            raise StepFailed("too_much_work", "Expected expressions of at most %(limit)s steps in one go, all told", limit=MAX_FEEL_STEPS)
        run = Run(world.feel, self.text)
        try:
            return self.kept(returned(run, self.expression.evaluate_within(Env(variables, None, run))))
        except FeelError as problem:
            raise StepFailed("expression", "%(text)s: %(problem)s", text=self.text, problem=str(problem)) from None
        except RecursionError:
            raise StepFailed("expression", "%(text)s: expected values nested less deep", text=self.text) from None
        finally:
            world.spent += world.feel.max_steps - run.steps

    def kept(self, found: Any) -> Any:
        """Return a value as it is. Raises StepFailed("bad_value") for a text that no database keeps, before a fact is to hold it."""
        if isinstance(found, str):
            try:
                string_text(found)
            except Rejection as problem:
                raise StepFailed("bad_value", "%(text)s: %(problem)s", text=self.text, problem=str(problem)) from None
        return found

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
