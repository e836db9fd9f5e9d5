"""Filters of the work list that people keep under a name."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a table that the previous code neither reads nor writes. Stores made before the first schema was written down have it already."""
    op.create_table(
        "saved_filter",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("unit", TEXT),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("query", TEXT, nullable=False),
        if_not_exists=True,
    )
    for column in ("account", "unit"):
        op.create_index(f"saved_filter_by_{column}", "saved_filter", [column], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
