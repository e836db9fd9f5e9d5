"""By which version of the calendar the deadlines of a case were reckoned last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a column that the previous code neither reads nor writes: a case that it starts has the default, and is reckoned anew later."""
    if "calendar_version" not in {found["name"] for found in sa.inspect(op.get_bind()).get_columns("case_state")}:
        op.add_column("case_state", sa.Column("calendar_version", NUMBER, nullable=True, server_default="0"))
        op.execute(
            "UPDATE case_state SET calendar_version = NULL WHERE case_key NOT IN"
            " (SELECT key FROM process_instance WHERE parent_key IS NULL AND state = 'ACTIVE')"
        )
    there = sa.text("calendar_version IS NOT NULL")
    op.create_index(
        "case_state_calendar", "case_state", ["calendar_version"], if_not_exists=True, sqlite_where=there, postgresql_where=there
    )


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
