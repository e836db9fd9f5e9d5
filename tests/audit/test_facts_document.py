"""The closed list of events and facts: what the code can say and what docs/facts.md says of it are the same."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, tracked

DOCUMENT = ROOT / "docs" / "facts.md"
NAMERS = {"Fact", "note", "deadline_fact"}
"""What a fact is named by. `noted` in the engine hands on the name of what happened to an element."""

NOTED = {"element_entered", "element_completed", "element_passed", "element_cancelled"}


def named(code: str, functions: set[str]) -> Iterator[str]:
    """Yield the texts that calls of these functions have as their first argument, both of a choice between two."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and node.args:
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            for said in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                if function in functions and isinstance(said, ast.Constant) and isinstance(said.value, str) and "_" in said.value:
                    yield said.value


def sources() -> list[tuple[Path, str]]:
    return [(path, path.read_text()) for path in tracked("app/*.py")]


def section(title: str) -> set[str]:
    """Return the names in the first column of a section's table; of a section without one, all names in it."""
    found = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
    assert found, f"Expected a section {title} in docs/facts.md"
    rows = [line.split("|")[1] for line in found[1].splitlines() if line.startswith("| `")]
    return set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", "\n".join(rows) or found[1])) - {"access_event"}


def test_each_fact_that_the_code_can_say_is_in_the_document_and_no_other() -> None:
    said = {name for _, code in sources() for name in named(code, NAMERS)} | NOTED
    told = set().union(
        *(section(title) for title in ("Facts of a case", "Facts of a deadline", "Facts of the city's chain", "Facts of the access log"))
    )
    assert said ^ told == set()


def test_each_kind_of_event_is_in_the_document_and_no_other() -> None:
    from app.service.fire_timer import MAIN_FACTS

    said = {name for path, code in sources() if path.parent.name == "service" for name in named(code, {"Outcome"})} | set(MAIN_FACTS)
    assert said ^ section("Kinds of event") == set()


def test_facts_are_past_tense() -> None:
    ends = (
        "ed",
        "taken",
        "thrown",
        "met",
        "written",
        "made",
        "given",
        "done",
        "set",
        "read",
        "moved",
        "drawn",
        "kept",
        "put_right",
        "signed_in",
        "struck",
    )
    told = section("Facts of a case") | section("Facts of a deadline") | section("Kinds of event")
    assert [name for name in sorted(told) if not name.endswith(ends)] == []


def test_the_search_for_names_finds_them() -> None:
    assert list(named('root.note("a_thing_done", x)\nFact("one_done" if good else "other_done")\nfind("no_fact")', NAMERS)) == [
        "a_thing_done",
        "one_done",
        "other_done",
    ]
