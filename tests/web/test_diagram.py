"""The drawing in the narrow pane of a task: readable where the case stands, the whole of it and the whole window a key away."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from tests.web.sample_pages import Sample, draw, environment
from tests.web.sample_views import DIAGRAM, LIST, TASK
from tests.web.test_gallery import ADDRESS, address, serve

pytestmark = pytest.mark.browser
PANE = Sample("diagram", "work_list.html", {"page": LIST, "task": replace(TASK, tab="diagram", diagram=DIAGRAM)})
MIDDLE = """id => {
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2, width };
  };
  const step = document.querySelector(`[data-element-id="${id}"] .djs-visual`);
  return { step: box(step), canvas: box(document.querySelector("[data-diagram]")) };
}"""
HEIGHTS = """() => [...document.querySelectorAll("[data-diagram] text")].map((text) => {
  const { a, b } = text.getScreenCTM();
  return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
})"""


@pytest.fixture
def pane(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    drawn = draw(PANE, environment(address))
    page.route("**/*", lambda route: serve(route, drawn))
    page.goto(f"{ADDRESS}/page")
    page.wait_for_selector("[data-diagram][data-drawn]")
    yield page
    context.close()


def seen(page: Page, element: str = "handle") -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(MIDDLE, element)
    return found


def test_it_opens_on_the_step_that_the_case_is_at_in_words_that_can_be_read(pane: Page) -> None:
    found = seen(pane)
    assert abs(found["step"]["x"] - found["canvas"]["x"]) < 5
    assert abs(found["step"]["y"] - found["canvas"]["y"]) < 5
    assert min(pane.evaluate(HEIGHTS)) >= 11


def test_f_shows_the_whole_and_g_where_the_case_stands(pane: Page) -> None:
    close = seen(pane)["step"]["width"]
    pane.keyboard.press("f")
    whole = pane.evaluate("() => document.querySelector('[data-diagram] .viewport').getBoundingClientRect().width")
    assert whole <= seen(pane)["canvas"]["width"] + 1
    assert seen(pane)["step"]["width"] < close / 2
    pane.keyboard.press("g")
    assert abs(seen(pane)["step"]["width"] - close) < 1


def test_plus_and_minus_act_as_keys_too(pane: Page) -> None:
    before = seen(pane)["step"]["width"]
    pane.keyboard.press("+")
    assert seen(pane)["step"]["width"] > before * 1.2
    pane.keyboard.press("-")
    assert abs(seen(pane)["step"]["width"] - before) < 1


def test_l_gives_the_diagram_the_window_and_esc_its_place_back_without_closing_the_task(pane: Page) -> None:
    narrow = seen(pane)["canvas"]["width"]
    pane.keyboard.press("l")
    expect(pane.locator("dialog.diagram__large[open] .diagram__list")).to_be_visible()
    found = seen(pane)
    assert found["canvas"]["width"] > 2 * narrow - 50
    assert abs(found["step"]["x"] - found["canvas"]["x"]) < 5, "what was in the middle stays there"
    expect(pane.get_by_role("button", name="放回原处")).to_be_focused()
    pane.keyboard.press("Escape")
    expect(pane.locator("dialog.diagram__large")).to_have_count(0)
    expect(pane.locator(".task .diagram__list")).to_be_visible()
    expect(pane.get_by_role("button", name="铺满窗口")).to_be_focused()
    assert pane.url == f"{ADDRESS}/page"


def test_the_list_of_keys_tells_those_of_the_diagram(pane: Page) -> None:
    pane.keyboard.press("?")
    expect(pane.locator("#keys")).to_contain_text("看全图、办到哪里、铺满窗口")


def test_no_sign_is_left_to_fonts_that_may_not_have_it(pane: Page) -> None:
    assert not {"↵", "⤢", "−"} & set(pane.locator("body").inner_text())
    expect(pane.locator("[data-key-action=f] svg use")).to_have_attribute("href", "#i-whole")
