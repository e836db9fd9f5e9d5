"""Records of service that were struck off: by whom, when and why."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Add columns that the previous code neither reads nor writes: to it every record stands."""
    for name in ("struck_by", "struck_at", "struck_reason"):
        _add("paper_service", sa.Column(name, TEXT))


def _add(table: str, column: sa.Column[Any]) -> None:
    if column.name not in {found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, column)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
