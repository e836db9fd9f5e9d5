"""Mail: where people get it, and which notices wait to be sent to whom. Decisions made on paper: when, and where the scan lies."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNSEEN = sa.text("mail_seen = 0")
WAITING = sa.text("sent_at IS NULL AND given_up_at IS NULL")


def upgrade() -> None:
    """Add columns and a table that the previous code neither reads nor writes."""
    _add("account", sa.Column("mail_address", TEXT))
    _add("user_task", sa.Column("decided_on_paper_at", TEXT))
    _add("user_task", sa.Column("scan_key", NUMBER))
    _add("notice", sa.Column("mail_seen", NUMBER, nullable=False, server_default="0"))
    op.create_index("notice_to_mail", "notice", ["key"], if_not_exists=True, sqlite_where=UNSEEN, postgresql_where=UNSEEN)
    op.create_table(
        "mail",
        sa.Column("notice_key", NUMBER, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("created_at", "due_at")),
        sa.Column("tries", NUMBER, nullable=False),
        *(sa.Column(name, TEXT) for name in ("claimed_until", "problem", "sent_at", "given_up_at")),
        sa.PrimaryKeyConstraint("notice_key", "account"),
        if_not_exists=True,
    )
    op.create_index("mail_due", "mail", ["due_at"], if_not_exists=True, sqlite_where=WAITING, postgresql_where=WAITING)


def _add(table: str, column: sa.Column[Any]) -> None:
    if column.name not in {found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, column)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
