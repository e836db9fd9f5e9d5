"""Let the access log be searched: by time, by who asked and by kind, the newest first."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add three indexes; no row changes, and nodes of the release before write on."""
    for name, first in (("access_event_by_effect", ()), ("access_event_by_actor", ("actor",)), ("access_event_by_kind", ("kind",))):
        op.create_index(name, "access_event", [*first, "effective_at", "seq"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
