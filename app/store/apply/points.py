"""Movements of points, and the appeals against them."""

from app.domain.fact import Fact
from app.store.apply.batch import Batch
from app.store.apply.facts import applies


@applies("points_moved")
def _points_moved(batch: Batch, fact: Fact) -> None:
    said = fact.public
    reverses = said.get("reversesKey")
    batch.insert(
        "points_movement",
        {
            "key": int(said["movementKey"]),
            "case_key": batch.case_key,
            "seq": batch.seq,
            "unit": said["unit"],
            "year": said["year"],
            "moved_on": said["on"],
            "rule": said.get("rule", ""),
            "event": said["event"],
            "days": said.get("days", 0),
            "points": said["points"],
            "code": said.get("code", ""),
            "article": said["article"],
            "element_id": fact.element_id,
            "element_instance_key": fact.key,
            "deadline_at": said.get("deadlineAt"),
            "reverses": int(reverses) if reverses is not None else None,
            "decision_digest": said.get("definitionDigest"),
            "decision_version": said.get("version"),
            "matched_rule": next((rule["index"] for rule in said.get("matchedRules", ())), None),
            "moved_at": batch.at,
            "state": "none",
            "appealed_by": None,
            "appealed_for": None,
            "appealed_at": None,
            "appeal_reason": None,
            "decided_by": None,
            "decided_at": None,
            "decision_reason": None,
        },
    )


@applies("points_appealed")
def _points_appealed(batch: Batch, fact: Fact) -> None:
    batch.update(
        "points_movement",
        int(fact.public["movementKey"]),
        state="open",
        appealed_by=batch.actor,
        appealed_for=batch.acting_for,
        appealed_at=batch.at,
        appeal_reason=fact.private["reason"],
    )


@applies("points_appeal_decided")
def _points_appeal_decided(batch: Batch, fact: Fact) -> None:
    batch.update(
        "points_movement",
        int(fact.public["movementKey"]),
        state="granted" if fact.public["granted"] else "upheld",
        decided_by=batch.actor,
        decided_at=batch.at,
        decision_reason=fact.private["reason"],
    )
