"""Personal access tokens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table. Stores made before the first schema was written down have it already."""
    op.create_table(
        "access_token",
        sa.Column("digest", TEXT, primary_key=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("scopes", TEXT, nullable=False),
        sa.Column("rights_version", NUMBER, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=False),
        sa.Column("used_at", TEXT),
        sa.Column("revoked_at", TEXT),
        sa.UniqueConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("access_token_by_account", "access_token", ["account"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
