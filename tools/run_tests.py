"""Run all tests: three at a time, then four at a time the experiments, which mostly wait for servers of their own, then one by one those
that want the machine for themselves.

    .venv/bin/python tools/run_tests.py [PATH ...]

Exit code 0 when every test of all parts passed and no part was empty. The last line counts the parts together.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".build" / "tests"
SIDE_BY_SIDE = "side by side"
PARTS = {
    # Three for two processors: each waits a fifth of its time for a browser, a database server or a process that it started.
    SIDE_BY_SIDE: ["-n", "3", "--dist", "loadscope", "-m", "not resilience and not alone"],
    # One at a time is handed out, the longest first: else the last worker may be left with the longest when all others are through.
    "experiments, four at a time": ["-n", "4", "--dist", "load", "--maxschedchunk", "1", "-m", "resilience and not alone"],
    "one by one": ["-m", "alone"],
}
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM_IN_MEMORY = 4 * 2**30
"""Some ten times what was seen in use at once; where there is less, the tests take the disk."""


def main() -> None:
    """Run all parts, whatever the first ones find."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    paths = sys.argv[1:] or ["tests"]
    failed, counts = False, {"passed": 0, "failed": 0, "skipped": 0}
    for number, (name, options) in enumerate(PARTS.items()):
        began = time.monotonic()
        report = REPORTS / f"{number}.xml"
        report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "--durations=10", f"--junitxml={report}", *options, *chosen(options[-1], paths)]
        with scratch(in_memory=name == SIDE_BY_SIDE) as folder:
            code = subprocess.run(command, cwd=ROOT, env=surroundings() | folder, check=False).returncode
        print(f"Tests {name}: {time.monotonic() - began:.0f} s, exit code {code}", flush=True)
        failed = failed or code != 0
        for outcome, count in outcomes(report).items():
            counts[outcome] += count
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    sys.exit(1 if failed or counts["failed"] or not counts["passed"] else 0)


def chosen(marks: str, paths: list[str]) -> list[str]:
    """Return the files in which the first of some marks stands, where one is asked for: to collect all others takes as long as these run.

    marks: as `pytest -m` takes them. A mark is given in the file of its test: what the rest of the tests holds is for the first part.
    """
    mark = marks.partition(" ")[0]
    if mark == "not" or not all(Path(path).exists() for path in paths):
        return paths
    files = sorted(file for path in map(Path, paths) for file in (path.rglob("test_*.py") if path.is_dir() else [path]))
    return [str(file) for file in files if re.search(rf"\bmark\.{mark}\b", file.read_text(encoding="utf-8"))] or paths


@contextmanager
def scratch(in_memory: bool) -> Iterator[dict[str, str]]:
    """Give the setting that lets a part's tests lay their files in memory, and take them away in the end; none where the disk is taken.

    in_memory: whether it may be. Making and copying some thousands of small databases on the disk is a sixth of what the tests of behaviour
    cost. The experiments stay on the disk: what they ask is whether a store survives.
    """
    if not (in_memory and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM_IN_MEMORY):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="duban-tests-", dir=MEMORY, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # also for the user without rights whom root hands the database server to
        yield {"TMPDIR": folder}


def surroundings() -> dict[str, str]:
    """Return the environment, in which Python keeps what it compiled: each of a hundred processes would compile the tests anew."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def outcomes(report: Path) -> dict[str, int]:
    """Return how many tests of a report passed, failed (errors outside the test itself included) and were skipped."""
    if not report.exists():
        return {"failed": 1}
    suites = [suite.attrib for suite in ElementTree.parse(report).getroot().iter("testsuite")]
    total, failed, errors, skipped = (sum(int(suite[name]) for suite in suites) for name in ("tests", "failures", "errors", "skipped"))
    return {"passed": total - failed - errors - skipped, "failed": failed + errors, "skipped": skipped}


if __name__ == "__main__":
    main()
