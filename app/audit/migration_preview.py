"""What would become of running cases on another version of their process, worked out on their snapshots and never kept."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from app.audit.surroundings import Surroundings
from app.domain.instant import read_instant
from app.domain.rejection import Message, Rejection
from app.engine.case import Case
from app.store.database import Reader


class MovedStep(Struct, frozen=True):
    """An element at which a case stands. to: at which it would go on, empty: it would end there, or there is a problem. attached: an event
    of something else, which no mapping has to name."""

    element_id: str
    type: str
    to: str
    attached: bool = False
    problem: Message | None = None


class WaitingEvent(Struct, frozen=True):
    """An event that would wait from now on. due_at: of a timer that runs."""

    element_id: str
    due_at: datetime | None = None


class CasePreview(Struct, frozen=True):
    """steps: each element once. added: events that the other version adds. problem: why the case cannot be taken there; None: it can."""

    steps: tuple[MovedStep, ...]
    added: tuple[WaitingEvent, ...] = ()
    problem: Message | None = None

    def mapping(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Return the mapping that a command needs. chosen: where it is not the element with the same id."""
        named = {step.element_id: step.element_id for step in self.steps if not step.attached}
        return named | {step.element_id: chosen[step.element_id] for step in self.steps if step.element_id in chosen}


def preview_migration(
    store: Reader, surroundings: Surroundings, case_key: int, digest: str, chosen: Mapping[str, str], now: datetime
) -> CasePreview:
    """Return what would become of a case at an instant on the version with a digest. chosen: as in CasePreview.mapping."""
    row = store.one("SELECT snapshot, calendar_version FROM case_state WHERE case_key = :key", key=case_key)
    if row is None or row["snapshot"] is None:
        raise Rejection("not_found", "Expected a case, but there is none with this key")
    world = surroundings.world(store, case_key, now, now)
    if row["calendar_version"] is not None and str(row["calendar_version"]) != world.calendar.version:
        surroundings.reckon_by(world, store, row["calendar_version"])
    case = Case.restore(world, bytes(row["snapshot"]))
    before = CasePreview(tuple(_steps(case, digest, None)))
    mapping = before.mapping(chosen)
    steps = tuple(_steps(case, digest, mapping))
    try:
        case.migrate(digest, mapping)
    except Rejection as rejection:
        return CasePreview(steps, (), rejection.message)
    added = [fact for fact in case.facts if fact.kind in ("timer_armed", "subscription_opened")]
    return CasePreview(steps, tuple(WaitingEvent(fact.element_id or "", _due(fact.public)) for fact in added))


def _steps(case: Case, digest: str, mapping: Mapping[str, str] | None) -> list[MovedStep]:
    found: dict[str, MovedStep] = {}
    for move in case.moves_to(digest, mapping):
        known = found.get(move.element_id)
        if known is None or (known.problem is None and move.problem is not None):
            found[move.element_id] = MovedStep(move.element_id, move.type, move.to or "", move.attached, move.problem)
    return list(found.values())


def _due(said: Mapping[str, object]) -> datetime | None:
    return read_instant(str(said["dueAt"])) if said.get("dueAt") else None
