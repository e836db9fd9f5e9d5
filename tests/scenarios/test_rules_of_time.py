"""The table of docs/law-of-time.md: each rule in each procedure has a story, or a reason why there is none."""

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
TEXT: Final = (ROOT / "docs/law-of-time.md").read_text(encoding="utf-8")
ROWS: Final = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line.startswith("|")]
PROCEDURES: Final = ROWS[0][1:]
NOTES: Final = set(re.findall(r"^(\d+)\. ", TEXT, re.MULTILINE))


def cells() -> list[tuple[str, str, str]]:
    return [(row[0], procedure, cell) for row in ROWS[2:] for procedure, cell in zip(PROCEDURES, row[1:], strict=True)]


def test_every_procedure_stands_in_the_table() -> None:
    assert sorted(PROCEDURES) == sorted(path.parent.name for path in ROOT.glob("processes/*/scenarios"))


def test_every_cell_names_stories_that_there_are_or_a_reason_that_is_given() -> None:
    wrong = []
    for rule, procedure, cell in cells():
        stories = re.findall(r"`([a-z0-9-]+)`", cell)
        if not all((ROOT / "processes" / procedure / "scenarios" / f"{story}.yaml").exists() for story in stories):
            wrong.append(f"{rule}, {procedure}: {cell}")
        if not stories and not (cell.startswith("– ") and cell.removeprefix("– ") in NOTES):
            wrong.append(f"{rule}, {procedure}: neither a story nor a reason")
    assert wrong == []
    assert len(cells()) > 100


def test_every_reason_is_used() -> None:
    assert {cell.removeprefix("– ") for _, _, cell in cells() if cell.startswith("– ")} == NOTES
