"""Which points an event moves: what was late or came back, by the rules that the diagram names; in the event itself, so that none is lost.

Source: Opinions, articles 15 and 57; property points, docs/diagrams.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from app.audit.done_before import DoneBefore
from app.audit.points_desk import Asked, PointsDesk, Standing
from app.audit.ran_by import versions_of_case
from app.audit.surroundings import Surroundings
from app.diagram import Diagram
from app.domain.fact import Fact
from app.domain.instant import read_instant
from app.domain.points import (
    BY_LATENESS,
    BY_MISS,
    LATE,
    PROPERTY,
    RETURNED,
    UNDONE,
    UNIT_PROPERTY,
    WITHDRAWN,
    Occasion,
    late_days,
    occasions,
)
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.engine.world import World
from app.feel import FeelError, parse_expression
from app.store.database import Reader
from app.store.read_withdrawn import withdrawn_before

_NAMING: Final = (
    "SELECT body FROM audit_event WHERE case_key = :key AND (body LIKE :named OR body LIKE :withdrawn OR body LIKE :moved) ORDER BY seq"
)
_WITHDRAWN: Final = '%"fact":"completion_withdrawn"%'
_MOVED: Final = '%"fact":"instance_modified"%'


class Known(Protocol):
    """What is known of the case besides the engine: from its tables, or from its record."""

    def groups_of(self, task: int) -> Sequence[str]:
        """Return the candidate groups of a user task."""
        ...

    def standing(self, key: int) -> Iterable[Standing]:
        """Return the movements about an element instance that nothing has given back."""
        ...

    def withdrawn_before(self, key: int) -> Sequence[int]:
        """Return the withdrawn submissions that a step was before it was open again, the latest first."""
        ...

    def done_before(self, element_id: str) -> DoneBefore:
        """Return what was done in the case before this event, as far as it bears on an element."""
        ...

    def undoes(self) -> frozenset[str]:
        """Return the events whose movements an undone miss gives back; empty: all about its step, as in events from before this was told
        apart."""
        ...

    def moves_return(self) -> bool:
        """Say whether what an operator's move begins again was returned, as it counted in events from before that was told apart."""
        ...

    def late_from(self) -> datetime | None:
        """Return since when lateness moves points, of a case that was taken over from paper; None: of any other."""
        ...


class Event(Struct, frozen=True):
    """One event before it is written. case: after it. before: the snapshot before it; None: the case begins."""

    case: Case
    before: bytes | None
    world: World
    facts: Sequence[Fact]


class PointsOfEvent:
    """digest_of: the table that answered for an element and an event when it was recorded; None: the one in force answers."""

    def __init__(
        self,
        store: Reader,
        surroundings: Surroundings,
        desk: PointsDesk,
        known: Known,
        digest_of: Callable[[Occasion], str | None] | None = None,
    ) -> None:
        self.store, self.surroundings, self.desk, self.known, self.digest_of = store, surroundings, desk, known, digest_of

    def facts(self, event: Event) -> list[Fact]:
        """Return the movements that belong to an event, in the order of what they are about."""
        found: list[Fact] = []
        earlier: Case | None = None
        happened = list(occasions(event.facts, event.case.deadlines(), event.world.calendar))
        undone = {occasion.key for occasion in happened if occasion.event == UNDONE}
        for occasion in happened:
            if occasion.event in (UNDONE, WITHDRAWN):
                found += self._given_back(replace(occasion, undoes=self.known.undoes()) if occasion.event == UNDONE else occasion)
                found += self._given_back_before(occasion, undone)
                continue
            if self.digest_of is not None and self.digest_of(occasion) is None:
                continue
            if not self._may_have_a_rule(event.case, occasion):
                continue
            if occasion.event == RETURNED and not self._was_done(event, occasion):
                continue
            if (counted := self._counted_here(event, occasion)) is None:
                continue
            earlier = earlier or (Case.restore(event.world, event.before) if event.before is not None else event.case)
            moved = self._moved(event, counted, earlier)
            if moved is not None:
                found.append(moved)
        return found

    def _counted_here(self, event: Event, occasion: Occasion) -> Occasion | None:
        """Return an occasion with the lateness that counts: what was late before a case was taken over from paper moves no points."""
        taken = next((fact.public.get("lateFrom") for fact in event.facts if fact.kind == "paper_case_taken"), None)
        since = read_instant(taken) if taken else self.known.late_from()
        if since is None:
            return occasion
        if event.world.now < since:
            return None
        late = next((one for one in event.case.deadlines() if one.element_instance_key == occasion.key), None)
        if occasion.event != LATE or late is None:
            return occasion
        return replace(occasion, days=late_days(late, event.world.calendar, since))

    def _given_back(self, occasion: Occasion) -> list[Fact]:
        place, undoes = {"element_id": occasion.element_id, "key": occasion.key}, occasion.undoes
        back = [
            self.desk.give_back(standing, occasion.event, place)
            for standing in self.known.standing(occasion.key)
            if not undoes or standing.event in undoes
        ]
        for fact in back if occasion.event == UNDONE and undoes else ():
            # A replay reads by this which rule held: events from before it gave back whatever stood about the step.
            fact.public["undoes"] = "miss"
        return back

    def _given_back_before(self, occasion: Occasion, undone: set[int]) -> Iterator[Fact]:
        """Yield what is given back because a step's miss is void that was taken for it before its submission was withdrawn.

        undone: what the event itself calls void. Decrees once recomputed withdrawn submissions as well, and gave it back there.
        """
        if occasion.event != UNDONE:
            return
        for key in self.known.withdrawn_before(occasion.key):
            if key not in undone:
                yield from self._given_back(replace(occasion, key=key, undoes=BY_MISS))

    def _was_done(self, event: Event, occasion: Occasion) -> bool:
        """Say whether an element that is reached was done before in its scope, in an earlier event or earlier in this one."""
        element, scope = occasion.element_id, occasion.scope
        here = [fact for fact in event.facts[: occasion.place] if fact.element_id == element]
        known = self.known.done_before(element)
        if known.is_loop_of(element, scope) or any(fact.kind == "element_entered" and fact.key == scope for fact in here):
            return False
        done = (fact for fact in here if fact.kind == "element_completed")
        moved = not self.known.moves_return() and any(fact.kind == "instance_modified" for fact in event.facts)
        return (known.was_done(element, scope) and not moved) or any(int(fact.public["scopeKey"]) == scope for fact in done)

    def _may_have_a_rule(self, case: Case, occasion: Occasion) -> bool:
        """Say whether it is worth the look at the case before: most elements of most diagrams name no rule."""
        diagram = self.surroundings.diagram(self.store, case.file_of())
        properties = _properties(diagram, occasion.element_id)
        return properties is None or PROPERTY in properties

    def _moved(self, event: Event, occasion: Occasion, earlier: Case) -> Fact | None:
        diagram = self.surroundings.diagram(self.store, _file_of(occasion.key, earlier, event.case))
        properties = _properties(diagram, occasion.element_id) or {}
        rule = properties.get(PROPERTY)
        if not rule:
            return None
        unit = self._unit(event, occasion, earlier, properties.get(UNIT_PROPERTY))
        if unit is None:
            return None
        asked = Asked(rule, occasion.event, occasion.days, unit, occasion.element_id, occasion.key, occasion.deadline_at)
        return self.desk.move(asked, digest=self.digest_of(occasion) if self.digest_of is not None else None)

    def _unit(self, event: Event, occasion: Occasion, earlier: Case, said: str | None) -> str | None:
        """Return whose points they are: the unit that the diagram names, else the one unit to whose posts the task was offered."""
        if said is not None:
            for case in (earlier, event.case):
                try:
                    found = parse_expression(said.removeprefix("=")).evaluate(case.variables(occasion.key), event.world.feel)
                except (Rejection, FeelError):
                    continue
                return found if isinstance(found, str) and found else None
            return None
        created = next((fact for fact in event.facts if fact.kind == "task_created" and fact.key == occasion.key), None)
        groups = created.public.get("candidateGroups", ()) if created is not None else self.known.groups_of(occasion.key)
        units = {group.partition("@")[2] for group in groups if "@" in group}
        return units.pop() if len(units) == 1 else None


class KnownFromTables:
    """As the tables show the case while a command is carried out."""

    def __init__(self, store: Reader, case_key: int) -> None:
        self.store, self.case_key = store, case_key

    def done_before(self, element_id: str) -> DoneBefore:
        """Read of the record of the case what names an element, and what was withdrawn or moved: asked only for one that names a rule."""
        done = DoneBefore()
        named = "%" if versions_of_case(self.store, self.case_key) else f'%"elementId":"{element_id}"%'  # another version had other ids
        for row in self.store.all(_NAMING, key=str(self.case_key), named=named, withdrawn=_WITHDRAWN, moved=_MOVED):
            done.note(json.loads(row["body"])["facts"])
        return done

    def late_from(self) -> datetime | None:
        body = self.store.value(
            "SELECT body FROM audit_event WHERE case_key = :key AND seq = 1 AND kind = 'paper_case_taken'", key=str(self.case_key)
        )
        facts = json.loads(body)["facts"] if body else ()
        since = next((fact.get("lateFrom") for fact in facts if fact["fact"] == "paper_case_taken"), None)
        return read_instant(since) if since else None

    def groups_of(self, task: int) -> Sequence[str]:
        rows = self.store.all(
            "SELECT name FROM task_candidate WHERE task_key = :key AND kind IN ('group', 'sealed') AND name <> '' ORDER BY name", key=task
        )
        return [row["name"] for row in rows]

    def withdrawn_before(self, key: int) -> Sequence[int]:
        return withdrawn_before(self.store, key)

    def undoes(self) -> frozenset[str]:
        return BY_LATENESS

    def moves_return(self) -> bool:
        return False

    def standing(self, key: int) -> Iterable[Standing]:
        rows = self.store.all(
            "SELECT m.key, m.event, m.unit, m.year, m.points, m.article FROM points_movement m"
            " WHERE m.element_instance_key = :key AND m.reverses IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM points_movement r WHERE r.reverses = m.key) ORDER BY m.key",
            key=key,
        )
        return [Standing(row["key"], row["event"], row["unit"], row["year"], Decimal(row["points"]), row["article"]) for row in rows]


def _file_of(key: int, earlier: Case, case: Case) -> str:
    """Return the file that draws an element instance which may have begun or ended in the event."""
    own, later = earlier.file_of(key), case.file_of(key)
    return own if own != case.file_of() else later


def _properties(diagram: Diagram, id: str) -> dict[str, str] | None:
    """Return the properties of an element, or of the process of that id; None where the diagram has neither."""
    element = diagram.element(id)
    if element is not None:
        return dict(element.properties)
    process = diagram.process(id)
    return dict(process.properties) if process is not None else None
