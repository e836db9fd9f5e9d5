"""Messages and signals from one case to another."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add what the previous code neither reads nor has to write. Stores made before the first schema was written down have it already."""
    for table, column in (
        ("subscription", sa.Column("event", TEXT, nullable=False, server_default="message")),
        ("message", sa.Column("thrown_by", NUMBER)),
        ("message", sa.Column("taken_by", NUMBER)),
    ):
        if column.name not in {found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)}:
            op.add_column(table, column)
    for name, on, where in (("message_waiting", "key", "taken = 0"), ("message_thrown", "thrown_by", "thrown_by IS NOT NULL")):
        op.create_index(name, "message", [on], if_not_exists=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
