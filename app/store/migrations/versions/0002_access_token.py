"""Personal access tokens."""

from alembic import op

from app.store.tables import people

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A store made today has the table from its first migration, which writes the schema as it is.
    people.access_token.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
