"""What /casework/v1 answers and asks about extensions of deadlines, as types."""

from app.web.api.casework.shapes import Page, Shape


class ExtensionRequest(Shape):
    """state: asked, granted, refused, withdrawn, lapsed where the deadline came first, dropped where its step was done or cancelled.

    number: which extension of the deadline it would be. deadlineOn, newDate, grantedDate: civil dates; days: to which newDate comes,
    counted as the deadline counts. approver: the group that decides. reason and the like are null once erased.
    """

    request_key: str
    deadline_key: str
    state: str
    number: int
    deadline_on: str | None
    new_date: str | None
    days: int | None
    reason: str | None
    measures: str | None
    approver: str | None
    user_task_key: str | None
    asked_at: str
    asked_by: str
    ended_at: str | None
    decided_by: str | None
    decision_reason: str | None
    granted_date: str | None


class ExtensionRequestList(Shape):
    items: list[ExtensionRequest]
    page: Page


class NewExtensionRequest(Shape, forbid_unknown_fields=True):
    """deadlineKey: needed where several deadlines of the case may be extended. newDate, such as 2026-12-14, or days, counted as the
    deadline counts."""

    reason: str
    measures: str
    deadline_key: str | None = None
    new_date: str | None = None
    days: int | None = None


class Withdrawal(Shape, forbid_unknown_fields=True):
    reason: str
