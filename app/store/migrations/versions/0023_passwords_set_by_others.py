"""Passwords that somebody else set, and the sessions that lead to nothing but choosing one's own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a column each to two tables. The previous code writes neither: what it sets counts as the person's own, as it did before."""
    _add("account", sa.Column("must_change_password", NUMBER, nullable=False, server_default="0"))
    _add("session", sa.Column("must_change", NUMBER, nullable=False, server_default="0"))


def _add(table: str, column: sa.Column[Any]) -> None:
    if column.name not in {found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, column)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
