"""What happens to the record of a case when it has ended: holds, what is proposed, and what is left of a case that was erased."""

from sqlalchemy import Index, Table

from app.store.tables.columns import METADATA, flag, instant, integer, maybe_instant, maybe_text, text

# What the owner of a procedure proposes and a security administrator decides. what: erase, hold or release.
disposal_proposal = Table(
    "disposal_proposal",
    METADATA,
    integer("case_key", primary_key=True, autoincrement=False),
    text("what"),
    text("proposed_by"),
    maybe_text("proposed_for"),
    instant("proposed_at"),
    text("reason"),
)

# Cases that may not be erased, whatever their retention says: a court, an audit or a petition needs them.
legal_hold = Table(
    "legal_hold",
    METADATA,
    integer("case_key", primary_key=True, autoincrement=False),
    text("proposed_by"),
    text("confirmed_by"),
    instant("held_since"),
    text("reason"),
)

# What is left of a case: numbers, instants, roles and accounts, as its events have them. retention: what its procedure said then;
# kept_until: the last civil day of it.
erased_case = Table(
    "erased_case",
    METADATA,
    integer("case_key", primary_key=True, autoincrement=False),
    text("process_id"),
    integer("definition_key"),
    text("digest"),
    maybe_text("receipt_number", unique=True),
    instant("started_at"),
    maybe_instant("ended_at"),
    maybe_instant("received_at"),
    text("started_by"),
    maybe_text("owner"),
    flag("secret"),
    text("retention"),
    text("kept_until"),
    text("proposed_by"),
    maybe_text("proposed_for"),
    text("confirmed_by"),
    instant("erased_at"),
    Index("erased_case_by_time", "erased_at"),
)
