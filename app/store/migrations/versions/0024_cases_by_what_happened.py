"""Find the cases in which a deadline was missed or silence took effect."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NOT_MET = sa.text("state IN ('missed', 'lapsed')")


def upgrade() -> None:
    """Add an index of the few deadlines that were not met; the others pay nothing."""
    op.create_index(
        "deadline_not_met",
        "deadline",
        ["state", "case_key"],
        if_not_exists=True,
        sqlite_where=NOT_MET,
        postgresql_where=NOT_MET,
    )


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
