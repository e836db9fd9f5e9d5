"""Find events across all cases: by who, what, when, the file they happened in, and the article that their facts name."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ORDER = ("effective_at", "case_key", "seq")
DELEGATED = sa.text("acting_for IS NOT NULL")

# Only bodies that speak of an article are opened at all.
SPEAKS = "{}({}.body, '\"article\":') > 0"
ON_SQLITE = (
    "INSERT INTO event_article (article, effective_at, case_key, seq) SELECT DISTINCT json_extract(said.value, '$.article'),"
    " {0}.effective_at, {0}.case_key, {0}.seq FROM {1}json_each({0}.body, '$.facts') said"
    " WHERE json_extract(said.value, '$.article') IS NOT NULL{2} ON CONFLICT DO NOTHING"
)
ON_POSTGRESQL = (
    "INSERT INTO event_article (article, effective_at, case_key, seq) SELECT DISTINCT said ->> 'article',"
    " {0}.effective_at, {0}.case_key, {0}.seq FROM {1}jsonb_array_elements({0}.body::jsonb -> 'facts') said"
    " WHERE said ->> 'article' IS NOT NULL{2} ON CONFLICT DO NOTHING"
)


def upgrade() -> None:
    """Add indexes, and a table that the previous code neither reads nor writes.

    It is filled by a trigger, not by our code: so are the articles of events that nodes of the release before still record.
    """
    for name, columns in (
        ("effect", ORDER),
        ("actor", ("actor", *ORDER)),
        ("kind", ("kind", *ORDER)),
        ("file", ("definition_digest", *ORDER)),
    ):
        op.create_index(f"audit_event_by_{name}", "audit_event", columns, if_not_exists=True)
    op.create_index(
        "audit_event_by_absent",
        "audit_event",
        ["acting_for", *ORDER],
        if_not_exists=True,
        sqlite_where=DELEGATED,
        postgresql_where=DELEGATED,
    )
    op.create_table(
        "event_article",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("effective_at", TEXT, nullable=False),
        sa.Column("case_key", TEXT, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("article", *ORDER),
        if_not_exists=True,
    )
    run = op.get_bind().exec_driver_sql  # as it stands: to others a `:jsonb` is a parameter
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    fill, looks = (ON_POSTGRESQL, "strpos") if on_postgresql else (ON_SQLITE, "instr")
    noted = fill.format("NEW", "", "")
    when = f"AFTER INSERT ON audit_event FOR EACH ROW WHEN ({SPEAKS.format(looks, 'NEW')})"
    if on_postgresql:
        body = f"BEGIN {noted}; RETURN NULL; END"
        run(f"CREATE OR REPLACE FUNCTION note_articles() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
        run(f"CREATE OR REPLACE TRIGGER audit_event_articles {when} EXECUTE FUNCTION note_articles()")
    else:
        run(f"CREATE TRIGGER IF NOT EXISTS audit_event_articles {when} BEGIN {noted}; END")
    run(fill.format("e", "audit_event e, ", f" AND {SPEAKS.format(looks, 'e')}"))


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
