"""The known exceptions, from exceptions.toml."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from tests.tck.running import Outcome

_FILE = Path(__file__).with_name("exceptions.toml")


def exceptions() -> dict[str, dict[str, str]]:
    """Return the reasons by folder and case."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["exception"]
    return {entry["folder"]: dict.fromkeys(entry["cases"], entry["reason"]) for entry in entries}


def complaints(outcomes: Iterable[Outcome], known: dict[str, str]) -> list[str]:
    """Return what is wrong with a folder's run: cases that fail unannounced, exceptions that pass, exceptions that are no case."""
    outcomes = list(outcomes)
    failed = [
        f"{outcome.case}: expected {outcome.expected!r}, but found {outcome.found!r}"
        for outcome in outcomes
        if not outcome.passed and outcome.case not in known
    ]
    passed = [f"{outcome.case}: listed as an exception, but passes" for outcome in outcomes if outcome.passed and outcome.case in known]
    missing = sorted(known.keys() - {outcome.case for outcome in outcomes})
    return failed + passed + [f"{case}: listed as an exception, but no such case" for case in missing]
