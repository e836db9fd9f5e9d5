"""Posts with a first and a second holder, and when people are away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add two tables, and columns that may be null: the previous code neither reads nor writes them."""
    op.create_table(
        "post",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("first", TEXT),
        sa.Column("second", TEXT),
        if_not_exists=True,
    )
    op.create_table(
        "leave",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("starts_at", TEXT, nullable=False),
        sa.Column("ends_at", TEXT, nullable=False),
        sa.Column("substitute", TEXT),
        sa.Column("reason", TEXT),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("entered_at", TEXT, nullable=False),
        if_not_exists=True,
    )
    for table in ("document", "comment"):
        if "acting_for" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}:
            op.add_column(table, sa.Column("acting_for", TEXT))
    op.create_index("post_by_first", "post", ["first"], if_not_exists=True)
    op.create_index("post_by_second", "post", ["second"], if_not_exists=True)
    op.create_index("leave_by_end", "leave", ["ends_at"], if_not_exists=True)
    op.create_index("leave_by_account", "leave", ["account", "ends_at"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
