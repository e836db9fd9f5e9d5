"""A paper case of a story: its row and the rows of its parts, taken over as from a workbook."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from app.domain.actor import Actor
from app.domain.paper_sheet import COLUMNS, NUMBER, PART_COLUMNS, PARTS, PROCEDURE, SHEET
from app.domain.rejection import Rejection
from app.domain.staff_sheet import SheetRow
from app.execute import Door
from app.queries.paper_sheet import paper_sheet
from app.service.keep_paper_sheet import KeepPaperSheet
from app.service.take_over_case import TakeOverCase

_HEAD: Final = b"PK\x03\x04"


def take_over(door: Door, process_id: str, answers: Mapping[str, Any], actor: Actor) -> str:
    """Take a paper case over and return its receipt number. answers: its cells by column, under 分项 those of its parts; `silence`
    where whoever takes it over has seen that silence took effect. Raises Rejection("bad_file") where a cell is wrong."""
    said = {name: cell for name, cell in answers.items() if name not in (PARTS, "silence")}
    own = dict.fromkeys(COLUMNS, "") | _cells(said) | {PROCEDURE: process_id}
    parts = [dict.fromkeys(PART_COLUMNS, "") | {NUMBER: own[NUMBER]} | _cells(part) for part in answers.get(PARTS, ())]
    rows = [SheetRow(SHEET, 2, own), *(SheetRow(PARTS, line, cells) for line, cells in enumerate(parts, 2))]
    digest = hashlib.sha256(json.dumps([own, parts], ensure_ascii=False).encode()).hexdigest()
    sheet = door.ask(paper_sheet, door.surroundings, actor, rows, digest, door.now())
    for _, error in sheet.errors:
        raise Rejection("bad_file", "%(column)s: %(problem)s", column=error.where, problem=error.message)
    kept = KeepPaperSheet(process_id, "在办案件.xlsx", digest, len(_HEAD), _HEAD, 1)
    seen = bool(answers.get("silence"))
    cases = [TakeOverCase(process_id, line.paper, 0, line.landing.entered_at, "系统上线", seen) for line in sheet.new]
    return door.take_over(kept, cases, actor)[0]


def _cells(said: Mapping[str, Any]) -> dict[str, str]:
    """Return cells as a workbook has them: lists and rows of lists as JSON."""
    return {name: cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=str) for name, cell in said.items()}
