"""Notices to people, and which of them somebody has read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = ("case_key", "seq", "element_id", "element_instance_key", "kind", "recipient", "notice", "facts", "told_at")
NUMBERS = ("case_key", "seq", "element_instance_key")


def upgrade() -> None:
    """Add two tables that the previous code neither reads nor writes."""
    op.create_table(
        "notice",
        sa.Column("key", NUMBER, primary_key=True),
        *(sa.Column(name, NUMBER if name in NUMBERS else TEXT, nullable=False) for name in COLUMNS),
        sa.Column("mailed_at", TEXT),
        if_not_exists=True,
    )
    op.create_index("notice_by_recipient", "notice", ["kind", "recipient", "key"], if_not_exists=True)
    op.create_index("notice_by_case", "notice", ["case_key"], if_not_exists=True)
    op.create_table(
        "notice_read",
        sa.Column("account", TEXT, nullable=False),
        sa.Column("notice_key", NUMBER, nullable=False),
        sa.Column("read_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("account", "notice_key"),
        if_not_exists=True,
    )


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
