"""Office hours by season, as civil times of the city."""

from datetime import date
from typing import Final

from msgspec import Struct

MINUTES_A_DAY: Final = 24 * 60


class Season(Struct, frozen=True):
    """The hours of a part of every year.

    first, last: month and day, both included, as `MM-DD`.
    spans: from and until in minutes after midnight, in order, without overlap.
    """

    first: str
    last: str
    spans: tuple[tuple[int, int], ...]

    def covers(self, month_day: str) -> bool:
        return self.first <= month_day <= self.last

    @property
    def closing(self) -> int:
        """The normal close of business, in minutes after midnight."""
        return self.spans[-1][1]

    @property
    def minutes(self) -> int:
        """The office time of one whole day."""
        return sum(until - begin for begin, until in self.spans)


# Procedures, section 1, "half a working day": the default hours.
DEFAULT_SEASONS: Final = (Season("01-01", "12-31", ((510, 720), (810, 1050))),)


def season_of(seasons: tuple[Season, ...], on: date) -> Season:
    """Return the season of a date; the seasons of a year cover each of its days."""
    if len(seasons) == 1:
        return seasons[0]
    month_day = f"{on.month:02}-{on.day:02}"
    return next(season for season in seasons if season.covers(month_day))
