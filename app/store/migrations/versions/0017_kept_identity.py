"""Who wrote in, kept from those who handle the case: which cases keep it, who it is, and which documents might show it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add columns and a table that the previous code neither reads nor writes."""
    _add("process_instance", sa.Column("identity_kept", NUMBER, nullable=False, server_default="0"))
    _add("document", sa.Column("withheld", NUMBER, nullable=False, server_default="0"))
    op.create_table(
        "kept_identity",
        sa.Column("case_key", NUMBER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("case_key", "name"),
        if_not_exists=True,
    )


def _add(table: str, column: sa.Column[Any]) -> None:
    if column.name not in {found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, column)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
