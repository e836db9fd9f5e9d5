"""Tasks that were delegated, and tasks that came again."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXTS = ("delegated_by", "delegated_for", "delegated_reason", "returned_reason")
ADDED: dict[str, Any] = {**dict.fromkeys(TEXTS, TEXT), "returned_from": NUMBER}


def upgrade() -> None:
    """Add columns that may be null, and a table that the previous code neither reads nor writes."""
    found = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("user_task")}
    for name, kind in ADDED.items():
        if name not in found:
            op.add_column("user_task", sa.Column(name, kind))
    op.create_table(
        "task_delegate",
        *(sa.Column(name, NUMBER, nullable=False) for name in ("case_key", "task_key")),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("worked", NUMBER, nullable=False, server_default="0"),
        *(sa.Column(name, TEXT, nullable=False) for name in ("at", "note")),
        sa.PrimaryKeyConstraint("task_key", "account"),
        if_not_exists=True,
    )
    op.create_index("task_delegate_by_case", "task_delegate", ["case_key"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
