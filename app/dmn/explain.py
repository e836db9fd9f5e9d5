"""Trying a decision: its reasons for a null, each with its place, for the person who draws it."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.dmn.model import DecisionModel
from app.dmn.place import Place
from app.dmn.read import read_decisions
from app.feel import FeelError, FeelWorld
from app.feel.reasons import NOWHERE, Where


class Explained(Struct, frozen=True):
    """A reason. element_id: of the cell, rule, table or decision that it was given in, None where none can be named.

    message: names the decision by its title, the cell and the character before it.
    """

    message: str
    element_id: str | None


class Explanation(Struct, frozen=True):
    """failure: the budget that was used up, if any. Tracing takes more room on the stack than evaluation does, so there may be one more."""

    reasons: tuple[Explained, ...]
    failure: Explained | None = None


def explain(
    raw: bytes,
    file_name: str,
    decision_id: str,
    variables: Mapping[str, Any],
    world: FeelWorld,
    *,
    imported: Iterable[DecisionModel] = (),
) -> Explanation:
    """Evaluate a decision once more to say why nulls came out, and which budget it uses up.

    imported: the models that the file imports; what they say of themselves has no place.

    Raises Rejection as read_decisions and DecisionModel.evaluate do.
    """
    model = read_decisions(raw, file_name, imported, tracing=True)
    reasons: list[str] = []
    failure: Explained | None = None
    try:
        model.evaluate(decision_id, variables, replace(world, reasons=reasons))
    except FeelError as error:
        where = error.where or NOWHERE
        at = error.position if error.position is not None else where.at
        failure = _explained(model, error.message, replace(where, at=at))
    every = tuple(_explained(model, str(reason), getattr(reason, "where", NOWHERE)) for reason in reasons)
    return Explanation(tuple(dict.fromkeys(every)), failure)


def _explained(model: DecisionModel, reason: str, where: Where) -> Explained:
    place = where.place if isinstance(where.place, Place) else None
    owner = model.elements.get(where.owner)
    parts = [
        owner.title if owner is not None else "",
        place.cell if place is not None else "",
        f"character {where.at + 1}" if where.at is not None and place is not None else "",
    ]
    said = ", ".join(part for part in parts if part)
    return Explained(f"{said}: {reason}" if said else reason, place.element_id if place is not None else where.owner)
