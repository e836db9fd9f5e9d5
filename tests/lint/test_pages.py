"""Each rule has a page whose examples show it at work."""

import inspect
import re

import pytest

from app.engine.program import compile_program
from app.lint.decision_rule import DecisionRule
from app.lint.form_rule import FormRule
from app.lint.rule import Rule
from app.lint.rules import DECISION_RULES, FORM_RULES, RULES
from tests.lint.pages import PAGES, ROOT, broken_rules, example, findings

WEIGHTS = {
    "error": "Error: the deployment is refused.",
    "warning": "Warning: the deployment goes on.",
    "note": "Note: the deployment goes on.",
    "drawing": "Warning; in the city's own processes an error.",
}
EVERY = (*RULES, *DECISION_RULES, *FORM_RULES)
each_rule = pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.name)


@each_rule
def test_the_page_says_what_the_rule_says(rule: Rule | DecisionRule | FormRule) -> None:
    page = (PAGES / f"{rule.name}.md").read_text()
    why = re.sub(r"\s+", " ", inspect.getdoc(rule.find) or "")
    assert page.startswith(f"# {rule.name}\n\n{WEIGHTS[rule.severity]}\n")
    assert why
    assert why in re.sub(r"\s+", " ", page)
    assert f"\n{rule.instead}\n" in page


@each_rule
def test_the_bad_drawing_breaks_the_rule(rule: Rule | DecisionRule | FormRule) -> None:
    page = (PAGES / f"{rule.name}.md").read_text()
    assert rule.name in broken_rules(example(page, "Not so"))


@each_rule
def test_the_good_drawing_keeps_the_rule_and_may_be_deployed(rule: Rule | DecisionRule | FormRule) -> None:
    page = (PAGES / f"{rule.name}.md").read_text()
    good = example(page, "But so")
    assert rule.name not in broken_rules(good)
    assert [finding for finding in findings(good) if finding.severity == "error"] == []


def test_each_rule_has_a_file_of_its_name_and_each_file_a_rule() -> None:
    files = {path.stem for path in (ROOT / "app" / "lint" / "rules").glob("*.py")} - {"__init__"}
    assert {rule.name.replace("-", "_") for rule in EVERY} == files


def test_each_page_belongs_to_a_rule_and_the_list_names_all() -> None:
    names = {rule.name for rule in EVERY}
    listed = set(re.findall(r"^\| \[([a-z-]+)\]", (PAGES / "README.md").read_text(), re.MULTILINE))
    assert {path.stem for path in PAGES.glob("*.md")} - {"README"} == names
    assert listed == names


def test_the_list_names_every_finding_that_has_no_page() -> None:
    read = "\n".join(path.read_text() for layer in ("dmn", "form", "diagram", "lint") for path in (ROOT / "app" / layer).rglob("*.py"))
    given = set(re.findall(r"(?:findings\.add|findings\.unknown|\.refuse|finding|Finding)\(\s*\"([\w-]+)\"", read))
    listed = re.findall(r"^\| `([a-z-]+)` \|", (PAGES / "README.md").read_text(), re.MULTILINE)
    assert listed == sorted(given)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_the_linter_lets_through_the_engine_can_run(rule: Rule) -> None:
    page = (PAGES / f"{rule.name}.md").read_text()
    assert compile_program(example(page, "But so"), "example.bpmn").processes
