"""What the documents point at exists, and the decisions are numbered without a gap."""

import re
from pathlib import Path

from tests.architecture.sources import ROOT, place, tracked

LINK = re.compile(r"\]\(([^)#\s]+)")
CODE = re.compile(r"`([^`]+)`")
SHAPE = ["## Why", "## Decision", "## What follows"]


def test_each_path_of_the_table_in_the_readme_exists() -> None:
    missing = [path for path in table_paths(ROOT / "README.md") if not any(ROOT.glob(path.rstrip("/")))]
    assert missing == []


def table_paths(readme: Path) -> list[str]:
    """Return the paths that stand in code marks in the table under 'Where do I find', where there is one."""
    if not readme.exists():
        return []
    section = re.search(r"^#+ Where do I find.*?$(.*?)(?=^#+ |\Z)", readme.read_text(), re.MULTILINE | re.DOTALL)
    assert section, "Expected a table under 'Where do I find' in README.md"
    rows = [line for line in section[1].splitlines() if line.startswith("|")]
    assert rows, "Expected a table under 'Where do I find' in README.md, but found no row"
    # An address of the product starts with a stroke, a command holds a blank, a pattern of names holds <>.
    return [path for row in rows for path in CODE.findall(row) if "/" in path and not re.search(r"^/|[\s<>]", path)]


def test_each_link_between_documents_leads_to_a_file() -> None:
    dead = [
        f"{place(document)}: {target}"
        for document in tracked("*.md")
        for target in LINK.findall(document.read_text())
        if not target.startswith(("http:", "https:", "mailto:")) and not (document.parent / target).exists()
    ]
    assert dead == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in tracked("docs/decisions/*.md")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_each_decision_says_why_what_and_what_follows() -> None:
    shapeless = {
        place(path): missing
        for path in tracked("docs/decisions/*.md")
        if (missing := [heading for heading in SHAPE if f"\n{heading}\n" not in path.read_text()])
    }
    assert shapeless == {}
