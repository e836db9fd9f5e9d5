"""The dates of the data files as values. Nothing of the product is read here: the checker of R18 uses it too."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent
FILES: Final = sorted(FOLDER.glob("*.yaml"))
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_COUNTED: Final = re.compile(r"(\d+)(\*?)(?: ([A-Z][a-z]{2}))? \((\d+)\)")
_MINUTES: Final = re.compile(r"\((\d+)\)")


@dataclass(frozen=True)
class LegalDate:
    """One date worked out: civil times of the city.

    counts: the days that count, as the file names them; empty where it gives the last one alone. starred: those among them that it marks
    as at work by the notice. minutes: of hours and minutes, how many the stretches of the file have together; 0 for days.
    late: from when on it counts as missed.
    """

    about: str
    begin: datetime
    length: int
    unit: str
    stops: tuple[tuple[datetime, datetime], ...]
    ends: datetime
    late: datetime
    provisional: bool
    counts: tuple[date, ...]
    starred: frozenset[date]
    last: date | None
    minutes: int

    def __str__(self) -> str:
        stopped = f" stopped {len(self.stops)} time(s)" if self.stops else ""
        return f"{self.length} {self.unit} from {self.begin:%Y-%m-%d %H:%M}{stopped}"


def read_dates() -> list[LegalDate]:
    return [
        _read(group["about"], row) for path in FILES for group in yaml.safe_load(path.read_text(encoding="utf-8")) for row in group["dates"]
    ]


def _read(about: str, row: dict[str, Any]) -> LegalDate:
    number, _, unit = row["limit"].partition(" ")
    if row["limit"] == "at once":
        number, unit = "1", "at once"
    begin, ends = datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["ends"])
    counts, starred = _days(row.get("counts", ""), begin.date())
    return LegalDate(
        about,
        begin,
        int(number),
        unit,
        tuple(_stop(text) for text in row.get("stops", ())),
        ends,
        datetime.fromisoformat(row["late"]) if "late" in row else ends,
        row.get("provisional", False),
        counts,
        starred,
        row["counts_to"] if "counts_to" in row else counts[-1] if counts else None,
        sum(int(minutes) for minutes in _MINUTES.findall(row.get("runs", ""))),
    )


def _stop(text: str) -> tuple[datetime, datetime]:
    stopped, _, again = text.partition(" to ")
    return datetime.fromisoformat(stopped), datetime.fromisoformat(again)


def _days(text: str, begin: date) -> tuple[tuple[date, ...], frozenset[date]]:
    """Return the days that a text numbers one by one; it names a month where it begins."""
    days, starred = list[date](), set[date]()
    year, month = begin.year, begin.month
    for number, (day, star, name, place) in enumerate(_COUNTED.findall(text), start=1):
        if int(place) != number:
            raise ValueError(f"expected the days to be numbered without a gap, but found {place} in {text}")
        if name:
            named = MONTHS.index(name) + 1
            year, month = year + (named < month), named
        days.append(date(year, month, int(day)))
        if star:
            starred.add(days[-1])
    return tuple(days), frozenset(starred)
