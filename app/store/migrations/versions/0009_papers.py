"""Papers with their numbers, how they were served, and the offices that issue them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def columns(said: str) -> list[sa.Column[Any]]:
    """Return columns in their order: `name` is text, `name#` a number; a trailing `?` lets it be null."""
    found = []
    for word in said.split():
        name = word.removesuffix("?")
        kind = NUMBER if name.endswith("#") else TEXT
        found.append(sa.Column(name.removesuffix("#"), kind, nullable=word.endswith("?")))
    return found


def upgrade() -> None:
    """Add tables that the previous code neither reads nor writes. Stores from before the first schema was written down have them."""
    op.create_table(
        "paper",
        sa.Column("key", NUMBER, primary_key=True, autoincrement=False),
        *columns("case_key# paper digest kind title state office"),
        sa.Column("personal", NUMBER, nullable=False, server_default="0"),
        *columns("revision# content issuers scopes behind? element_id? element_instance_key#? corrects#? drafted_by drafted_at"),
        *columns("issued_by? issued_at? series? serial#? number? content_digest? pdf_digest? word_digest?"),
        if_not_exists=True,
    )
    op.create_index("paper_by_case", "paper", ["case_key"], if_not_exists=True)
    op.create_index("paper_by_number", "paper", ["series", "serial"], unique=True, if_not_exists=True)
    op.create_index("paper_by_kind", "paper", ["kind", "state", "issued_at"], if_not_exists=True)
    op.create_table(
        "paper_service",
        sa.Column("key", NUMBER, primary_key=True, autoincrement=False),
        *columns("case_key# paper_key# served_at how served_by served_to note? document_key#? recorded_by recorded_at"),
        if_not_exists=True,
    )
    op.create_index("paper_service_by_paper", "paper_service", ["paper_key"], if_not_exists=True)
    op.create_table("office", sa.Column("id", TEXT, primary_key=True), *columns("name code word_digest? word_name?"), if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
