"""What /casework/v1 asks of the moves around a task."""

from typing import Any

import msgspec

from app.web.api.casework.shapes import Shape


class NewDelegation(Shape, forbid_unknown_fields=True):
    """assignee: the account that is to work on the task."""

    user_task_key: str
    assignee: str
    reason: str


class HandedBack(Shape, forbid_unknown_fields=True):
    """answers: by field, as far as they were filled in; whoever delegated the task finds them as a draft."""

    answers: dict[str, Any] = msgspec.field(default_factory=dict)
    note: str = ""


class NewReturn(Shape, forbid_unknown_fields=True):
    """elementId: of a step that the diagram names in `returnTo`."""

    user_task_key: str
    element_id: str
    reason: str


class NewWithdrawal(Shape, forbid_unknown_fields=True):
    """userTaskKey: of the task that was completed."""

    user_task_key: str
    reason: str


class NewCorrection(Shape, forbid_unknown_fields=True):
    """userTaskKey: of the completed task that was answered wrongly; without it the registration. itemKey: element instance of an item of a
    list that was registered, while it is in hand. answers: by field, those to be changed."""

    answers: dict[str, Any]
    reason: str
    user_task_key: str | None = None
    item_key: str | None = None
