"""A deadline as a row of plain JSON values, for snapshots and tables."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import asdict

from app.domain.deadline import Deadline, Silence, State
from app.domain.deadline_facts import written
from app.domain.instant import instant_text, read_instant
from app.domain.light import Light, read_share
from app.domain.period import read_period
from app.domain.stopped_days import Stop

_PLAIN = (
    "element_id", "element_instance_key", "article", "rule", "extendable", "notice_days", "extension_approver", "suspendable",
    "provisional", "calendar_version", "extensions",
)  # fmt: skip
_INSTANTS = (
    "started_at", "entered_at", "deadline_at", "effective_at", "yellow_at", "original_at", "next_change_at", "suspended_since",
    "moved_at", "confirmed_at", "missed_at", "ended_at",
)  # fmt: skip


def to_row(deadline: Deadline) -> dict[str, Any]:
    """Return a deadline as text, whole numbers, booleans, null and lists of these; from_row gives the same deadline back."""
    period = deadline.period
    known = asdict(deadline)
    row: dict[str, Any] = {name: known[name] for name in _PLAIN}
    for name in _INSTANTS:
        at = known[name]
        row[name] = None if at is None else instant_text(at)
    row["at"], row["moved_to"] = written(deadline.at), written(deadline.moved_to)
    row["length"] = None if period is None else f"{period.length:f}"
    row["unit"] = None if period is None else period.unit.value
    row["silence"] = None if deadline.silence is None else deadline.silence.value
    row["state"] = deadline.state.value
    row["light"] = None if deadline.light is None else deadline.light.value
    row["yellow_share"] = str(deadline.yellow_share)
    row["grace_seconds"] = deadline.grace // timedelta(seconds=1)
    row["stops"] = [[instant_text(stop.stopped_at), instant_text(stop.resumed_at)] for stop in deadline.stops]
    if deadline.retroactive:  # said only of those that are: rows of before it have no word for it
        row["retroactive"] = True
    if deadline.expected_at is not None:
        row["expected_at"] = instant_text(deadline.expected_at)
    return row


def from_row(row: Mapping[str, Any]) -> Deadline:
    """Return the deadline of a row that to_row wrote."""
    plain: dict[str, Any] = {name: row[name] for name in _PLAIN}
    plain.update({name: None if row[name] is None else read_instant(row[name]) for name in _INSTANTS})
    return Deadline(
        **plain,
        period=None if row["unit"] is None else read_period(Decimal(row["length"]), row["unit"]),
        at=_read_date(row["at"]),
        moved_to=_read_date(row["moved_to"]),
        silence=None if row["silence"] is None else Silence(row["silence"]),
        state=State(row["state"]),
        light=None if row["light"] is None else Light(row["light"]),
        yellow_share=read_share(row["yellow_share"]),
        grace=timedelta(seconds=row["grace_seconds"]),
        retroactive=bool(row.get("retroactive")),
        expected_at=read_instant(row["expected_at"]) if row.get("expected_at") else None,
        stops=tuple(Stop(read_instant(stopped), read_instant(resumed)) for stopped, resumed in row["stops"]),
    )


def _read_date(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == 10 else read_instant(text)
