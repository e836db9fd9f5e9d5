"""Projections of running and finished cases. All of them can be rebuilt from the audit events and their contents."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table
from sqlalchemy import text as sql

from app.domain.instant import LAST
from app.store.tables.columns import METADATA, blob, flag, instant, integer, maybe_instant, maybe_integer, maybe_text, text

# One row a chain: the head of the chain, the newest snapshot, when the clock has something to do next and until when a worker has
# taken that on; by which version of the calendar its deadlines were reckoned last, null where no decree changes them any more. Row 0
# is the chain of definitions and people.
case_state = Table(
    "case_state",
    METADATA,
    integer("case_key", primary_key=True, autoincrement=False),
    integer("version"),
    integer("seq"),
    text("chain_digest"),
    blob("snapshot", nullable=True),
    maybe_instant("next_due_at"),
    maybe_instant("claimed_until"),
    maybe_integer("calendar_version", server_default="0"),
    Index("case_state_due", "next_due_at", sqlite_where=sql("next_due_at IS NOT NULL"), postgresql_where=sql("next_due_at IS NOT NULL")),
    Index(
        "case_state_calendar",
        "calendar_version",
        sqlite_where=sql("calendar_version IS NOT NULL"),
        postgresql_where=sql("calendar_version IS NOT NULL"),
    ),
)

# Root and called process instances. state: ACTIVE, COMPLETED, TERMINATED.
process_instance = Table(
    "process_instance",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    maybe_integer("parent_key"),
    maybe_integer("parent_element_key"),
    text("process_id"),
    integer("definition_key"),
    text("digest"),
    text("state"),
    instant("started_at"),
    maybe_instant("ended_at"),
    maybe_instant("received_at"),
    text("started_by"),
    maybe_text("receipt_number", unique=True),
    maybe_text("business_id"),
    maybe_text("title"),
    maybe_text("owner"),
    maybe_text("outcome"),
    maybe_text("merged_into"),
    flag("secret"),
    maybe_text("tags"),
    flag("identity_kept"),
    Index("process_instance_by_case", "case_key"),
    Index("process_instance_by_state", "state", "process_id", "key"),
)

# Who wrote in, of the cases that keep it from those who handle them: by the name that the variable has in other cases.
kept_identity = Table(
    "kept_identity",
    METADATA,
    integer("case_key"),
    text("name"),
    text("value"),
    PrimaryKeyConstraint("case_key", "name"),
)

# What who handles a case that keeps its writer had the writer asked, and what was answered, by way of who knows the writer.
writer_question = Table(
    "writer_question",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    text("asked_by"),
    maybe_text("asked_for"),
    instant("asked_at"),
    text("question"),
    maybe_text("answered_by"),
    maybe_text("answered_for"),
    maybe_instant("answered_at"),
    maybe_text("answer"),
    Index("writer_question_by_case", "case_key"),
    Index("writer_question_open", "key", sqlite_where=sql("answered_at IS NULL"), postgresql_where=sql("answered_at IS NULL")),
)

# A case that ran on paper, by the number it has there: no paper case is taken over twice. document_key: of the sheet; line: its row there.
paper_case = Table(
    "paper_case",
    METADATA,
    text("process_id"),
    text("paper_number"),
    integer("case_key"),
    integer("document_key"),
    integer("line"),
    PrimaryKeyConstraint("process_id", "paper_number"),
    Index("paper_case_by_document", "document_key"),
)

# decided_on_paper_at, scan_key: of a decision that its leader (acting_for) made on paper and who completed it entered; the document's key.
# state: CREATED, COMPLETED, CANCELED. sort_at: the deadline, or LAST without one, so that one index gives the work list in its order.
# delegated_by: whom it goes back to, delegated_for: in whose place that one held it. returned_from: the task after which it came again, by
# being sent back from it or by its own submission being withdrawn, and why.
user_task = Table(
    "user_task",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    integer("process_instance_key"),
    text("process_id"),
    integer("definition_key"),
    text("element_id"),
    text("name"),
    maybe_text("title"),
    text("state"),
    maybe_text("assignee"),
    integer("priority"),
    maybe_text("form_id"),
    maybe_text("form_digest"),
    instant("created_at"),
    maybe_instant("ended_at"),
    maybe_text("completed_by"),
    maybe_text("acting_for"),
    maybe_instant("due_at"),
    maybe_instant("follow_up_at"),
    maybe_integer("deadline_key"),
    maybe_instant("deadline_at"),
    maybe_text("deadline_state"),
    maybe_text("light"),
    maybe_text("article"),
    flag("provisional"),
    flag("lapsed"),
    text("sort_at", server_default=LAST),
    maybe_text("delegated_by"),
    maybe_text("delegated_for"),
    maybe_text("delegated_reason"),
    maybe_text("returned_reason"),
    maybe_integer("returned_from"),
    maybe_instant("decided_on_paper_at"),
    maybe_integer("scan_key"),
    Index("user_task_by_case", "case_key"),
    Index("user_task_open", "sort_at", "key", sqlite_where=sql("state = 'CREATED'"), postgresql_where=sql("state = 'CREATED'")),
    Index(
        "user_task_open_unassigned",
        "sort_at",
        "key",
        sqlite_where=sql("state = 'CREATED' AND assignee IS NULL"),
        postgresql_where=sql("state = 'CREATED' AND assignee IS NULL"),
    ),
    Index(
        "user_task_open_mine",
        "assignee",
        "sort_at",
        "key",
        sqlite_where=sql("state = 'CREATED'"),
        postgresql_where=sql("state = 'CREATED'"),
    ),
    Index(
        "user_task_open_by_assignee",
        "assignee",
        "key",
        sqlite_where=sql("state = 'CREATED'"),
        postgresql_where=sql("state = 'CREATED'"),
    ),
    Index("user_task_open_by_key", "key", sqlite_where=sql("state = 'CREATED'"), postgresql_where=sql("state = 'CREATED'")),
    Index("user_task_done", "completed_by", "ended_at", sqlite_where=sql("state <> 'CREATED'"), postgresql_where=sql("state <> 'CREATED'")),
)

# Who may take an open task: rows go when it ends. kind: group or user. assigned, sort_at: the task's, for the work list of one group.
task_candidate = Table(
    "task_candidate",
    METADATA,
    integer("task_key"),
    text("kind"),
    text("name"),
    flag("assigned"),
    text("sort_at", server_default=LAST),
    PrimaryKeyConstraint("task_key", "kind", "name"),
    Index("task_candidate_by_name", "kind", "name", "assigned", "sort_at", "task_key"),
)

# Who had a task of a case: those may go on seeing it.
case_party = Table(
    "case_party",
    METADATA,
    integer("case_key"),
    text("kind"),
    text("name"),
    PrimaryKeyConstraint("case_key", "kind", "name"),
    Index("case_party_by_name", "kind", "name", "case_key"),
)

deadline = Table(
    "deadline",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    text("element_id"),
    text("state"),
    instant("started_at"),
    instant("deadline_at"),
    text("light"),
    flag("provisional"),
    flag("is_open"),
    text("detail"),
    Index("deadline_by_case", "case_key"),
    Index("deadline_running", "deadline_at", sqlite_where=sql("state = 'running'"), postgresql_where=sql("state = 'running'")),
    Index(
        "deadline_not_met",
        "state",
        "case_key",
        sqlite_where=sql("state IN ('missed', 'lapsed')"),
        postgresql_where=sql("state IN ('missed', 'lapsed')"),
    ),
)

# Timer start events: one row a start event of an active definition.
timer_start = Table(
    "timer_start",
    METADATA,
    integer("definition_key"),
    text("element_id"),
    instant("due_at"),
    text("detail"),
    maybe_instant("claimed_until"),
    PrimaryKeyConstraint("definition_key", "element_id"),
)

variable = Table(
    "variable",
    METADATA,
    integer("key", primary_key=True),
    integer("case_key"),
    integer("process_instance_key"),
    integer("scope_key"),
    text("name"),
    text("value"),
    Index("variable_by_scope", "scope_key", "name", unique=True),
    Index("variable_by_case", "case_key"),
)

# Who waits for a message or a signal; element_instance_key is null for the start event of a definition. event: message or signal.
# message_name: of the message or signal.
subscription = Table(
    "subscription",
    METADATA,
    integer("key", primary_key=True),
    text("message_name"),
    maybe_text("correlation_key"),
    maybe_integer("case_key"),
    maybe_integer("element_instance_key"),
    maybe_integer("definition_key"),
    text("element_id"),
    text("event", server_default="message"),
    Index("subscription_by_name", "message_name", "correlation_key"),
    Index("subscription_by_element", "element_instance_key"),
    Index("subscription_by_definition", "definition_key"),
)

# A message, published or thrown by a case, that waits for its taker until expires_at. thrown_by, taken_by: keys of cases; a thrown
# message that was taken stays without its variables, so that the histories of both cases name each other.
message = Table(
    "message",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    text("name"),
    maybe_text("correlation_key"),
    maybe_text("message_id"),
    instant("published_at"),
    instant("expires_at"),
    text("variables"),
    flag("taken"),
    maybe_integer("thrown_by"),
    maybe_integer("taken_by"),
    Index("message_by_name", "name", "correlation_key"),
    Index("message_waiting", "key", sqlite_where=sql("taken = 0"), postgresql_where=sql("taken = 0")),
    Index("message_thrown", "thrown_by", sqlite_where=sql("thrown_by IS NOT NULL"), postgresql_where=sql("thrown_by IS NOT NULL")),
)

# kind: the engine's code. cause: the sentence in English; detail: its template and facts as JSON, for pages in other languages.
# state: ACTIVE, RESOLVED.
incident = Table(
    "incident",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    integer("process_instance_key"),
    text("process_id"),
    integer("definition_key"),
    text("element_id"),
    integer("element_instance_key"),
    text("kind"),
    text("cause"),
    text("detail"),
    text("state"),
    instant("created_at"),
    maybe_instant("resolved_at"),
    Index("incident_by_case", "case_key"),
    Index("incident_open", "created_at", sqlite_where=sql("state = 'ACTIVE'"), postgresql_where=sql("state = 'ACTIVE'")),
)

document = Table(
    "document",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    maybe_integer("case_key"),
    maybe_integer("task_key"),
    text("name"),
    text("media_type"),
    integer("size_bytes"),
    text("digest"),
    integer("version"),
    maybe_integer("replaces"),
    text("added_by"),
    instant("added_at"),
    maybe_text("purpose"),
    maybe_text("upload_secret"),
    maybe_text("acting_for"),
    flag("withheld"),
    Index("document_by_case", "case_key"),
)

comment = Table(
    "comment",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    text("author"),
    instant("written_at"),
    text("text"),
    maybe_text("acting_for"),
    Index("comment_by_case", "case_key"),
)

# The code with which a citizen reads the progress of one case: only its hash is kept.
query_code = Table(
    "query_code",
    METADATA,
    integer("case_key", primary_key=True, autoincrement=False),
    text("code_hash"),
    integer("failures"),
    maybe_instant("locked_until"),
)

# Who was told of what. kind: account, group or public: the case's public page, then recipient is empty. notice: which text. facts: JSON,
# ids and instants that fill it. mailed_at: when it was sent by mail as well, to the last of those whom it concerns; null: not yet, or
# nobody sends mail. mail_seen: whether a sender of mail has looked to whom it goes.
notice = Table(
    "notice",
    METADATA,
    integer("key", primary_key=True),
    integer("case_key"),
    integer("seq"),
    text("element_id"),
    integer("element_instance_key"),
    text("kind"),
    text("recipient"),
    text("notice"),
    text("facts"),
    instant("told_at"),
    maybe_instant("mailed_at"),
    flag("mail_seen"),
    Index("notice_by_recipient", "kind", "recipient", "key"),
    Index("notice_by_case", "case_key"),
    Index("notice_to_mail", "key", sqlite_where=sql("mail_seen = 0"), postgresql_where=sql("mail_seen = 0")),
)

# A task that was urged (催办), why, and what was answered by the holder or the head of the unit. case_key, task_key: of what was urged.
urging = Table(
    "urging",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    integer("task_key"),
    text("urged_by"),
    instant("urged_at"),
    text("reason"),
    maybe_text("answered_by"),
    maybe_text("answered_for"),
    maybe_instant("answered_at"),
    maybe_text("answer"),
    Index("urging_by_case", "case_key"),
    Index("urging_by_task", "task_key"),
)

# Who has worked on a task on behalf of its holder, for four eyes. worked: whether it was this one, and not who stood in for them.
task_delegate = Table(
    "task_delegate",
    METADATA,
    integer("case_key"),
    integer("task_key"),
    text("account"),
    flag("worked"),
    instant("at"),
    text("note"),
    PrimaryKeyConstraint("task_key", "account"),
    Index("task_delegate_by_case", "case_key"),
)
