"""Questions to a writer whom a case keeps from those who handle it, with what was answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("answered_at IS NULL")


def upgrade() -> None:
    """Add a table that the previous code neither reads nor writes."""
    op.create_table(
        "writer_question",
        sa.Column("key", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("case_key", NUMBER, nullable=False),
        sa.Column("asked_by", TEXT, nullable=False),
        sa.Column("asked_for", TEXT),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("question", TEXT, nullable=False),
        *(sa.Column(name, TEXT) for name in ("answered_by", "answered_for", "answered_at", "answer")),
        if_not_exists=True,
    )
    op.create_index("writer_question_by_case", "writer_question", ["case_key"], if_not_exists=True)
    op.create_index("writer_question_open", "writer_question", ["key"], if_not_exists=True, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
