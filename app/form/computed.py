"""What the expressions of a form give, now. One that cannot be computed is a refusal that names it, never an error of the server."""

from collections.abc import Mapping
from typing import Any

from app.domain.rejection import Rejection
from app.feel import Expression, FeelError, FeelWorld
from app.feel.values import to_json


def computed(expression: Expression, variables: Mapping[str, Any], world: FeelWorld) -> Any:
    """Return the value. Raises Rejection("bad_expression") where a budget is used up."""
    try:
        return expression.evaluate(variables, world)
    except FeelError as error:
        raise _refused(expression, error) from None


def computed_plain(expression: Expression, variables: Mapping[str, Any], world: FeelWorld) -> Any:
    """Return the value as plain JSON. Raises Rejection("bad_expression") also for a function."""
    try:
        return to_json(expression.evaluate(variables, world))
    except FeelError as error:
        raise _refused(expression, error) from None


def _refused(expression: Expression, error: FeelError) -> Rejection:
    return Rejection(
        "bad_expression",
        "Expected the form's expression %(text)s to give a value, but: %(why)s. Tell whoever drew the form",
        text=expression.text[:200],
        why=error.message,
    )
