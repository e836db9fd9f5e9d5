"""What does not pass the door: drafts, sessions, preferences, claims, answers kept for a repeated request. They have small writers of
their own."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table
from sqlalchemy import text as sql

from app.store.tables.columns import METADATA, flag, instant, integer, maybe_instant, maybe_text, text

WAITING_MAIL = "sent_at IS NULL AND given_up_at IS NULL"

draft = Table(
    "draft",
    METADATA,
    integer("task_key"),
    text("account"),
    text("content"),
    maybe_text("form_digest"),
    instant("saved_at"),
    PrimaryKeyConstraint("task_key", "account"),
)

session = Table(
    "session",
    METADATA,
    text("token_digest", primary_key=True),
    text("account"),
    integer("rights_version"),
    instant("created_at"),
    instant("seen_at"),
    instant("expires_at"),
    text("address"),
    flag("locked"),
    flag("must_change"),
    Index("session_by_account", "account"),
)

preference = Table("preference", METADATA, text("account", primary_key=True), text("content"))

idempotency = Table(
    "idempotency",
    METADATA,
    text("account"),
    text("key"),
    text("request_digest"),
    integer("status"),
    text("answer"),
    maybe_text("case_key"),
    instant("expires_at"),
    PrimaryKeyConstraint("account", "key"),
    Index("idempotency_by_expiry", "expires_at"),
)

# Running numbers: receipt numbers by code and year, keys on databases without sequences.
counter = Table("counter", METADATA, text("name", primary_key=True), integer("value"))

# Where the test clock stands; no row: real time.
pinned_clock = Table("pinned_clock", METADATA, integer("id", primary_key=True, autoincrement=False), instant("now"))

calendar_version = Table(
    "calendar_version",
    METADATA,
    integer("version", primary_key=True, autoincrement=False),
    integer("year"),
    text("content"),
    instant("entered_at"),
)

# What a case has for others and is still to be brought to them. kind: signal. content: JSON. case_key: of the case that it is for, null
# for a start event.
outbox = Table(
    "outbox",
    METADATA,
    integer("key", primary_key=True),
    text("kind"),
    text("content"),
    maybe_text("case_key"),
    instant("due_at"),
    maybe_instant("claimed_until"),
    integer("tries"),
    Index("outbox_by_due", "due_at"),
)

# Which notices somebody has read; one to a group is read by each of its people for themselves.
notice_read = Table(
    "notice_read",
    METADATA,
    text("account"),
    integer("notice_key"),
    instant("read_at"),
    PrimaryKeyConstraint("account", "notice_key"),
)

# Mails to be sent: one notice to one person. Instants are real time: a test clock must hold back no mail. due_at: of the next try.
# problem: why the last try failed, one of our words: away, refused, put-off. given_up_at: when no more tries are made.
mail = Table(
    "mail",
    METADATA,
    integer("notice_key"),
    text("account"),
    instant("created_at"),
    instant("due_at"),
    integer("tries"),
    maybe_instant("claimed_until"),
    maybe_text("problem"),
    maybe_instant("sent_at"),
    maybe_instant("given_up_at"),
    PrimaryKeyConstraint("notice_key", "account"),
    Index("mail_due", "due_at", sqlite_where=sql(WAITING_MAIL), postgresql_where=sql(WAITING_MAIL)),
)

# When each worker last looked for due work, by real time.
worker_poll = Table("worker_poll", METADATA, text("worker", primary_key=True), instant("polled_at"))

rate = Table(
    "rate",
    METADATA,
    text("what"),
    text("who"),
    instant("since"),
    integer("count"),
    PrimaryKeyConstraint("what", "who"),
)

setting = Table("setting", METADATA, text("name", primary_key=True), text("value"), maybe_instant("valid_from"))
