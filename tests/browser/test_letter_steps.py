"""Back, Forward and reload while a letter is written, on a phone: the right step, with what was typed, and one letter sent."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import TOPIC, send, tell
from tests.browser.seats import Seats, ready

pytestmark = pytest.mark.browser
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
PLAIN: dict[str, Any] = {**PHONE, "java_script_enabled": False}


def at_step(page: Page, step: int) -> None:
    expect(page.locator("form[data-letter]")).to_have_attribute("data-step", str(step))


def to_the_check(page: Page) -> None:
    page.goto("/letters")
    tell(page)
    page.fill("#name", "赵桂英")
    page.fill("#contact", "13800138000")
    page.get_by_role("button", name="下一步：核对").click()
    at_step(page, 3)


def shows_all(page: Page) -> None:
    """Expect the step at which all is checked, with all that was typed."""
    at_step(page, 3)
    for told in (TOPIC, "东城街道春晖路口", "已经有人摔倒", "路灯.png", "赵桂英 13800138000"):
        expect(page.locator(".letter")).to_contain_text(told)


def shows_contact(page: Page) -> None:
    at_step(page, 2)
    expect(page.locator("#name")).to_have_value("赵桂英")
    expect(page.locator("#contact")).to_have_value("13800138000")


def shows_matter(page: Page) -> None:
    at_step(page, 1)
    expect(page.locator("#topic")).to_have_value(TOPIC)
    expect(page.locator("#content")).to_have_value("晚上下夜班看不清路，\n已经有人摔倒。")


@pytest.mark.parametrize("options", [PHONE, PLAIN], ids=["scripts", "plain"])
def test_back_and_forward_show_each_step_with_what_was_typed(seats: Seats, options: dict[str, Any]) -> None:
    page = seats.take(**options)
    to_the_check(page)
    page.go_back()
    shows_contact(page)
    page.go_back()
    shows_matter(page)
    page.go_forward()
    shows_contact(page)
    page.go_forward()
    shows_all(page)


def test_reload_asks_nothing_and_shows_the_step_again(seats: Seats) -> None:
    page = seats.take(**PHONE)
    methods: list[str] = []
    to_the_check(page)
    shows_all(page)  # the answer to what was sent is there, so no request of before is counted
    page.on("request", lambda request: methods.append(request.method) if request.is_navigation_request() else None)
    page.reload()
    shows_all(page)
    page.go_back()
    page.reload()
    shows_contact(page)
    page.go_back()
    page.reload()
    shows_matter(page)
    expect(page.get_by_label("路灯.png")).to_be_checked()
    assert set(methods) == {"GET"}


def test_what_is_changed_after_going_back_is_what_is_sent(seats: Seats) -> None:
    page = seats.take(**PHONE)
    to_the_check(page)
    page.go_back()
    ready(page)
    page.fill("#name", "赵桂兰")
    page.go_back()
    ready(page)
    page.fill("#topic", "春晖路口路灯又不亮")
    page.get_by_role("button", name="下一步：联系方式").click()
    at_step(page, 2)
    expect(page.locator("#name")).to_have_value("赵桂兰")
    page.get_by_role("button", name="下一步：核对").click()
    for told in ("春晖路口路灯又不亮", "路灯.png", "赵桂兰 13800138000"):
        expect(page.locator(".letter")).to_contain_text(told)


def test_a_letter_with_mistakes_is_there_after_reload(seats: Seats) -> None:
    page = seats.take(**PHONE)
    page.goto("/letters")
    tell(page)
    page.fill("#name", "赵桂英")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator("#contact")).to_have_attribute("aria-invalid", "true")
    page.reload()
    at_step(page, 2)
    expect(page.locator("#name")).to_have_value("赵桂英")


@pytest.mark.parametrize("options", [PHONE, PLAIN], ids=["scripts", "plain"])
def test_the_page_of_a_sent_letter_is_found_again_and_sends_nothing(seats: Seats, options: dict[str, Any]) -> None:
    page = seats.take(**options)
    number, code = send(page)
    page.reload()
    for told in (number, code):
        expect(page.locator("[data-letter-sent]")).to_contain_text(told)
    page.go_back()
    page.wait_for_load_state()
    page.go_forward()
    for told in (number, code):
        expect(page.locator("[data-letter-sent]")).to_contain_text(told)


def test_back_from_a_sent_letter_leads_to_its_page_and_not_to_a_second_letter(seats: Seats) -> None:
    page = seats.take(**PHONE)
    number, _ = send(page)
    page.go_back()
    expect(page.locator("[data-letter-sent]")).to_contain_text(number)


def test_without_scripts_sending_again_after_going_back_is_the_same_letter(seats: Seats) -> None:
    page = seats.take(**PLAIN)
    number, code = send(page)
    page.go_back()
    shows_all(page)
    page.get_by_role("button", name="发送").click()
    for told in (number, code):
        expect(page.locator("[data-letter-sent]")).to_contain_text(told)
