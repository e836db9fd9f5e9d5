"""What a paper says of the decisions that it rests on and that were made on paper: who made them when, who entered them."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.domain.fact import Fact
from app.domain.instant import read_instant
from app.domain.paper import Content
from app.paper.value_words import day_words
from app.store.database import Reader

NOTED_ON: Final = ("notice", "decision")
"""Kinds of paper by which others learn of a decision."""


def with_entered_decisions(store: Reader, case_key: int, content: Content, entered: list[tuple[Fact, str]], zone: ZoneInfo) -> Content:
    """Return a paper with a note for each decision of its case that was entered from paper.

    entered: what the command at hand enters itself, each with who enters it: it is not in the store yet.
    """
    if content["kind"] not in NOTED_ON:
        return content
    rows: list[dict[str, Any]] = [
        dict(row)
        for row in store.all(
            "SELECT t.name AS step, t.decided_on_paper_at AS at, t.acting_for AS leader, t.completed_by AS secretary, d.digest"
            " FROM user_task t JOIN document d ON d.key = t.scan_key WHERE t.case_key = :case AND t.state = 'COMPLETED' ORDER BY t.key",
            case=case_key,
        )
    ]
    for fact, secretary in entered:
        step = store.value("SELECT name FROM user_task WHERE key = :key", key=fact.key)
        said = {"step": step, "at": fact.public["decidedAt"], "leader": fact.public["leader"], "secretary": secretary}
        rows.append({**said, "digest": fact.private["digest"]})
    if not rows:
        return content
    names = {row["name"]: row["display_name"] for row in store.all("SELECT name, display_name FROM account")}
    # Of a kind that nobody edits, as the words of the law.
    notes = [{"type": "remedies", "text": [_note(row, names, zone)]} for row in rows]
    return {**content, "blocks": [*content["blocks"], *notes]}


def _note(row: dict[str, Any], names: dict[str, str], zone: ZoneInfo) -> str:
    at: datetime = read_instant(row["at"]).astimezone(zone)
    leader, secretary = (names.get(row[name], row[name]) for name in ("leader", "secretary"))
    return (
        f"注：“{row['step']}”一项，{leader}于{day_words(at.date())}{at:%H:%M}在纸质件上作出决定，由{secretary}代为录入，"
        f"原件扫描件存卷（SHA-256 {row['digest'][:16]}…）。"
    )
