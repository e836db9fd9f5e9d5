"""How much is left of a deadline, or by how much it is overdue, as pages say it. app/domain/deadline_left.py works it out."""

from msgspec import Struct


class Left(Struct, frozen=True):
    """Whole working days, rounded down; under one, hours; under one, minutes. overdue: that much has passed since, instead."""

    days: int
    hours: int
    minutes: int
    overdue: bool = False
