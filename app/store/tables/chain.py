"""The truth: audit events in their chains, and beside them, erasable, what people wrote."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table
from sqlalchemy import text as sql

from app.store.tables.columns import METADATA, blob, flag, instant, integer, maybe_text, text


def _events(name: str, *indexes: Index) -> Table:
    """Return a table of chained events. Its columns are frozen from the first release: outside checkers read it. Every column but seq is
    text or null."""
    return Table(
        name,
        METADATA,
        text("case_key"),
        integer("seq"),
        text("kind"),
        text("command"),
        instant("effective_at"),
        instant("recorded_at"),
        text("actor"),
        maybe_text("acting_for"),
        maybe_text("element_id"),
        maybe_text("definition_digest"),
        text("engine_version"),
        maybe_text("calendar_version"),
        maybe_text("snapshot_digest"),
        text("content_digest"),
        text("body"),
        text("previous_digest"),
        text("digest"),
        PrimaryKeyConstraint("case_key", "seq"),
        *indexes,
    )


# Facts by which a case left its diagram, where the kind of the event does not tell.
_OFF_COURSE = '{0}(body, \'"fact":"deadline_moved"\') > 0 OR {0}(body, \'"fact":"paper_decision_entered"\') > 0'

# Those of all cases are searched, the newest first: by who did what in which file, or was stood in for.
_NEWEST = ("effective_at", "case_key", "seq")
audit_event = _events(
    "audit_event",
    Index("audit_event_by_effect", *_NEWEST),
    Index("audit_event_by_actor", "actor", *_NEWEST),
    Index("audit_event_by_kind", "kind", *_NEWEST),
    Index("audit_event_by_file", "definition_digest", *_NEWEST),
    Index(
        "audit_event_by_absent",
        "acting_for",
        *_NEWEST,
        sqlite_where=sql("acting_for IS NOT NULL"),
        postgresql_where=sql("acting_for IS NOT NULL"),
    ),
    Index(
        "audit_event_off_course",
        *_NEWEST,
        sqlite_where=sql(_OFF_COURSE.format("instr")),
        postgresql_where=sql(_OFF_COURSE.format("strpos")),
    ),
)

# The articles that the facts of an event name, each as it is written there, for example "34, 35". A trigger fills it: migration 0018.
event_article = Table(
    "event_article",
    METADATA,
    text("article"),
    instant("effective_at"),
    text("case_key"),
    integer("seq"),
    PrimaryKeyConstraint("article", *_NEWEST),
)

event_content = Table(
    "event_content",
    METADATA,
    text("case_key"),
    integer("seq"),
    text("content"),
    PrimaryKeyConstraint("case_key", "seq"),
)

case_secret = Table("case_secret", METADATA, text("case_key", primary_key=True), blob("secret"))

# Events that no batch has taken yet, of cases and of accesses alike. Triggers on both tables fill it: migration 0015.
unanchored = Table("unanchored", METADATA, text("case_key"), integer("seq"), text("digest"), PrimaryKeyConstraint("case_key", "seq"))

# Batches that are anchored outside, each with its line as it is written there.
anchor_batch = Table(
    "anchor_batch", METADATA, integer("batch", primary_key=True, autoincrement=False), text("root"), text("line"), flag("written")
)

# Reads of personal data, refused writes and sign-ins: one chain named "access", by the same rule.
access_event = _events(
    "access_event",
    Index("access_event_by_effect", "effective_at", "seq"),
    Index("access_event_by_actor", "actor", "effective_at", "seq"),
    Index("access_event_by_kind", "kind", "effective_at", "seq"),
)
