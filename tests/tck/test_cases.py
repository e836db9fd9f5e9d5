"""Every case of the DMN TCK passes, but for the exceptions listed with their reasons."""

import pytest

from tests.tck.document import PAGE, deployed, fingerprint, rows
from tests.tck.exceptions import complaints, exceptions
from tests.tck.figures import Figures
from tests.tck.reading import folders, models, refused, uses_boxed
from tests.tck.running import run_folder

_EXCEPTIONS = exceptions()


@pytest.mark.parametrize("folder", folders())
def test_every_case_of_the_folder_gives_what_the_standard_says(folder: str, figures: Figures) -> None:
    outcomes = run_folder(folder)
    passed = sum(outcome.passed for outcome in outcomes)
    figures.note(folder, passed, len(outcomes), uses_boxed(folder))

    assert rows(PAGE.read_text(encoding="utf-8"))[folder] == (passed, len(outcomes))
    assert complaints(outcomes, _EXCEPTIONS.get(folder, {})) == []


def test_the_page_of_figures_is_about_these_cases() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert set(rows(page)) == set(folders())
    assert fingerprint() in page


def test_the_page_says_which_models_the_product_would_refuse() -> None:
    assert "\n".join(deployed()) in PAGE.read_text(encoding="utf-8")
    assert 0 < len(refused()) < len(models()) // 50


def test_every_exception_belongs_to_a_folder_that_is_there() -> None:
    assert _EXCEPTIONS.keys() <= set(folders())
