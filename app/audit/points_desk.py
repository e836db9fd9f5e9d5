"""Where points are moved: the table of the office is asked, and what it answers becomes a fact of the event that it was asked about."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from app.audit.surroundings import Surroundings, not_deployed
from app.domain.fact import Fact
from app.domain.points import APPEAL, TABLE, points_text, read_answer
from app.domain.rejection import Rejection
from app.feel import FeelError
from app.store import read_definitions
from app.store.database import Reader


class Asked(Struct, frozen=True):
    """What the table is asked. rule: the id that the diagram names. unit: whose points they are. days: see Occasion."""

    rule: str
    event: str
    days: int
    unit: str
    element_id: str | None
    key: int | None
    deadline_at: str | None = None


class Standing(Struct, frozen=True):
    """A movement that nothing has given back so far. event: what it was moved for. year: of the account that it belongs to."""

    movement: int
    event: str
    unit: str
    year: int
    points: Decimal
    article: str


class PointsDesk:
    """One command's desk. now: the effective instant."""

    def __init__(self, store: Reader, surroundings: Surroundings, now: datetime, new_number: Callable[[str], int]) -> None:
        self.store, self.surroundings, self.now, self.new_number = store, surroundings, now, new_number

    def move(self, asked: Asked, *, digest: str | None = None) -> Fact | None:
        """Return the movement, None where the table has none for it.

        digest: of the table that answered when it was recorded; None: the one in force. What the table cannot answer stops no case: the
        fact then says so, and nothing is moved.
        """
        said: dict[str, Any] = {"rule": asked.rule, "event": asked.event, "days": asked.days, "unit": asked.unit}
        try:
            answered = self._answered(asked, digest)
        except (Rejection, FeelError) as problem:
            return Fact("points_not_moved", asked.element_id, asked.key, said, {"problem": str(problem)})
        if answered is None:
            return None
        (points, code, article), source = answered
        on = self.now.astimezone(self.surroundings.zone).date()
        said |= {"points": points_text(points), "code": code, "article": article, "deadlineAt": asked.deadline_at}
        said |= {"on": on.isoformat(), "year": on.year, "movementKey": self.new_number("points"), **source}
        return Fact("points_moved", asked.element_id, asked.key, said)

    def _answered(self, asked: Asked, digest: str | None) -> tuple[tuple[Decimal, str, str], dict[str, Any]] | None:
        version = None
        if digest is None:
            found = read_definitions.bound(self.store, "decision", TABLE)
            if found is None:
                raise not_deployed("decision", TABLE)
            digest, version = found["digest"], found["version"]
        given = {"rule": asked.rule, "event": asked.event, "days": Decimal(asked.days), "unit": asked.unit}
        world = self.surroundings.feel_world(self.store, self.now)
        result = self.surroundings.decisions(self.store, digest or "").evaluate(TABLE, given, world)
        answer = read_answer(result.value)
        if answer is None:
            return None
        matched = [{"index": rule.index, "ruleId": rule.rule_id} for rule in result.matched_rules]
        return answer, {"decisionId": TABLE, "definitionDigest": digest, "version": version, "matchedRules": matched}

    def give_back(self, standing: Standing, event: str, place: Mapping[str, Any]) -> Fact:
        """Return the counter-movement of one that stands; it belongs to the same year's account. place: element_id and key."""
        on = self.now.astimezone(self.surroundings.zone).date()
        said = {
            "reversesKey": standing.movement,
            "event": event,
            "unit": standing.unit,
            "points": points_text(-standing.points),
            "article": standing.article,
            "on": on.isoformat(),
            "year": standing.year,
            "movementKey": self.new_number("points"),
        }
        return Fact("points_moved", place.get("element_id"), place.get("key"), said)


__all__ = ["APPEAL", "Asked", "PointsDesk", "Standing"]
