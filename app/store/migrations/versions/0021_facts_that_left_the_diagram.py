"""Find the events whose facts left the diagram, and whose kind does not tell."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SAYS = '{0}(body, \'"fact":"deadline_moved"\') > 0 OR {0}(body, \'"fact":"paper_decision_entered"\') > 0'


def upgrade() -> None:
    """Add an index of few events: what is none of them pays for two looks at its body, and nothing is written."""
    op.create_index(
        "audit_event_off_course",
        "audit_event",
        ["effective_at", "case_key", "seq"],
        if_not_exists=True,
        sqlite_where=sa.text(SAYS.format("instr")),
        postgresql_where=sa.text(SAYS.format("strpos")),
    )


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
