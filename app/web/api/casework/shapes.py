"""What /casework/v1 answers and asks, as types: the document describes them, and answers are made of them."""

from typing import Any

import msgspec


class Shape(msgspec.Struct, rename="camel", kw_only=True):
    """Instants are text in UTC, `YYYY-MM-DDTHH:MM:SS.ffffffZ`; keys are digits in text."""


class Page(Shape):
    """How a list goes on: endCursor is the next request's `after`; null at the end of an empty page.

    totalItems: how many there are at least, exact up to 1,000. hasMoreTotalItems: whether there are more than that.
    """

    total_items: int
    has_more_total_items: bool = False
    start_cursor: str | None = None
    end_cursor: str | None = None


class WorkListItem(Shape):
    """deadlineState: of the deadline that the task shows; `applying` where it has passed and its effect is being
    applied, `recomputing` where a newer year of the calendar changes it and that is being applied, `pending` where its instant has
    passed and is provisional, so that silence has no effect yet: it is not late, though its light is red on record."""

    user_task_key: str
    receipt_number: str
    title: str
    name: str
    element_id: str
    process_id: str
    process_name: str
    state: str
    light: str | None
    deadline_key: str | None
    deadline_at: str | None
    deadline_state: str | None
    provisional: bool
    article: str | None
    due_at: str | None
    priority: int
    assignee: str | None
    assignee_name: str | None
    unit: str | None
    created_at: str
    ended_at: str | None


class WorkList(Shape):
    items: list[WorkListItem]
    page: Page


class CaseSummary(Shape):
    receipt_number: str
    process_instance_key: str
    title: str | None
    process_id: str
    process_name: str
    process_version: int
    state: str
    outcome: str | None
    owner: str | None
    received_at: str | None
    started_at: str
    ended_at: str | None
    merged_into: str | None


class CaseList(Shape):
    items: list[CaseSummary]
    page: Page


class Person(Shape):
    account: str
    name: str


class CaseTask(Shape):
    user_task_key: str
    name: str
    element_id: str
    state: str
    assignee: str | None
    created_at: str
    ended_at: str | None
    completed_by: str | None
    lapsed: bool


class Day(Shape):
    """A day after the starting day. reason: why it counts or is left out."""

    date: str
    counted: bool
    reason: str


class CaseDeadline(Shape):
    """days: counted and left out, one by one, in order. state: `applying` where it has passed and its effect is being
    applied, `recomputing` where a newer year of the calendar changes it and that is being applied, `pending` where its instant has
    passed and is provisional, so that silence has no effect yet: it is not late, though its light is red on record."""

    deadline_key: str
    element_id: str
    state: str
    light: str | None
    started_at: str
    deadline_at: str
    effective_at: str
    original_at: str
    article: str | None
    rule: str
    length: str | None
    unit: str | None
    provisional: bool
    silence: str | None
    calendar_version: str
    days_counted: int
    days_left_out: int
    days: list[Day]


class DeadlineList(Shape):
    items: list[CaseDeadline]
    page: Page


class DeadlinePreview(Shape):
    deadline_at: str
    provisional: bool
    calendar_version: str
    days: list[Day]


class ClockStop(Shape, forbid_unknown_fields=True):
    """deadlineKey: may be left out where one deadline alone is running. expectedUntil: the day on which the clock is expected to run on."""

    reason: str
    deadline_key: str | None = None
    expected_until: str | None = None


class ClockStart(Shape, forbid_unknown_fields=True):
    """deadlineKey: may be left out where one clock alone is stopped."""

    reason: str
    deadline_key: str | None = None


class Confirmation(Shape, forbid_unknown_fields=True):
    reason: str


class NewReceipt(Shape, forbid_unknown_fields=True):
    """A paper received before it is entered. receivedAt: an instant with its offset. documentId: of the proof, a document of the case.

    elementInstanceKey: of the step that it replies to; may be left out where one step alone can be meant. answers: what it says, by the
    form of the step whose silence it undoes.
    """

    received_at: str
    reason: str
    document_id: str
    element_instance_key: str | None = None
    answers: dict[str, Any] | None = None


class NewReplyCorrection(Shape, forbid_unknown_fields=True):
    """incidentKey: of the reply that was proven. stands: the case stands where it belongs, so that the incident is resolved too.

    unchanged: nothing is to be changed, the reason says why, and the incident is resolved.
    """

    incident_key: str
    reason: str
    stands: bool = False
    unchanged: bool = False


class NewPaperDecision(Shape, forbid_unknown_fields=True):
    """A decision that a leader made on paper. leader: the account. decidedAt: as the paper says, an instant with its offset.

    documentId: of the scan, a document of the case. variables: the answers, as in completing the task.
    """

    leader: str
    decided_at: str
    document_id: str
    variables: dict[str, Any] = {}


class NewLateRemark(Shape, forbid_unknown_fields=True):
    """What came after silence had taken effect; it changes nothing."""

    user_task_key: str
    text: str


class OnlyReason(Shape, forbid_unknown_fields=True):
    reason: str


class Writer(Shape):
    """Who wrote in. name, contact: null where nobody said. kept: why it is kept from those who handle the case, wish or always; null where
    it is not."""

    name: str | None
    contact: str | None
    anonymous: bool
    kept: str | None


class Recorded(Shape):
    """seq: of the event in the case's history."""

    seq: int


class DeadlineChanged(Shape):
    """A deadline as it stands after what was asked."""

    deadline_key: str
    element_id: str
    state: str
    light: str | None
    deadline_at: str
    effective_at: str
    suspended_since: str | None
    provisional: bool
    article: str | None


class Document(Shape):
    document_key: str
    name: str
    media_type: str
    size_bytes: int
    digest: str
    version: int
    replaces: str | None
    user_task_key: str | None
    added_by: str
    added_at: str
    is_current: bool


class DocumentList(Shape):
    items: list[Document]
    page: Page


class Figure(Shape):
    label: str
    value: str


class Bulletin(Shape):
    bulletin_key: str
    receipt_number: str
    number: str
    title: str
    office: str
    issued_at: str
    issued_by: str
    corrects: str | None
    pdf_digest: str
    docx_digest: str
    figures: list[Figure]


class BulletinList(Shape):
    items: list[Bulletin]
    page: Page


class Comment(Shape):
    comment_key: str
    author: str
    author_name: str | None
    written_at: str
    text: str


class CommentList(Shape):
    items: list[Comment]
    page: Page


class NewComment(Shape, forbid_unknown_fields=True):
    text: str


class Created(Shape):
    """key: of what was made."""

    key: str


class CaseAnswer(Shape):
    """people: who has or had a task in it. groups: to whom its tasks were or are offered. links: addresses of its lists."""

    case: CaseSummary
    people: list[Person]
    groups: list[str]
    tasks: list[CaseTask]
    deadlines: list[CaseDeadline]
    documents: list[Document]
    links: dict[str, str]


class EventColumns(Shape):
    """The columns of audit_event."""

    case_key: str
    seq: int
    kind: str
    command: str
    effective_at: str
    recorded_at: str
    actor: str
    acting_for: str | None
    element_id: str | None
    definition_digest: str | None
    engine_version: str
    calendar_version: str | None
    snapshot_digest: str | None
    content_digest: str
    body: str
    previous_digest: str
    digest: str


class HistoryEvent(EventColumns):
    """facts: the body's, readable. content: what people wrote, by the place of its fact; empty once erased."""

    facts: list[dict[str, Any]]
    content: dict[str, Any]


class History(Shape):
    items: list[HistoryEvent]
    page: Page


class CaseSearch(Shape, forbid_unknown_fields=True):
    """As the searches of /v2: filter by name with a value or operators, sort as field and order, page with limit, from, after, before."""

    filter: dict[str, Any] = {}
    sort: list[dict[str, Any]] = []
    page: dict[str, Any] = {}


class EnteredYear(Shape):
    year: int
    version: int


class Problem(Shape):
    """RFC 9457. code: one of a closed list; fieldErrors: what is wrong with which answer."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    field_errors: dict[str, str] = {}
