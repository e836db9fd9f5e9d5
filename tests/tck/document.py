"""The page of figures, docs/feel/tck.md: written by `make tck`, read by the tests that hold it true."""

import hashlib
import re
from pathlib import Path
from typing import Final

from tests.tck.exceptions import exceptions
from tests.tck.reading import corpus, models, refused

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "feel" / "tck.md"
_ROW: Final = re.compile(r"^\| (\S+) \| (\d+) \| (\d+) \|", re.MULTILINE)
_TOTAL: Final = re.compile(r"^\| \*\*(.+)\*\* \| \*\*(\d+)\*\* \| \*\*(\d+)\*\* \|", re.MULTILINE)

Rows = dict[str, tuple[int, int]]


def fingerprint() -> str:
    """Return the SHA-256 of the names and contents of all files of the corpus, which tells one edition from another."""
    seen = hashlib.sha256()
    for path in sorted(path for path in corpus().glob("compliance-level-*/*/*") if path.suffix in (".xml", ".dmn")):
        raw = path.read_bytes()
        seen.update(f"{path.relative_to(corpus())} {len(raw)}\n".encode() + raw)
    return seen.hexdigest()


def rows(text: str) -> Rows:
    """Return passed and all cases by folder, as a page names them."""
    return {folder: (int(passed), int(cases)) for folder, passed, cases in _ROW.findall(text) if "/" in folder}


def totals(text: str) -> Rows:
    return {name: (int(passed), int(cases)) for name, passed, cases in _TOTAL.findall(text)}


def sums(found: Rows) -> Rows:
    """Return passed and all cases by level, and of all."""
    levels = sorted({folder.partition("/")[0] for folder in found})
    groups = {f"level {level[-1]}": [each for folder, each in found.items() if folder.startswith(f"{level}/")] for level in levels}
    groups["all"] = list(found.values())
    return {name: (sum(each[0] for each in some), sum(each[1] for each in some)) for name, some in groups.items()}


def deployed() -> list[str]:
    """Return the lines about which models the product would take."""
    wrong = refused()
    count = len(models())
    return [
        "## How the models are read",
        "",
        "The runner reads them as the standard has it: an expression that cannot be read is null. The product refuses a file with such an",
        f"expression when it is deployed. Read so, {count - len(wrong)} of the {count} models that have cases are taken; refused:",
        "",
        *(f"- `{name}`: {why}" for name, why in wrong.items()),
        "",
    ]


def written(found: Rows) -> str:
    """Return the page."""
    lines = [
        "# The standard's own test cases",
        "",
        "The DMN Technology Compatibility Kit (TCK) is the collection of cases by which makers of decision engines check themselves",
        "against the standard. Its levels 2 and 3 run against `app/dmn` and `app/feel` in every `make test` where the cases are at hand",
        "([tests](../tests.md)); this page is written by `make tck`, and a test fails where it differs from what the runner finds.",
        "",
        f"Corpus: SHA-256 of all `{fingerprint()}`.",
        "",
        "| | passed | cases |",
        "| --- | ---: | ---: |",
        *(f"| **{name}** | **{passed}** | **{cases}** |" for name, (passed, cases) in sums(found).items()),
        "",
        "## What does not pass, and why",
        "",
        *(f"- `{folder}`, {len(cases)} cases: {next(iter(cases.values()))}" for folder, cases in exceptions().items()),
        "",
        *deployed(),
        "## By folder",
        "",
        "| folder | passed | cases |",
        "| --- | ---: | ---: |",
        *(f"| {folder} | {passed} | {cases} |" for folder, (passed, cases) in sorted(found.items())),
        "",
    ]
    return "\n".join(lines)
