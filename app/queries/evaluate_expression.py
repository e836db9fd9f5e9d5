"""What an expression gives, with given variables or as seen from within a case. Nothing is changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.audit.seen_variables import seen_by_expressions
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.identity import PERSONAL_NAMES
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.feel import FeelError, FeelWorld, parse_expression
from app.feel.reasons import Reason
from app.feel.values import to_json
from app.queries.allowed import may_see_case
from app.queries.person import hides_person
from app.store.database import Reader


class Result(Struct, frozen=True):
    """value: as plain JSON. warnings: why a null came out, and at which character of the text."""

    value: Any
    warnings: tuple[str, ...] = ()


def evaluate_expression(
    store: Reader, actor: Actor, surroundings: Surroundings, text: str, variables: Mapping[str, Any], scope_key: int | None, now: datetime
) -> Result:
    """text: with `=` before an expression; without it, it stands for itself. scope_key: an open element instance, scope or case.

    Raises Rejection("bad_expression") for one that cannot be read, ("not_found") for a scope that the actor may not see.
    """
    names = dict(variables)
    if scope_key is not None:
        may_see_case(store, actor, scope_key)
        seen = seen_by_expressions(store, surroundings, case_key_of(scope_key), scope_key, now)
        hidden = PERSONAL_NAMES if hides_person(store, actor, scope_key) else ()
        names = {**{name: value for name, value in seen.items() if name not in hidden}, **names}
    if not text.startswith("="):
        return Result(text)
    # `==1` would be the range that holds 1: what was meant is told by the reader, who sees both signs.
    expression = text if text.startswith("==") else text[1:]
    reasons: list[str] = []
    world = replace(surroundings.feel_world(store, now), reasons=reasons)
    try:
        value = to_json(parse_expression(expression, world.functions).evaluate(names, world))
    except FeelError as error:
        raise Rejection("bad_expression", "The expression gives no value. %(why)s", why=str(error)[:500]) from None
    return Result(value, _placed(expression, names, world) if reasons else ())


def _placed(text: str, names: Mapping[str, Any], world: FeelWorld) -> tuple[str, ...]:
    """Return the reasons of an evaluation, each with its character, for which it is evaluated once more."""
    reasons: list[str] = []
    try:
        parse_expression(text, world.functions, tracing=True).evaluate(names, replace(world, reasons=reasons))
    except FeelError:
        # Tracing takes more room than evaluation does; then the reasons stand without their places.
        reasons = world.reasons or []
    return tuple(dict.fromkeys(_said(reason) for reason in reasons))


def _said(reason: str) -> str:
    at = reason.where.at if isinstance(reason, Reason) else None
    # Counted in the text as sent, whose first character is the `=`.
    return reason if at is None else f"{reason} (character {at + 2})"
