"""Collect the sentences that are put together where they are needed, far from any mark: what FEEL, decisions and the linter say.

The expression language stands below the marks (app.domain.marked), and makes most of its sentences only when somebody reads them. They all
begin alike, so they are found by that: every text that begins with "Expected", what stands in the gaps of an f-string becoming the gaps of
the template; what a rule says to do instead; and what the parser expects.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PACKAGES: Final = ("feel", "dmn", "lint", "diagram", "form", "engine", "markup")
_BEGINS: Final = ("Expected ", "%(where)s: ")
# Calls whose first argument, and arguments whose value, is words that a sentence takes up.
_WORDS_OF: Final = {"fail": 0, "name": 0, "Refused": 3}
_NAMED: Final = ("instead", "expected", "found", "or_else")
# More than one gap in a row cannot be told apart again.
_AMBIGUOUS: Final = re.compile(r"%\(\w+\)s%\(|%\(\w+\)s %\(\w+\)s[^a-z]*$")


def sentences(app: Path) -> Iterator[tuple[str, str]]:
    """Yield each text with the file that says it, as babel names files."""
    for package in PACKAGES:
        for path in sorted((app / package).rglob("*.py")):
            for text in _in(ast.parse(path.read_text())):
                yield str(path.relative_to(app)), text


def _in(tree: ast.Module) -> Iterator[str]:
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _words(node)
        if id(node) in docs or id(node) in inner:
            continue
        text = template_of(node)
        if text.startswith(_BEGINS) and len(text) > 20 and not text.endswith(" ") and "app." not in text and not _AMBIGUOUS.search(text):
            yield text


def _words(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
    place = _WORDS_OF.get(name)
    if place is not None and place < len(call.args):
        yield from _told(call.args[place])
    for keyword in call.keywords:
        if keyword.arg in _NAMED:
            yield from _told(keyword.value)


def _told(node: ast.expr) -> Iterator[str]:
    text = template_of(node)
    # What is no word, such as a bracket, says itself.
    if re.search(r"[a-z]{2}", re.sub(r"%\(\w+\)s", "", text)):
        yield text


def template_of(node: ast.AST) -> str:
    """Return a text as a template, "" for what is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    said, names = "", set()
    for part in node.values:
        if isinstance(part, ast.Constant):
            said += str(part.value).replace("%", "%%")
        elif isinstance(part, ast.FormattedValue):
            name = _gap(part.value)
            while name in names:
                name += "_"
            names.add(name)
            said += f"%({name})s"
    return said


def _gap(value: ast.expr) -> str:
    """Return a name for a gap: the first name within what fills it, functions aside."""
    called = {id(node.func) for node in ast.walk(value) if isinstance(node, ast.Call)}
    for node in ast.walk(value):
        if isinstance(node, ast.Name) and id(node) not in called:
            return node.id.lower()
    return "found"
