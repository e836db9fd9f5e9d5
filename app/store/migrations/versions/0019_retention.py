"""What is proposed for the record of a case, legal holds, and what is left of a case that was erased."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add tables that the previous code neither reads nor writes."""
    op.create_table(
        "disposal_proposal",
        _key(),
        _text("what"),
        _text("proposed_by"),
        _text("proposed_for", nullable=True),
        _text("proposed_at"),
        _text("reason"),
        if_not_exists=True,
    )
    op.create_table(
        "legal_hold",
        _key(),
        _text("proposed_by"),
        _text("confirmed_by"),
        _text("held_since"),
        _text("reason"),
        if_not_exists=True,
    )
    op.create_table(
        "erased_case",
        _key(),
        _text("process_id"),
        sa.Column("definition_key", NUMBER, nullable=False),
        _text("digest"),
        sa.Column("receipt_number", TEXT, unique=True),
        _text("started_at"),
        _text("ended_at", nullable=True),
        _text("received_at", nullable=True),
        _text("started_by"),
        _text("owner", nullable=True),
        sa.Column("secret", NUMBER, nullable=False, server_default="0"),
        _text("retention"),
        _text("kept_until"),
        _text("proposed_by"),
        _text("proposed_for", nullable=True),
        _text("confirmed_by"),
        _text("erased_at"),
        if_not_exists=True,
    )
    op.create_index("erased_case_by_time", "erased_case", ["erased_at"], if_not_exists=True)


def _key() -> sa.Column[int]:
    return sa.Column("case_key", NUMBER, primary_key=True, autoincrement=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=nullable)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
