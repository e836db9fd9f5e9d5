"""The count of tests can be trusted: what fails, errs or is empty makes the command fail."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import run_tests

ROOT = Path(__file__).resolve().parents[2]
PASSES = "def test_passes() -> None:\n    pass\n"
FAILS = "def test_fails() -> None:\n    assert not 1\n"
ERRS = "def test_errs(no_such_fixture) -> None:\n    pass\n"
EXPERIMENT = "import pytest\n\n@pytest.mark.resilience\ndef test_experiment() -> None:\n    pass\n"
ALONE = "import pytest\n\n@pytest.mark.alone\ndef test_alone() -> None:\n    pass\n"


def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run the tests of a folder under the project's own rules; return exit code and last line."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    reports = f"run_tests.REPORTS = pathlib.Path({str(folder / 'reports')!r})"
    # Without workers, each of which takes longer to start than these tests take.
    alone = "[run_tests.PARTS[name].__setitem__(1, '0') for name in run_tests.PARTS if run_tests.PARTS[name][0] == '-n']"
    script = f"import pathlib; from tools import run_tests; {reports}; {alone}; run_tests.main()"
    command = [sys.executable, "-c", script, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("files", "code", "line"),
    [
        ({"test_a.py": PASSES, "test_b.py": EXPERIMENT, "test_c.py": ALONE}, 0, "3 passed, 0 failed, 0 skipped"),
        ({"test_a.py": PASSES, "test_c.py": ALONE}, 1, "2 passed, 0 failed, 0 skipped"),
        ({"test_a.py": PASSES + FAILS + ERRS}, 1, "1 passed, 2 failed, 0 skipped"),
    ],
)
def test_the_last_line_and_the_exit_code_tell_the_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], code: int, line: str
) -> None:
    for name, source in files.items():
        (tmp_path / name).write_text(source)
    assert run(tmp_path, monkeypatch) == (code, line)


def test_a_part_without_a_report_counts_as_failed(tmp_path: Path) -> None:
    assert run_tests.outcomes(tmp_path / "none.xml") == {"failed": 1}
