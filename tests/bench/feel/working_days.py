"""The same plain calendar for every side, handed in as a caller hands in the city's: Monday to Friday. Measured is the call."""

from datetime import date, timedelta


def add_working_days(start: date, days: object) -> date:
    """Return the date so many working days after a date, which itself does not count."""
    left, on = int(days), start  # type: ignore[call-overload]
    while left:
        on += timedelta(days=1)
        left -= on.weekday() < 5
    return on


def working_days_between(start: date, end: date) -> int:
    """Return the working days after `start`, up to `end` and with it."""
    return sum((start + timedelta(days=day)).weekday() < 5 for day in range(1, (end - start).days + 1))
