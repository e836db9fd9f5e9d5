"""Files are short, named after what they do, and say what it is."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import place, tracked

LONGEST_LINES = 400
# Split by behaviour, never by kind.
WORDLESS = "util utils helper helpers manager managers common misc base stuff shared core lib"
# A definition this short says what it means by itself.
SHORT_LINES = 15


def test_no_file_is_longer_than_400_lines() -> None:
    lines = {place(path): len(path.read_text().splitlines()) for path in tracked("*.py", "*.js", "*.mjs")}
    assert {path: count for path, count in lines.items() if count > LONGEST_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = [place(path) for path in tracked("*.py", "*.js", "*.mjs") if {path.stem, *place(path).split("/")} & set(WORDLESS.split())]
    assert empty == []


def test_each_module_says_what_it_is() -> None:
    sources = {place(path): path.read_text() for path in tracked("app/*.py")}
    silent = [path for path, source in sources.items() if source.strip() and not ast.get_docstring(ast.parse(source))]
    assert silent == []


def test_each_public_function_and_class_that_is_not_short_says_what_it_means() -> None:
    silent = [f"{place(path)}: {name}" for path in tracked("app/*.py") for name in undocumented(path.read_text())]
    assert silent == []


def undocumented(source: str) -> Iterator[str]:
    """Yield the public functions and classes without a docstring, short ones left out.

    Where a module with a docstring has only one public name, the module's docstring speaks for it, as it does for `handle`, which carries
    out the one command of its file.
    """
    module = ast.parse(source)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [node for node in module.body if isinstance(node, kinds) and not node.name.startswith("_") and node.name != "handle"]
    if len(public) == 1 and ast.get_docstring(module):
        return
    for node in public:
        if not ast.get_docstring(node) and (node.end_lineno or 0) - node.lineno >= SHORT_LINES:
            yield node.name


def test_the_search_for_docstrings_finds_a_silent_function() -> None:
    body = "    pass\n" * SHORT_LINES
    told = f'def told():\n    "It tells."\n{body}'
    assert list(undocumented(f'"""A module."""\n{told}def silent():\n{body}def short(): ...\ndef _private():\n{body}')) == ["silent"]
    assert list(undocumented(f'"""A module."""\ndef told_by_its_module():\n{body}')) == []
