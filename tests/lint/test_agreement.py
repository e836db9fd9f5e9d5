"""What the linter lets through, the engine can run: no designer hears of a fault from the second of two judges."""

from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from app.domain.rejection import Finding
from app.engine.program import compile_program
from app.lint import CheckedAlone, Known, check, check_alone, check_among
from tests.lint.test_hostile import mutated

ROOT = Path(__file__).resolve().parents[2]
BESIDE = {
    file.name: file.read_bytes()
    for pattern in ("forms/*.form", "processes/*/*.dmn", "processes/*/papers/*.paper")
    for file in ROOT.glob(pattern)
}
DIAGRAMS = sorted(ROOT.glob("processes/*/*.bpmn"))


@pytest.fixture(scope="module")
def beside() -> CheckedAlone:
    """The files beside the diagrams, which are not changed, checked once: all of them take five times as long as one diagram."""
    return check_alone(BESIDE)


def checked(changed: dict[str, bytes], beside: CheckedAlone) -> list[Finding]:
    """Return what `check` finds of a diagram with all that is beside it."""
    alone = check_alone(changed)
    read = replace(beside.read, diagrams=alone.read.diagrams)
    return check_among(CheckedAlone(read, [*alone.findings, *beside.findings]), Known())


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_a_diagram_is_judged_among_files_that_were_checked_before_as_with_them(file: Path, beside: CheckedAlone) -> None:
    for raw in (file.read_bytes(), mutated(file.read_bytes(), Random(file.stem)), b"no diagram"):
        assert checked({file.name: raw}, beside) == check({file.name: raw, **BESIDE}, Known())


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_a_changed_diagram_without_errors_is_run_by_the_engine(file: Path, seeds: range, beside: CheckedAlone) -> None:
    let_through = 0
    for seed in seeds:
        random = Random(f"{file.stem} {seed}")
        for _ in range(4):
            changed = mutated(file.read_bytes(), random)
            if all(finding.severity != "error" for finding in checked({file.name: changed}, beside)):
                compile_program(changed, file.name)
                let_through += 1
    assert let_through > len(seeds) // 4
