"""Runs all cases of the TCK, prints the figures by level and folder, and writes docs/feel/tck.md.

Exit code 1 where a case fails that no exception names, or where there are no cases.
"""

import sys

from tests.tck.document import PAGE, sums, written
from tests.tck.exceptions import complaints, exceptions
from tests.tck.reading import corpus, folders
from tests.tck.running import run_folder


def main() -> None:
    """Run, print and write."""
    if not folders():
        sys.exit(f"Expected the cases of the DMN TCK at {corpus()}, but found none; set DUBAN_TEST_TCK to where they lie")
    known, wrong = exceptions(), []
    found: dict[str, tuple[int, int]] = {}
    for folder in folders():
        outcomes = run_folder(folder)
        found[folder] = (sum(outcome.passed for outcome in outcomes), len(outcomes))
        wrong += complaints(outcomes, known.get(folder, {}))
        print(f"{folder:70} {found[folder][0]:5} of {found[folder][1]:5}")
    for name, (passed, cases) in sums(found).items():
        print(f"{name:70} {passed:5} of {cases:5} ({100 * passed / cases:.2f}%)")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(written(found), encoding="utf-8")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
