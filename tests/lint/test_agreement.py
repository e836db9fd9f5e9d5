"""What the linter lets through, the engine can run: no designer hears of a fault from the second of two judges."""

from pathlib import Path
from random import Random

import pytest

from app.engine.program import compile_program
from app.lint import Known, check
from tests.lint.test_hostile import mutated

ROOT = Path(__file__).resolve().parents[2]
BESIDE = {
    file.name: file.read_bytes()
    for pattern in ("forms/*.form", "processes/*/*.dmn", "processes/*/papers/*.paper")
    for file in ROOT.glob(pattern)
}
DIAGRAMS = sorted(ROOT.glob("processes/*/*.bpmn"))


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_a_changed_diagram_without_errors_is_run_by_the_engine(file: Path, seeds: range) -> None:
    let_through = 0
    for seed in seeds:
        random = Random(f"{file.stem} {seed}")
        for _ in range(4):
            changed = mutated(file.read_bytes(), random)
            if all(finding.severity != "error" for finding in check({file.name: changed, **BESIDE}, Known())):
                compile_program(changed, file.name)
                let_through += 1
    assert let_through > len(seeds) // 4
