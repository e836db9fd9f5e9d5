"""Cases that ran on paper, by the number they have there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a table that the previous code neither reads nor writes. Stores from before the first schema was written down have it."""
    op.create_table(
        "paper_case",
        sa.Column("process_id", TEXT, nullable=False),
        sa.Column("paper_number", TEXT, nullable=False),
        sa.Column("case_key", NUMBER, nullable=False),
        sa.Column("document_key", NUMBER, nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("process_id", "paper_number"),
        if_not_exists=True,
    )
    op.create_index("paper_case_by_document", "paper_case", ["document_key"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
