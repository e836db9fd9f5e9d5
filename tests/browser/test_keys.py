"""Single keys act on the list and the task; never in a field, while an input method composes, or where a person switched them off."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import Letters
from tests.browser.seats import HANDLER, HOTLINE, Seats, ready

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _two_letters(letters: Letters) -> None:
    letters.in_hand("按键一")
    letters.in_hand("按键二")


def unassigned(page: Page) -> None:
    page.goto("/work-list?view=unassigned&q=按键")
    ready(page)


def test_j_and_k_move_and_enter_opens(seats: Seats) -> None:
    page = seats.take(HANDLER)
    unassigned(page)
    titles = page.locator(".taskrow__title")
    page.keyboard.press("j")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main.task .task__title")).to_contain_text("按键")


def test_x_selects_rows_and_c_claims_them_all(seats: Seats, letters: Letters) -> None:
    page = seats.take(HANDLER)
    unassigned(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_contain_text("1")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("#bulk")).to_contain_text("2")
    page.keyboard.press("Escape")
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("x")
    page.keyboard.press("c")
    expect(page.locator("#toasts")).to_contain_text("已认领")


def test_c_claims_r_releases_and_digits_change_the_tab(seats: Seats) -> None:
    page = seats.take(HANDLER)
    unassigned(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("main.task")
    ready(page)
    page.keyboard.press("c")
    page.wait_for_selector("[data-submit]")
    ready(page)
    for digit, label in enumerate(("历史", "流程图", "材料", "意见"), 2):
        page.keyboard.press(str(digit))
        expect(page.locator(".tabs [aria-current=page]")).to_contain_text(label)
        ready(page)
    page.keyboard.press("1")
    expect(page.locator(".tabs [aria-current=page]")).to_contain_text("表单")
    ready(page)
    page.keyboard.press("r")
    expect(page.get_by_role("button", name="认领").last).to_be_visible()


def test_y_shows_the_days_of_the_deadline(seats: Seats) -> None:
    page = seats.take(HANDLER)
    unassigned(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("main.task")
    ready(page)
    page.keyboard.press("y")
    page.wait_for_url("**/deadlines/**")


def test_slash_searches_question_mark_lists_the_keys_and_escape_closes(seats: Seats) -> None:
    page = seats.take(HANDLER)
    unassigned(page)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()
    page.keyboard.press("Shift+?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_no_key_acts_in_a_field_or_while_an_input_method_composes(seats: Seats) -> None:
    page = seats.take(HANDLER)
    unassigned(page)
    page.keyboard.press("/")
    page.keyboard.type("jkxcr12345?")
    assert "jkxcr12345?" in page.locator("#q").input_value()
    assert "view=unassigned" in page.url
    page.locator("#q").blur()
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true, isComposing: true}))")
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true, keyCode: 229}))")
    expect(page.locator(".taskrow__title:focus")).to_have_count(0)


def test_single_keys_can_be_switched_off_while_ctrl_enter_still_submits(seats: Seats, letters: Letters) -> None:
    letter = letters.register("不用单键")
    page = seats.take(HOTLINE)
    keep(page, single_keys=False)
    page.goto("/work-list?view=unassigned&q=不用单键")
    ready(page)
    page.keyboard.press("j")
    expect(page.locator(".taskrow__title:focus")).to_have_count(0)
    page.locator(".taskrow__title").first.click()
    page.get_by_role("button", name="认领").last.click()
    page.wait_for_selector("[data-submit]")
    ready(page)
    page.check("[name=disposition][value=visit]")
    page.fill("[name=closingReason]", "来访事项。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("已提交")
    keep(page, single_keys=True)
    page.goto(f"/cases/{letter.number}")
    expect(page.locator(".page__head")).to_contain_text("已结")


def keep(page: Page, *, single_keys: bool) -> None:
    page.goto("/work-list")
    page.locator(".person__menu summary").click()
    page.set_checked("[name=single_keys]", single_keys)
    page.get_by_role("button", name="保存").click()
    ready(page)
