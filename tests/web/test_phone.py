"""Tables on a phone: a card a row, every value behind the name of its column, nothing wrapped letter by letter."""

import re

import pytest
from playwright.sync_api import Page

from tests.web.sample_pages import SAMPLES
from tests.web.test_gallery import phone, show

__all__ = ["phone"]
pytestmark = pytest.mark.browser
TABLES = ["case-overview", "case-items", "case-documents", "cases", "incidents"]
CELLS = """() => [...document.querySelectorAll(".table--cards tbody td, .table--cards tbody th")]
  .filter((cell) => cell.textContent.trim())
  .map((cell) => [cell.innerText, cell.clientWidth, getComputedStyle(cell, "::before").content])"""

LINES = """() => [...document.querySelectorAll(".case-number")].map((one) => {
  const words = document.createRange();
  words.selectNodeContents(one);
  return new Set([...words.getClientRects()].map((box) => Math.round(box.top))).size;
})"""


@pytest.mark.parametrize("name", TABLES)
def test_a_row_is_a_card_that_has_the_width_of_the_window_for_each_value(phone: Page, name: str) -> None:
    assert show(phone, next(sample for sample in SAMPLES if sample.name == name), "light") == []
    cells = phone.evaluate(CELLS)
    assert cells
    assert [text for text, width, _ in cells if width < 280] == []
    assert phone.evaluate("() => [...document.querySelectorAll('.table--cards tbody td:not([data-label])')].length") == 0


@pytest.mark.parametrize("name", TABLES)
def test_the_names_of_the_columns_are_those_of_the_head(phone: Page, name: str) -> None:
    show(phone, next(sample for sample in SAMPLES if sample.name == name), "light")
    heads = set(phone.locator(".table--cards thead th").all_text_contents())
    labels = {label for _, _, content in phone.evaluate(CELLS) for label in re.findall(r'^"(.*)"$', content)}
    assert labels <= heads
    assert labels


@pytest.mark.parametrize("name", ["case-overview", "case-items", "cases", "public-receipt", "points-decided", "bulk"])
def test_the_number_of_a_case_stands_in_one_piece(phone: Page, name: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 700})
    show(phone, next(sample for sample in SAMPLES if sample.name == name), "light")
    lines = phone.evaluate(LINES)
    assert lines
    assert set(lines) == {1}


def test_a_table_of_a_paper_keeps_its_columns_wide_enough_to_read(phone: Page) -> None:
    assert show(phone, next(sample for sample in SAMPLES if sample.name == "bulletin"), "light") == []
    widths = phone.evaluate("() => [...document.querySelectorAll('.paper__table:has(thead) td')].map((cell) => cell.clientWidth)")
    assert widths
    assert min(widths) >= 80
    assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "the paper scrolls, not the page"
