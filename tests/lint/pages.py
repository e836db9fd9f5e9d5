"""The pages of the rules, read as examples: a drawing that breaks the rule, and what to draw instead."""

import re
from pathlib import Path

from app.domain.rejection import Finding
from app.lint import Known, check
from tests.builders.drawing import HEAD, TAIL

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "rules"
BLOCK = re.compile(r"^```(?:xml|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# The city that the examples live in.
CITY = Known(
    forms={"letter-handling": frozenset()},
    decisions={"letter-days": frozenset()},
    processes={"letter": frozenset()},
    units=frozenset({"health-bureau"}),
    held_groups=frozenset({"handler@health-bureau", "deputy-mayor"}),
    inside_types=frozenset({"duban:notice", "duban:bulletin"}),
)


def example(page: str, heading: str) -> bytes:
    """The file that stands under a heading of a page, with the frame that the page leaves out."""
    part = page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = BLOCK.findall(part)
    assert len(found) == 1, f"Expected one example under {heading}, but found {len(found)}"
    return (found[0] if found[0].startswith("{") else f"{HEAD}{found[0]}{TAIL}").encode()


def broken_rules(raw: bytes, known: Known = CITY) -> set[str]:
    return {finding.rule for finding in findings(raw, known)}


def findings(raw: bytes, known: Known = CITY) -> list[Finding]:
    return check({"example.form" if raw.startswith(b"{") else "example.bpmn": raw}, known)
