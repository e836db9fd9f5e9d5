"""What is installed is fixed by version and hash, and the locks say what the lists ask for."""

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, tracked

OURS = {"app", "tests", "tools", *(path.stem for path in (ROOT / "tools").glob("*.py"))}
# Run in environments of their own, which the benches make for what they measure ours against.
BENCH = ROOT / "tests" / "bench"
ELSEWHERE = [BENCH / "camunda_app.py", BENCH / "feel/adapters/bkflow.py", BENCH / "feel/adapters/feelin.py"]
LISTS = ["requirements", "requirements-build", "requirements-s3", "requirements-test"]
# Locked like the others, but installed where it need not agree with them.
LOCKED = [*LISTS, "requirements-peers"]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z0-9,]+\])?==(\S+)")


def pins(path: Path) -> dict[str, str]:
    """Return the packages that a list or lock names at its line starts, with their versions."""
    found = [match for line in path.read_text().splitlines() if (match := PINNED.match(line))]
    return {re.sub(r"[-_.]+", "-", match[1]).lower(): match[2] for match in found}


@pytest.mark.parametrize("name", LOCKED)
def test_each_package_asked_for_is_locked_at_its_version(name: str) -> None:
    asked, locked = pins(ROOT / f"{name}.in"), pins(ROOT / f"{name}.txt")
    assert asked.items() <= locked.items()


@pytest.mark.parametrize("name", LOCKED)
def test_each_line_of_a_list_names_one_version(name: str) -> None:
    lines = [line for line in (ROOT / f"{name}.in").read_text().splitlines() if line and not line.startswith(("#", "-c "))]
    assert [line for line in lines if not PINNED.match(line)] == []


@pytest.mark.parametrize("name", LOCKED)
def test_each_locked_package_has_its_hashes(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text()
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert [block.splitlines()[0] for block in blocks if PINNED.match(block) and "--hash=sha256:" not in block] == []


def test_the_locks_agree_where_they_name_the_same_package() -> None:
    versions: dict[str, set[str]] = {}
    for name in LISTS:
        for package, version in pins(ROOT / f"{name}.txt").items():
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("folder", [ROOT, BENCH / "feel/peers"], ids=["the pages'", "the bench's"])
def test_the_scripts_are_locked_by_digest_and_without_addresses(folder: Path) -> None:
    asked = json.loads((folder / "package.json").read_text())
    lock = json.loads((folder / "package-lock.json").read_text())["packages"]
    for package, version in {**asked["dependencies"], **asked.get("devDependencies", {})}.items():
        assert lock[f"node_modules/{package}"]["version"] == version
    installed = {name: entry for name, entry in lock.items() if name}
    assert [name for name, entry in installed.items() if "integrity" not in entry or "resolved" in entry] == []


def imported(*patterns: str) -> set[str]:
    """Return the packages from elsewhere that the files import, at their first level."""
    trees = [node for path in tracked(*patterns) if path not in ELSEWHERE for node in ast.walk(ast.parse(path.read_text()))]
    names = {alias.name for node in trees if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in trees if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - OURS


@pytest.mark.parametrize(
    ("patterns", "lists"), [(("app/*.py", "deploy/*.py"), ["requirements", "requirements-s3"]), (("tests/*.py", "tools/*.py"), LISTS)]
)
def test_each_package_that_is_imported_is_asked_for_by_name(patterns: tuple[str, ...], lists: list[str]) -> None:
    asked = {package for name in lists for package in pins(ROOT / f"{name}.in")}
    sold_as = packages_distributions()
    unasked = {
        name: sold_as.get(name, [])
        for name in imported(*patterns)
        if not {re.sub(r"[-_.]+", "-", distribution).lower() for distribution in sold_as.get(name, [])} & asked
    }
    assert unasked == {}
