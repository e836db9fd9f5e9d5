"""Running paper cases as a spreadsheet lists them, one a row: what each row says, and what is wrong with it, by row and column."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.rejection import Message
from app.domain.staff_sheet import SheetRow

SHEET: Final = "在办案件"
PROCEDURE, NUMBER, TITLE, RECEIVED, STEP, ENTERED, HOLDER = "流程", "纸质编号", "标题", "收到时间", "当前步骤", "进入时间", "经办人或单位"
COLUMNS: Final = (PROCEDURE, NUMBER, TITLE, RECEIVED, STEP, ENTERED, HOLDER)
"""The columns that every sheet has; those of the procedure's own forms follow, each named by the field's key."""

EXTENDED_TO, EXTENDED_BY, EXTENDED_NUMBER = "延期至", "延期批准人", "延期文号"
STOPPED_SINCE, STOPPED_UNTIL, STOPPED_RULE = "停止计时起", "停止计时止", "停止计时依据"
CLOCK_COLUMNS: Final = (EXTENDED_TO, EXTENDED_BY, EXTENDED_NUMBER, STOPPED_SINCE, STOPPED_UNTIL, STOPPED_RULE)
"""Columns of either sheet that may be left out: what was decided on paper about the deadline of the row's step."""

ATTACHED: Final = "附件"
"""The column, which may be left out, that names the files of a case in the zip beside the sheet."""
MOST_ATTACHED: Final = 50

PARTS: Final = "分项"
BODY, ITEM = "环节", "项"
PART_COLUMNS: Final = (NUMBER, BODY, ITEM, STEP, ENTERED, HOLDER)
"""The columns of the sheet of parts: where each item stands of what a case does for several, such as departments that are all asked."""

DONE: Final = ("已办完", "done ")
"""Written before the last step of a branch that is done."""

MOST_CASES: Final = 500
MOST_COLUMNS: Final = 120
MOST_TEXT: Final = 100_001
"""One more than a field may hold, so that a text that is too long is refused at its field, never cut."""
MOST_NUMBER: Final = 60
_KEY: Final = re.compile(r"\[([^\[\]]+)\]\s*$")


class PaperPart(Struct, frozen=True):
    """One row of the sheet of parts. line: of the row in that sheet, counted from 1 as spreadsheets do. cells: by column."""

    line: int
    cells: Mapping[str, str]

    @property
    def answers(self) -> dict[str, str]:
        """The fields of forms that the row fills, by key."""
        return {name: cell for name, cell in self.cells.items() if cell and name not in (*PART_COLUMNS, *CLOCK_COLUMNS)}


class PaperCase(Struct, frozen=True):
    """One row. line: of the row in its sheet, counted from 1 as spreadsheets do. cells: by column, empty ones too. parts: its items."""

    line: int
    cells: Mapping[str, str]
    parts: tuple[PaperPart, ...] = ()

    @property
    def answers(self) -> dict[str, str]:
        """The fields of forms that the row fills, by key."""
        return {name: cell for name, cell in self.cells.items() if cell and name not in (*COLUMNS, *CLOCK_COLUMNS, ATTACHED)}


class CellError(Struct, frozen=True):
    """part: the row in the sheet of parts; 0: it is the case's own row. inside: which entry of a list it is about, and what of it."""

    column: str
    message: Message
    part: int = 0
    inside: str = ""

    @property
    def where(self) -> str:
        """The column, with the row where that stands in the sheet of parts."""
        return self.called({})

    def called(self, labels: Mapping[str, str]) -> str:
        """The same with the column as people call it. labels: of the procedure's fields, by key."""
        column = " · ".join(filter(None, (labels.get(self.column) or self.column, self.inside)))
        return f"{PARTS} {self.part} · {column}" if self.part else column


def said_steps(cell: str) -> tuple[list[str], list[str]]:
    """Return what a cell names as open steps, and as last steps of branches that are done."""
    opened: list[str] = []
    over: list[str] = []
    for word in filter(None, (part.strip() for part in re.split(r"[、,，;；\n]+", cell))):
        mark = next((mark for mark in DONE if word.startswith(mark)), "")
        (over if mark else opened).append(word.removeprefix(mark).strip(" :："))
    return opened, over


def papers_of(rows: Sequence[SheetRow]) -> tuple[list[PaperCase], list[PaperPart]]:
    """Return the cases that a workbook lists, each with its parts, and the parts that belong to no case."""
    parts: dict[str, list[PaperPart]] = {}
    for row in rows:
        if row.sheet == PARTS:
            parts.setdefault(row.cells[NUMBER], []).append(PaperPart(row.number, row.cells))
    cases = [row for row in rows if row.sheet != PARTS]
    known = {row.cells[NUMBER] for row in cases}
    papers = [PaperCase(row.number, row.cells, tuple(parts.get(row.cells[NUMBER], ()))) for row in cases]
    return papers, [part for number, found in parts.items() if number not in known for part in found]


def head_of(label: str, key: str) -> str:
    """Return how a sheet heads the column of a form's field: what people call it, and its key."""
    return f"{label} [{key}]" if label and label != key else key


def column_of(head: str) -> str:
    """Return the column that a cell of the first row names: a field's key stands in brackets behind what people call it."""
    found = _KEY.search(head)
    return found[1].strip() if found else head


def past_instant(text: str, column: str, now: datetime, calendar: Calendar) -> tuple[datetime | None, CellError | None]:
    """Return the instant that a cell says, in the city's time; a date without a time is the beginning of that day.

    It is refused where it cannot be read, has not come, or lies before the first year of the calendar: nothing could be counted from it.
    """
    instant = _instant(text, calendar.zone)
    if instant is None:
        return None, CellError(
            column, Message("expected a day such as 2026-11-03, or with a time 2026-11-03 09:30, found %(found)s", {"found": text or "-"})
        )
    if instant > now:
        return None, CellError(column, Message("expected a time that has come, found %(found)s", {"found": text}))
    first = min(calendar.known_years, default=instant.year)
    if instant.year < first:
        return None, CellError(
            column,
            Message("expected a day from %(first)s on, the first year of the calendar, found %(found)s", {"first": first, "found": text}),
        )
    return instant, None


def said_day(text: str) -> date | None:
    """Return the day that a cell says; None where it says none, or a time with it."""
    written = text.strip().replace("/", "-").replace(".", "-")
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", written)
    try:
        return date(*map(int, parts.groups())) if parts is not None else None
    except ValueError:
        return None


def _instant(text: str, zone: ZoneInfo) -> datetime | None:
    written = text.strip().replace("/", "-").replace(".", "-") if len(text.strip()) <= 10 else text.strip().replace("/", "-")
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?", written)
    if parts is None:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in parts.groups())
    try:
        return datetime.combine(date(year, month, day), time(hour, minute), zone)
    except ValueError:
        return None
