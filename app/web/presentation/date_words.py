"""Dates as each language writes them. Digits and order only; sentences come from the catalogues."""

from datetime import date
from typing import Final

from msgspec import Struct


class DateWords(Struct, frozen=True):
    """Patterns take year, month (number), month_name, day, short and long (the weekday)."""

    day: str
    day_of_year: str
    weekday_day: str
    full: str
    short: tuple[str, ...]
    long: tuple[str, ...]
    months: tuple[str, ...]
    month: str = "{month}月"
    narrow: tuple[str, ...] = tuple("一二三四五六日")

    def write(self, pattern: str, on: date) -> str:
        weekday = on.weekday()
        return pattern.format(
            year=on.year,
            month=on.month,
            month_name=self.months[on.month - 1],
            day=on.day,
            short=self.short[weekday],
            long=self.long[weekday],
        )


_NUMBERS: Final = tuple(str(number) for number in range(1, 13))
_DAYS: Final = "一二三四五六日"
_ENGLISH_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

DATE_WORDS: Final = {
    "zh_Hans": DateWords(
        day="{month}月{day}日",
        day_of_year="{year}年{month}月{day}日",
        weekday_day="{month}月{day}日 {short}",
        full="{year}年{month}月{day}日 {long}",
        short=tuple("周" + day for day in _DAYS),
        long=tuple("星期" + day for day in _DAYS),
        months=_NUMBERS,
    ),
    "zh_Hant": DateWords(
        day="{month}月{day}日",
        day_of_year="{year}年{month}月{day}日",
        weekday_day="{month}月{day}日 {short}",
        full="{year}年{month}月{day}日 {long}",
        short=tuple("週" + day for day in _DAYS),
        long=tuple("星期" + day for day in _DAYS),
        months=_NUMBERS,
    ),
    "en": DateWords(
        day="{day} {month_name:.3}",
        day_of_year="{day} {month_name:.3} {year}",
        weekday_day="{short} {day} {month_name:.3}",
        full="{long} {day} {month_name} {year}",
        short=tuple(day[:3] for day in _ENGLISH_DAYS),
        long=_ENGLISH_DAYS,
        months=_ENGLISH_MONTHS,
        month="{month_name}",
        narrow=tuple(day[:2] for day in _ENGLISH_DAYS),
    ),
}
