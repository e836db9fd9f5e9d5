"""What a deadline is about: of which item of its case, and of which unit."""

from datetime import datetime

from app.audit.asked_deadline import restored_case
from app.audit.extension_about import extension_about
from app.audit.surroundings import Surroundings
from app.domain.deadline import Deadline
from app.store.database import Reader
from app.store.read_case import CaseRecord


def deadline_about(store: Reader, surroundings: Surroundings, found: CaseRecord, deadline: Deadline, now: datetime) -> str:
    """Return the case's title with the item and the unit of a step; empty where the deadline has ended or is that of the whole case.

    Source: docs/diagrams, `titleTemplate`, "so that rows tell cases apart".
    """
    key, title = deadline.element_instance_key, found.title or found.receipt_number
    if not deadline.is_open or found.state != "ACTIVE":
        return ""
    case = restored_case(store, surroundings, found.key, now)
    if case.is_process(key):
        return ""
    return extension_about(store, title, case.tasks_inside(key)).title
