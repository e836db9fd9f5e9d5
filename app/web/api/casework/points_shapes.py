"""What /casework/v1 answers and asks about points, as types."""

from app.web.api.casework.shapes import Page, Shape


class UnitPoints(Shape):
    """total: of the movements that the asker may see, a decimal in text."""

    unit: str
    name: str
    total: str
    movements: int
    open_appeals: int


class UnitPointsList(Shape):
    items: list[UnitPoints]
    page: Page


class Movement(Shape):
    """seq: of the event in the case's history. points: a decimal in text, below 0 where they were taken. title: null for who may not see
    the case. event: missed, overdue, late, met, lapsed, step, undone or appeal; the last two reverse another movement.

    appeal: none, open, granted or upheld. days: working days late; of `met`, ahead of the deadline.
    """

    movement_key: str
    unit: str
    year: int
    moved_on: str
    moved_at: str
    receipt_number: str
    title: str | None
    seq: int
    element_id: str | None
    event: str
    days: int
    deadline_at: str | None
    rule: str
    code: str
    article: str
    points: str
    decision_version: int | None
    matched_rule: int | None
    reverses: str | None
    reversed_by: str | None
    appeal: str
    appealed_by: str | None
    appealed_at: str | None
    appeal_reason: str | None
    decided_by: str | None
    decided_at: str | None
    decision_reason: str | None


class MovementList(Shape):
    items: list[Movement]
    page: Page


class NewAppeal(Shape, forbid_unknown_fields=True):
    reason: str


class AppealDecision(Shape, forbid_unknown_fields=True):
    granted: bool
    reason: str
