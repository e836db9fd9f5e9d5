"""Find the open tasks of a person, and all open ones, in the order of their keys: how programs page through them.

Until now a page of them looked at every open task, and at every finished one with a lower key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'CREATED'")


def upgrade() -> None:
    """Make the indexes. Stores made before the first schema was written down have them already."""
    for name, columns in (("user_task_open_by_assignee", ["assignee", "key"]), ("user_task_open_by_key", ["key"])):
        op.create_index(name, "user_task", columns, if_not_exists=True, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
