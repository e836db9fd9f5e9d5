"""The commands that the documents name exist, and the machine's check starts the same one as a person."""

import os
import re
import subprocess

import pytest

from tests.architecture.sources import ROOT

COMMANDS = ["run", "test", "lint", "bench", "bench-feel", "e2e", "resilience", "security", "fuzz", "tck", "help"]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_can_be_typed(command: str) -> None:
    done = subprocess.run(["make", "--dry-run", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_help_names_each_command() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(COMMANDS) <= set(re.findall(r"^make ([a-z0-9-]+)", shown, re.MULTILINE))


def test_the_check_of_the_machine_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1].startswith("exec make test")
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
