"""What is warned of where a limit is a fixed date on which the offices are closed: it is not moved.

Source: procedures, section 1, "fixed date": the page warns when it is set or when the notice of its year is entered.
"""

from datetime import date

from app.domain.deadline import Deadline
from app.domain.due import fixed_date_warning
from app.web.pages.frame import calendar, wording


def rest_day_words(on: date) -> str:
    """Return why that day is no working day, as the notices entered say; empty where it is one."""
    show = wording()
    return {
        "weekend": show._("That day is a weekend."),
        "holiday": show._("That day is a holiday."),
        "closure": show._("The offices are closed on that day."),
        "unknown": show._("The notice of that year is not entered yet: whether the day is a holiday is not known."),
    }.get(fixed_date_warning(on, calendar()) or "", "")


def fixed_day_warning(deadline: Deadline) -> str:
    """Return the warning on an open deadline that ends on a stated day; empty for a counted one, which moves to an open day by itself."""
    if not deadline.is_open or (deadline.period is not None and deadline.moved_to is None):
        return ""
    said = rest_day_words(calendar().local_date(deadline.deadline_at))
    return (
        wording().between.join((said, wording()._("A fixed date is not moved: it ends at close of business on that day."))) if said else ""
    )
