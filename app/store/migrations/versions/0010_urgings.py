"""Urgings of tasks, with their answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a table that the previous code neither reads nor writes."""
    op.create_table(
        "urging",
        sa.Column("key", NUMBER, primary_key=True, autoincrement=False),
        *(sa.Column(name, NUMBER, nullable=False) for name in ("case_key", "task_key")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("urged_by", "urged_at", "reason")),
        *(sa.Column(name, TEXT) for name in ("answered_by", "answered_for", "answered_at", "answer")),
        if_not_exists=True,
    )
    op.create_index("urging_by_case", "urging", ["case_key"], if_not_exists=True)
    op.create_index("urging_by_task", "urging", ["task_key"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
