"""Samples that were drawn: by whom, from which frame and by which seed, and what they are, drawn again from the record."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.audit.case_sample import Frame, draw, read_frame
from app.audit.exported_steps import Chosen
from app.domain.rejection import Rejection
from app.store.database import Reader

MOST: Final = 100
_SELECT: Final = (
    "SELECT e.seq, e.recorded_at, e.actor, e.body, a.display_name FROM audit_event e LEFT JOIN account a ON a.name = e.actor"
    " WHERE e.kind = 'sample_drawn' AND e.case_key = '0'"
)


class DrawnSample(Struct, frozen=True):
    """seq: of the event in the chain of the city. frame: as it was recorded."""

    seq: int
    at: str
    account: str
    name: str
    seed: str
    size: int
    frame: Frame


class SampleCases(Struct, frozen=True):
    """again: the frame as it is now; the same as was recorded, unless something was changed behind the product's back or by law.
    rows: number, title, process_id, digest, started_at and state of the cases, in the order of their ranks."""

    sample: DrawnSample
    again: Frame
    rows: Sequence[Mapping[str, Any]]


def samples(store: Reader) -> list[DrawnSample]:
    """Return the samples that were drawn last, the newest first."""
    return [_sample(row) for row in store.all(f"{_SELECT} ORDER BY e.effective_at DESC, e.seq DESC LIMIT {MOST}")]


def sample_cases(store: Reader, seq: int) -> SampleCases:
    """Return a sample by the number of its event, drawn again. Raises Rejection("not_found")."""
    row = store.one(f"{_SELECT} AND e.seq = :seq", seq=seq)
    if row is None:
        raise Rejection("not_found", "Expected a sample that was drawn, but there is none by the number %(seq)s", seq=seq)
    found = _sample(row)
    frame = found.frame
    again = read_frame(store, frame.chosen, frame.last_case_key)
    numbers = draw(store, frame, found.seed, found.size)
    rows = {one["receipt_number"]: one for one in _cases(store, numbers)}
    return SampleCases(found, again, [rows[number] for number in numbers])


def _cases(store: Reader, numbers: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    if not numbers:
        return []
    names = ", ".join(f":n{place}" for place in range(len(numbers)))
    return store.all(
        "SELECT key, receipt_number, title, process_id, digest, started_at, received_at, state FROM process_instance"
        f" WHERE receipt_number IN ({names})",
        **{f"n{place}": number for place, number in enumerate(numbers)},
    )


def _sample(row: Mapping[str, Any]) -> DrawnSample:
    said = json.loads(row["body"])["facts"][0]
    chosen = Chosen(said.get("process", ""), said.get("since", ""), said.get("until", ""))
    frame = Frame(chosen, int(said["lastCaseKey"]), said["frameSize"], said["frameDigest"])
    return DrawnSample(row["seq"], row["recorded_at"], row["actor"], row["display_name"] or row["actor"], said["seed"], said["size"], frame)
