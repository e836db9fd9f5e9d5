"""Values as a paper writes them: dates and times of the city in words, numbers as they are."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.canonical import number_text


def day_words(day: date) -> str:
    """Return a civil date as official papers write it. Source: GB/T 9704-2012, 7.3.5."""
    return f"{day.year}年{day.month}月{day.day}日"


def value_words(value: Any, zone: ZoneInfo) -> str | None:
    """Return a value as it reads in a text; None for null and for what no paper can write: contexts, functions, durations.

    zone: the city's, in which an instant is read.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal | int):
        return number_text(value)
    if isinstance(value, datetime):
        local = value.astimezone(zone) if value.tzinfo is not None else value
        return f"{day_words(local)}{local.hour}时{local.minute:02}分"
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, list):
        words = [value_words(one, zone) for one in value]
        return None if any(one is None for one in words) else "、".join(one for one in words if one is not None)
    return None
