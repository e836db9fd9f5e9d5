"""The page of figures adds up, and the README leads to it. test_cases.py holds its rows against the runner."""

from tests.tck.document import PAGE, rows, sums, totals
from tests.tck.exceptions import exceptions

README = PAGE.parents[2] / "README.md"


def test_the_totals_are_the_sums_of_the_rows() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert totals(page) == sums(rows(page))
    assert totals(page)["all"][1] > 3000


def test_what_does_not_pass_is_what_the_exceptions_name() -> None:
    found = rows(PAGE.read_text(encoding="utf-8"))
    assert {folder: cases - passed for folder, (passed, cases) in found.items() if cases != passed} == {
        folder: len(cases) for folder, cases in exceptions().items()
    }


def test_the_readme_leads_to_the_page_with_its_figures() -> None:
    passed, cases = totals(PAGE.read_text(encoding="utf-8"))["all"]
    assert f"[{passed:,} of {cases:,} cases of the standard's own kit pass](docs/feel/tck.md)" in README.read_text(encoding="utf-8")


def test_a_wrong_sum_would_be_noticed() -> None:
    spoiled = PAGE.read_text(encoding="utf-8").replace("| **all** | **3", "| **all** | **4", 1)
    assert totals(spoiled) != sums(rows(spoiled))
