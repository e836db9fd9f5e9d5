"""What a paper says of the decisions that it rests on and that were made on paper: who made them when."""

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


def with_entered_decisions(store: Reader, case_key: int, content: Content, entered: list[Fact], zone: ZoneInfo) -> Content:
    """Return a paper with a note for each decision of its case that was entered from paper.

    entered: what the command at hand enters itself: it is not in the store yet. Who entered it, and the scan, stand in the history and not
    in a paper for others.
    """
    if content["kind"] not in NOTED_ON:
        return content
    rows: list[dict[str, Any]] = [
        dict(row)
        for row in store.all(
            "SELECT name AS step, decided_on_paper_at AS at, acting_for AS leader FROM user_task"
            " WHERE case_key = :case AND scan_key IS NOT NULL AND state = 'COMPLETED' ORDER BY key",
            case=case_key,
        )
    ]
    for fact in entered:
        step = store.value("SELECT name FROM user_task WHERE key = :key", key=fact.key)
        rows.append({"step": step, "at": fact.public["decidedAt"], "leader": fact.public["leader"]})
    if not rows:
        return content
    names = {row["name"]: row["display_name"] for row in store.all("SELECT name, display_name FROM account")}
    # Of a kind that nobody edits, as the words of the law.
    notes = [{"type": "remedies", "text": [_note(row, names, zone)]} for row in rows]
    return {**content, "blocks": [*content["blocks"], *notes]}


def citing(content: Content, number: str) -> Content:
    """Return a paper that says first which one it puts right: who has both knows which is in force, and nothing is imposed twice.

    number: of the issued paper that it replaces.
    """
    said = f"本文书更正并代替{number}。{number}自本文书印发之日起不再适用。"
    return {**content, "blocks": [{"type": "remedies", "text": [said]}, *content["blocks"]]}


def _note(row: dict[str, Any], names: dict[str, str], zone: ZoneInfo) -> str:
    at: datetime = read_instant(row["at"]).astimezone(zone)
    return f"注：“{row['step']}”由{names.get(row['leader'], row['leader'])}于{day_words(at.date())}在纸质件上作出决定，原件存卷。"
