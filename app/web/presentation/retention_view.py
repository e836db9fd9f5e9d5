"""What the page of the records of ended cases shows."""

from datetime import date, datetime

from msgspec import Struct

from app.domain.rejection import Message


class RuleRow(Struct, frozen=True):
    """How long the cases of a procedure are kept. years: 0 for those kept for good."""

    name: str
    years: int


class DueRow(Struct, frozen=True):
    """A case whose retention is over. problem: why nothing could be proposed for it a moment ago."""

    key: str
    number: str
    href: str
    title: str
    process: str
    ended_on: datetime
    until: date
    problem: Message | None = None


class ProposalRow(Struct, frozen=True):
    """what: erase, hold or release. can: decide. problem: why it could not be decided a moment ago; reason: what was typed then."""

    key: str
    number: str
    process: str
    what: str
    who: str
    at: datetime
    said: str
    can: bool
    problem: Message | None = None
    reason: str = ""


class HeldRow(Struct, frozen=True):
    """can: propose to release it."""

    key: str
    number: str
    process: str
    since: datetime
    said: str
    can: bool
    problem: Message | None = None


class ErasedRow(Struct, frozen=True):
    """href: of its replay, where the reader may see it."""

    number: str
    href: str
    process: str
    ended_on: datetime | None
    until: date
    at: datetime
    proposer: str
    confirmer: str


class RetentionView(Struct, frozen=True):
    """reason, number, hold_reason: what was typed; due_problem, hold_problem: why it was refused; others: what was
    refused for cases that stand in none of the lists any more. done: erase, hold, release, refused or
    proposed, and how many."""

    rules: tuple[RuleRow, ...]
    due: tuple[DueRow, ...]
    more: bool
    proposals: tuple[ProposalRow, ...]
    held: tuple[HeldRow, ...]
    erased: tuple[ErasedRow, ...]
    proposes: bool
    decides: bool
    reason: str = ""
    number: str = ""
    hold_reason: str = ""
    due_problem: Message | None = None
    hold_problem: Message | None = None
    others: tuple[Message, ...] = ()
    done: str = ""
    count: int = 0
