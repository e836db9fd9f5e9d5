"""The first schema, as it was released."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Text sorts by code point on both databases. Written down here and not taken from the tables of today: a migration never changes.
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TYPES: dict[str, Any] = {"text": TEXT, "number": NUMBER, "counted": NUMBER, "bytes": sa.LargeBinary()}
DEFAULTS = {"0": "0", "last": "9999-12-31T00:00:00.000000Z", "": None}


def upgrade() -> None:
    _chain()
    _running()
    _beside()
    _city()
    _side()


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")


def _table(name: str, columns: str, key: str, *constraints: Any) -> None:
    """columns: name and kind of each; `?` for one that may be missing, `=` before what it is where nothing is said; `counted` counts up."""
    op.create_table(name, *map(_column, columns.split(", ")), sa.PrimaryKeyConstraint(*key.split()), *constraints)


def _column(said: str) -> sa.Column[Any]:
    name, kind = said.split()
    kind, _, default = kind.partition("=")
    plain = kind.rstrip("?")
    return sa.Column(
        name, TYPES[plain], nullable=kind != plain, server_default=DEFAULTS[default], autoincrement="auto" if plain == "counted" else False
    )


def _index(name: str, table: str, columns: str, where: str = "", unique: bool = False) -> None:
    only = sa.text(where) if where else None
    op.create_index(name, table, columns.split(), unique=unique, sqlite_where=only, postgresql_where=only)


def _chain() -> None:
    """The truth and what lies beside it."""
    _table(
        "audit_event",
        "case_key text, seq number, kind text, command text, effective_at text, recorded_at text, actor text, acting_for text?, "
        "element_id text?, definition_digest text?, engine_version text, calendar_version text?, snapshot_digest text?, "
        "content_digest text, body text, previous_digest text, digest text",
        "case_key seq",
    )
    _table(
        "event_content",
        "case_key text, seq number, content text",
        "case_key seq",
    )
    _table(
        "case_secret",
        "case_key text, secret bytes",
        "case_key",
    )
    _table(
        "access_event",
        "case_key text, seq number, kind text, command text, effective_at text, recorded_at text, actor text, acting_for text?, "
        "element_id text?, definition_digest text?, engine_version text, calendar_version text?, snapshot_digest text?, "
        "content_digest text, body text, previous_digest text, digest text",
        "case_key seq",
    )


def _running() -> None:
    """Cases, and what shows them."""
    _table(
        "case_state",
        "case_key number, version number, seq number, chain_digest text, snapshot bytes?, next_due_at text?, claimed_until text?",
        "case_key",
    )
    _index("case_state_due", "case_state", "next_due_at", where="next_due_at IS NOT NULL")
    _table(
        "process_instance",
        "key number, case_key number, parent_key number?, parent_element_key number?, process_id text, definition_key number, "
        "digest text, state text, started_at text, ended_at text?, received_at text?, started_by text, receipt_number text?, "
        "business_id text?, title text?, owner text?, outcome text?, merged_into text?, secret number=0, tags text?",
        "key",
        sa.UniqueConstraint("receipt_number"),
    )
    _index("process_instance_by_case", "process_instance", "case_key")
    _index("process_instance_by_state", "process_instance", "state process_id key")
    _table(
        "user_task",
        "key number, case_key number, process_instance_key number, process_id text, definition_key number, element_id text, name "
        "text, title text?, state text, assignee text?, priority number, form_id text?, form_digest text?, created_at text, "
        "ended_at text?, completed_by text?, acting_for text?, due_at text?, follow_up_at text?, deadline_key number?, "
        "deadline_at text?, deadline_state text?, light text?, article text?, provisional number=0, lapsed number=0, sort_at "
        "text=last",
        "key",
    )
    _index("user_task_by_case", "user_task", "case_key")
    _index("user_task_done", "user_task", "completed_by ended_at", where="state <> 'CREATED'")
    _index("user_task_open", "user_task", "sort_at key", where="state = 'CREATED'")
    _index("user_task_open_mine", "user_task", "assignee sort_at key", where="state = 'CREATED'")
    _index("user_task_open_unassigned", "user_task", "sort_at key", where="state = 'CREATED' AND assignee IS NULL")
    _table(
        "task_candidate",
        "task_key number, kind text, name text, assigned number=0, sort_at text=last",
        "task_key kind name",
    )
    _index("task_candidate_by_name", "task_candidate", "kind name assigned sort_at task_key")
    _table(
        "case_party",
        "case_key number, kind text, name text",
        "case_key kind name",
    )
    _index("case_party_by_name", "case_party", "kind name case_key")
    _table(
        "deadline",
        "key number, case_key number, element_id text, state text, started_at text, deadline_at text, light text, provisional "
        "number=0, is_open number=0, detail text",
        "key",
    )
    _index("deadline_by_case", "deadline", "case_key")
    _index("deadline_running", "deadline", "deadline_at", where="state = 'running'")
    _table(
        "timer_start",
        "definition_key number, element_id text, due_at text, detail text, claimed_until text?",
        "definition_key element_id",
    )
    _table(
        "variable",
        "key counted, case_key number, process_instance_key number, scope_key number, name text, value text",
        "key",
    )
    _index("variable_by_case", "variable", "case_key")
    _index("variable_by_scope", "variable", "scope_key name", unique=True)


def _beside() -> None:
    """What waits for a case or lies in it."""
    _table(
        "subscription",
        "key counted, message_name text, correlation_key text?, case_key number?, element_instance_key number?, definition_key "
        "number?, element_id text",
        "key",
    )
    _index("subscription_by_definition", "subscription", "definition_key")
    _index("subscription_by_element", "subscription", "element_instance_key")
    _index("subscription_by_name", "subscription", "message_name correlation_key")
    _table(
        "message",
        "key number, name text, correlation_key text?, message_id text?, published_at text, expires_at text, variables text, "
        "taken number=0",
        "key",
    )
    _index("message_by_name", "message", "name correlation_key")
    _table(
        "incident",
        "key number, case_key number, process_instance_key number, process_id text, definition_key number, element_id text, "
        "element_instance_key number, kind text, cause text, detail text, state text, created_at text, resolved_at text?",
        "key",
    )
    _index("incident_by_case", "incident", "case_key")
    _index("incident_open", "incident", "created_at", where="state = 'ACTIVE'")
    _table(
        "document",
        "key number, case_key number?, task_key number?, name text, media_type text, size_bytes number, digest text, version "
        "number, replaces number?, added_by text, added_at text, purpose text?, upload_secret text?",
        "key",
    )
    _index("document_by_case", "document", "case_key")
    _table(
        "comment",
        "key number, case_key number, author text, written_at text, text text",
        "key",
    )
    _index("comment_by_case", "comment", "case_key")
    _table(
        "query_code",
        "case_key number, code_hash text, failures number, locked_until text?",
        "case_key",
    )


def _city() -> None:
    """Definitions, people and the calendar."""
    _table(
        "resource",
        "digest text, content bytes",
        "digest",
    )
    _table(
        "deployment",
        "key number, deployed_at text, deployed_by text, state text",
        "key",
    )
    _table(
        "definition",
        "key number, kind text, id text, version number, version_tag text?, name text, resource_name text, digest text, "
        "deployment_key number, state text, detail text",
        "key",
        sa.UniqueConstraint("kind", "id", "version"),
    )
    _index("definition_by_deployment", "definition", "deployment_key")
    _table(
        "unit",
        "id text, name text, parent_id text?",
        "id",
    )
    _table(
        "account",
        "name text, display_name text, password_hash text?, state text, everything number=0, demo number=0, failures number, "
        "locked_until text?, signed_in_at text?, rights_version number",
        "name",
    )
    _table(
        "holding",
        "account text, role text, unit text, post text",
        "account role unit",
    )
    _index("holding_by_role", "holding", "role unit")
    _table(
        "calendar_version",
        "version number, year number, content text, entered_at text",
        "version",
    )


def _side() -> None:
    """What is no event."""
    _table(
        "draft",
        "task_key number, account text, content text, form_digest text?, saved_at text",
        "task_key account",
    )
    _table(
        "session",
        "token_digest text, account text, rights_version number, created_at text, seen_at text, expires_at text, address text, "
        "locked number=0",
        "token_digest",
    )
    _index("session_by_account", "session", "account")
    _table(
        "preference",
        "account text, content text",
        "account",
    )
    _table(
        "idempotency",
        "account text, key text, request_digest text, status number, answer text, case_key text?, expires_at text",
        "account key",
    )
    _index("idempotency_by_expiry", "idempotency", "expires_at")
    _table(
        "counter",
        "name text, value number",
        "name",
    )
    _table(
        "pinned_clock",
        "id number, now text",
        "id",
    )
    _table(
        "outbox",
        "key counted, kind text, content text, case_key text?, due_at text, claimed_until text?, tries number",
        "key",
    )
    _index("outbox_by_due", "outbox", "due_at")
    _table(
        "worker_poll",
        "worker text, polled_at text",
        "worker",
    )
    _table(
        "rate",
        "what text, who text, since text, count number",
        "what who",
    )
    _table(
        "setting",
        "name text, value text, valid_from text?",
        "name",
    )
