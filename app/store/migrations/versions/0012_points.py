"""Points that units were given or that were taken from them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBERS = ("case_key", "seq", "year", "days", "element_instance_key", "reverses", "decision_version", "matched_rule")
NEEDED = ("case_key", "seq", "unit", "year", "moved_on", "rule", "event", "days", "points", "code", "article")
MAYBE = ("element_id", "element_instance_key", "deadline_at", "reverses", "decision_digest", "decision_version", "matched_rule")
APPEAL = ("appealed_by", "appealed_for", "appealed_at", "appeal_reason", "decided_by", "decided_at", "decision_reason")


def column(name: str, *, nullable: bool) -> "sa.Column[object]":
    return sa.Column(name, NUMBER if name in NUMBERS else TEXT, nullable=nullable)


def upgrade() -> None:
    """Add a table that the previous code neither reads nor writes."""
    op.create_table(
        "points_movement",
        sa.Column("key", NUMBER, primary_key=True, autoincrement=False),
        *(column(name, nullable=False) for name in NEEDED),
        *(column(name, nullable=True) for name in MAYBE),
        sa.Column("moved_at", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False, server_default="none"),
        *(column(name, nullable=True) for name in APPEAL),
        if_not_exists=True,
    )
    for name, columns in (
        ("by_unit", ["year", "unit", "key"]),
        ("by_case", ["case_key"]),
        ("by_element", ["element_instance_key"]),
        ("reversed", ["reverses"]),
    ):
        op.create_index(f"points_movement_{name}", "points_movement", columns, if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
