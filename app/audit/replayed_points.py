"""Whether the points that an event is recorded to have moved are those that it comes to when it is computed again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field

from app.audit.bind_points import Event, PointsOfEvent
from app.audit.done_before import DoneBefore
from app.audit.points_desk import PointsDesk, Standing
from app.audit.surroundings import Surroundings
from app.domain.instant import read_instant
from app.domain.points import APPEAL, BY_LATENESS, NO_RETURN, STEP, UNDONE, Occasion
from app.store.database import Reader

_COMPARED: Final = ("unit", "event", "days", "points", "code", "article", "reversesKey", "deadlineAt")


class ReplayedPoints(Struct):
    """What the record of a case says up to an event: to whom each task was offered, and which movements stand."""

    surroundings: Surroundings
    _groups: dict[int, Sequence[str]] = field(default_factory=dict)
    _done: DoneBefore = field(default_factory=DoneBefore)
    _done_of_old: DoneBefore = field(default_factory=lambda: DoneBefore(moves_return=True))
    _moved_of_old: bool = False
    _as_of_old: bool = False
    _undoes: frozenset[str] = BY_LATENESS
    _late_from: datetime | None = None
    _earlier: dict[int, int] = field(default_factory=dict)
    _standing: defaultdict[int, dict[int, Standing]] = field(default_factory=lambda: defaultdict(dict))

    def groups_of(self, task: int) -> Sequence[str]:
        return self._groups.get(task, ())

    def standing(self, key: int) -> Iterable[Standing]:
        return list(self._standing[key].values())

    def done_before(self, element_id: str) -> DoneBefore:
        return self._done_of_old if self._as_of_old else self._done

    def moves_return(self) -> bool:
        return self._as_of_old

    def withdrawn_before(self, key: int) -> Sequence[int]:
        found: list[int] = []
        while (key := self._earlier.get(key, 0)) != 0:
            found.append(key)
        return found

    def undoes(self) -> frozenset[str]:
        return self._undoes

    def late_from(self) -> datetime | None:
        return self._late_from

    def differ(self, store: Reader, event: Event, facts: list[dict[str, Any]], said: Mapping[str, Any]) -> bool:
        """Say whether the recorded movements of an event are not those that its lateness comes to. Then take note of the event.

        said: what its command was given. Where nothing was moved, nothing is compared: of a table that had no answer the record keeps no
        version.
        """
        recorded = [fact for fact in facts if fact["fact"] == "points_moved" and fact["event"] not in (APPEAL, STEP)]
        if any(fact["fact"] == "instance_modified" for fact in facts):
            # A move from before it was no return says no word of it; only a later one does away with what may follow from that.
            self._moved_of_old = "modification" in said and NO_RETURN not in said
        comes_out = not recorded or self._comes_out(store, event, recorded)
        if not comes_out and self._moved_of_old:
            self._as_of_old = True
            comes_out = self._comes_out(store, event, recorded)
            self._as_of_old = False
        self.note(facts)
        return not comes_out

    def _comes_out(self, store: Reader, event: Event, recorded: list[dict[str, Any]]) -> bool:
        digests = {(fact.get("elementInstanceKey"), fact["event"]): fact.get("definitionDigest") for fact in recorded}

        def digest_of(occasion: Occasion) -> str | None:
            return digests.get((str(occasion.key), occasion.event))

        undone = [fact for fact in recorded if fact["event"] == UNDONE]
        self._undoes = BY_LATENESS if all("undoes" in fact for fact in undone) else frozenset()
        desk = PointsDesk(store, self.surroundings, event.world.now, lambda name: 0)
        found = PointsOfEvent(store, self.surroundings, desk, self, digest_of).facts(event)
        return [_said(fact.body()) for fact in found] == [_said(fact) for fact in recorded]

    def note(self, facts: Iterable[Mapping[str, Any]]) -> None:
        """Take note of what an event says of tasks and movements, and of what was done."""
        facts = list(facts)
        self._done.note(facts)
        self._done_of_old.note(facts)
        withdrawn = {fact["elementInstanceKey"] for fact in facts if fact["fact"] == "completion_withdrawn"}
        for fact in facts:
            kind, key = fact["fact"], int(fact.get("elementInstanceKey") or 0)
            if kind == "task_created" or (kind == "task_changed" and "candidateGroups" in fact):
                self._groups[key] = fact.get("candidateGroups") or ()
                if str(fact.get("earlierTaskKey")) in withdrawn:
                    self._earlier[key] = int(fact["earlierTaskKey"])
            elif kind == "paper_case_taken" and fact.get("lateFrom"):
                self._late_from = read_instant(fact["lateFrom"])
            elif kind == "points_moved" and "reversesKey" in fact:
                self._standing[key].pop(int(fact["reversesKey"]), None)
            elif kind == "points_moved":
                movement = int(fact["movementKey"])
                self._standing[key][movement] = Standing(
                    movement, fact["event"], fact["unit"], fact["year"], Decimal(fact["points"]), fact["article"]
                )


def _said(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fact.get(name) for name in ("elementInstanceKey", *_COMPARED)}
