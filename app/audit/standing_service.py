"""Which record of service of a paper counts, and the step of the case that rests on it.

Time limits run from the first service that takes effect: a second one, such as a copy sent after it, moves none of them. A record that
was struck off does not count, and is kept.

Source: Civil Procedure Law, articles 87 (the day on which the receipt is signed is the day of service) and 95 (by announcement: 30 days
after it).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from app.audit.paper_service import SERVES
from app.audit.surroundings import Surroundings
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_case import CaseRecord
from app.store.read_paper import PaperRecord

ANNOUNCED: Final = "announcement"
AFTER_ANNOUNCEMENT: Final = timedelta(days=30)

Record = Mapping[str, Any]


class ServingStep(Struct, frozen=True):
    """A step of the case that serves a paper. ended_at: when it was completed; None while it is open."""

    task_key: int
    element_id: str
    name: str
    form_digest: str | None
    process_key: int
    ended_at: datetime | None


def effective_on(how: str, served_at: datetime, zone: ZoneInfo) -> date:
    """Return the civil day on which a service takes effect. zone: the city's."""
    day = served_at.astimezone(zone).date()
    return day + AFTER_ANNOUNCEMENT if how == ANNOUNCED else day


def services(store: Reader, paper_key: int) -> Sequence[Record]:
    """Return the records of service of a paper, those that were struck off among them, in the order of the instants of service."""
    return store.all("SELECT * FROM paper_service WHERE paper_key = :key ORDER BY served_at, key", key=paper_key)


def counting(records: Sequence[Record], zone: ZoneInfo) -> Record | None:
    """Return the record that counts: of those that stand, the first to take effect; None where none stands."""
    standing = [record for record in records if record["struck_at"] is None]
    return min(standing, key=lambda record: _order(record, zone), default=None)


def _order(record: Record, zone: ZoneInfo) -> tuple[date, datetime, int]:
    at = read_instant(record["served_at"])
    return effective_on(record["how"], at, zone), at, record["key"]


def counted_then(records: Sequence[Record], step: ServingStep, zone: ZoneInfo) -> Record | None:
    """Return the record that counted when a step was completed."""
    if step.ended_at is None:
        return counting(records, zone)
    then = [
        record
        for record in records
        if read_instant(record["recorded_at"]) <= step.ended_at
        and (record["struck_at"] is None or read_instant(record["struck_at"]) > step.ended_at)
    ]
    return min(then, key=lambda record: _order(record, zone), default=None)


def serving_step(store: Reader, surroundings: Surroundings, paper: PaperRecord) -> ServingStep | None:
    """Return the step of the case that serves a paper: one that is open, else the last that was completed; None where there is none."""
    rows = store.all(
        "SELECT t.key, t.element_id, t.name, t.state, t.form_digest, t.process_instance_key, t.ended_at, p.digest FROM user_task t"
        " JOIN process_instance p ON p.key = t.process_instance_key WHERE t.case_key = :case AND t.state IN ('CREATED', 'COMPLETED')"
        " ORDER BY CASE WHEN t.state = 'CREATED' THEN 0 ELSE 1 END, t.ended_at DESC, t.key DESC",
        case=paper.case_key,
    )
    for row in rows:
        diagram = surroundings.diagram_for_words(store, row["digest"])
        element = diagram.element(row["element_id"]) if diagram is not None else None
        if element is not None and element.properties.get(SERVES) == paper.paper:
            ended = read_instant(row["ended_at"]) if row["state"] == "COMPLETED" else None
            return ServingStep(row["key"], row["element_id"], row["name"], row["form_digest"], row["process_instance_key"], ended)
    return None


def refuse_behind_step(
    store: Reader, surroundings: Surroundings, found: CaseRecord, paper: PaperRecord, before: Sequence[Record], after: Sequence[Record]
) -> None:
    """Raise Rejection("state_forbids") where another service than before would count, while the case goes on from a step that rests on it.

    What began from that step, deadlines among it, would count from a service that does not stand. A case that has ended began nothing
    else: its page says what changed since.
    """
    if found.state != "ACTIVE":
        return
    was, now = counting(before, surroundings.zone), counting(after, surroundings.zone)
    if was is None or (now is not None and now["key"] == was["key"]):
        return
    step = serving_step(store, surroundings, paper)
    if step is not None and step.ended_at is not None:
        raise Rejection(
            "state_forbids",
            "Expected the service that counts to stay as it is: the case went on from it at %(step)s. Have an operator move the case"
            " back to that step first",
            step=step.name,
        )
