"""The city's own processes keep every rule, those of a good drawing too."""

from pathlib import Path

import pytest

from app.engine.program import compile_program
from app.lint import Known, check

ROOT = Path(__file__).resolve().parents[2]
FORMS = {file.name: file.read_bytes() for file in (ROOT / "forms").glob("*.form")}
# The table that says how many points lateness takes stands beside the procedures, which all name it.
POINTS = {file.name: file.read_bytes() for file in (ROOT / "processes" / "points").glob("*.dmn")}
FOLDERS = sorted(folder for folder in (ROOT / "processes").iterdir() if folder.is_dir() and list(folder.glob("*.bpmn")))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_process_of_the_city_has_nothing_to_mend(folder: Path) -> None:
    files = {file.name: file.read_bytes() for kind in ("*.bpmn", "*.dmn", "papers/*.paper") for file in folder.glob(kind)}
    found = [finding for finding in check({**files, **FORMS, **POINTS}, Known(), drawing="error") if finding.severity != "note"]
    assert [f"{finding.rule} {finding.element_id}: {finding.message}" for finding in found] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_process_of_the_city_can_be_run(folder: Path) -> None:
    for file in folder.glob("*.bpmn"):
        assert folder.name in compile_program(file.read_bytes(), file.name).processes
