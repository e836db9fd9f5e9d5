"""What /casework/v1 answers and asks of urgings."""

from app.web.api.casework.shapes import Page, Shape


class NewUrging(Shape, forbid_unknown_fields=True):
    """userTaskKey: of one task; without it all that are open in the case are urged."""

    reason: str
    user_task_key: str | None = None


class Urged(Shape):
    """urgingKeys: one for each task that was urged."""

    urging_keys: list[str]


class UrgingAnswer(Shape, forbid_unknown_fields=True):
    text: str


class Urging(Shape):
    """answeredFor: in whose place it was answered."""

    urging_key: str
    user_task_key: str
    element_id: str
    reason: str
    urged_by: str
    urged_at: str
    answer: str | None
    answered_by: str | None
    answered_for: str | None
    answered_at: str | None


class UrgingList(Shape):
    items: list[Urging]
    page: Page
