"""Events that wait to be anchored, and the batches that took them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


EVENTS = ("audit_event", "access_event")
WAITS = "INSERT INTO unanchored (case_key, seq, digest) VALUES (NEW.case_key, NEW.seq, NEW.digest) ON CONFLICT DO NOTHING"
FUNCTION = f"CREATE OR REPLACE FUNCTION wait_for_anchor() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {WAITS}; RETURN NULL; END $$"


def upgrade() -> None:
    """Add tables that the previous code neither reads nor writes; all that was recorded so far waits.

    What is recorded from now on waits by a trigger, not by our code: so do the events of nodes that still run the release before.
    """
    op.create_table(
        "unanchored",
        sa.Column("case_key", TEXT, primary_key=True),
        sa.Column("seq", NUMBER, primary_key=True),
        sa.Column("digest", TEXT, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "anchor_batch",
        sa.Column("batch", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("root", TEXT, nullable=False),
        sa.Column("line", TEXT, nullable=False),
        sa.Column("written", NUMBER, nullable=False, server_default="0"),
        if_not_exists=True,
    )
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(FUNCTION)
    for table in EVENTS:
        if on_postgresql:
            op.execute(f"CREATE OR REPLACE TRIGGER {table}_waits AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION wait_for_anchor()")
        else:
            op.execute(f"CREATE TRIGGER IF NOT EXISTS {table}_waits AFTER INSERT ON {table} FOR EACH ROW BEGIN {WAITS}; END")
        op.execute(
            f"INSERT INTO unanchored (case_key, seq, digest) SELECT case_key, seq, digest FROM {table}"  # names are ours
            " WHERE NOT EXISTS (SELECT 1 FROM anchor_batch) ON CONFLICT DO NOTHING"
        )


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
