"""The keys of the list of incidents: rows, selection, and trying several again."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.sample_pages import SAMPLES
from tests.web.test_gallery import desk, show

__all__ = ["desk"]
pytestmark = pytest.mark.browser


def test_rows_are_walked_selected_and_tried_again_by_keys_alone(desk: Page) -> None:
    show(desk, next(sample for sample in SAMPLES if sample.name == "incidents-tried"), "light")
    expect(desk.locator("#bulk")).to_be_hidden()
    desk.keyboard.press("j")
    expect(desk.locator("[data-row-link]").first).to_be_focused()
    desk.keyboard.press("x")
    desk.keyboard.press("j")
    desk.keyboard.press("Shift+X")
    expect(desk.locator("#bulk")).to_contain_text("选中 2 件")
    desk.keyboard.press("r")
    assert desk.evaluate("() => document.querySelector('#bulk-form').matches(':invalid')"), "a reason is asked for first"
    desk.keyboard.press("Escape")
    expect(desk.locator("#rows input:checked")).to_have_count(2)
    desk.keyboard.press("Escape")
    expect(desk.locator("#bulk")).to_be_hidden()
