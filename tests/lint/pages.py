"""The pages of the rules, read as examples: a drawing that breaks the rule, and what to draw instead."""

import re
from pathlib import Path

from app.domain.rejection import Finding
from app.lint import Known, check
from tests.builders.drawing import HEAD, TAIL
from tests.dmn.drawing import definitions

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "rules"
BLOCK = re.compile(r"^```(?:xml|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# The city that the examples live in.
CITY = Known(
    forms={"letter-handling": frozenset()},
    decisions={"letter-days": frozenset(), "points": frozenset()},
    processes={"letter": frozenset()},
    units=frozenset({"health-bureau"}),
    held_groups=frozenset({"handler@health-bureau", "deputy-mayor"}),
    inside_types=frozenset({"duban:notice", "duban:bulletin"}),
    papers={"receipt-of-letter": frozenset()},
)


def example(page: str, heading: str) -> bytes:
    """The file that stands under a heading of a page, with the frame that the page leaves out."""
    part = page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = BLOCK.findall(part)
    assert len(found) == 1, f"Expected one example under {heading}, but found {len(found)}"
    if found[0].startswith("{"):
        return found[0].encode()
    return f"{HEAD}{found[0]}{TAIL}".encode() if "<bpmn:" in found[0] else definitions(found[0])


def broken_rules(raw: bytes, known: Known = CITY) -> set[str]:
    return {finding.rule for finding in findings(raw, known)}


def findings(raw: bytes, known: Known = CITY) -> list[Finding]:
    ending = "form" if raw.startswith(b"{") else "bpmn" if b"<bpmn:" in raw else "dmn"
    return check({f"example.{ending}": raw}, known)
