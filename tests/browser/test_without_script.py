"""Without scripts everything still works: nobody depends on them to do the work."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seats import HANDLER, HOTLINE, Seats

pytestmark = pytest.mark.browser
PLAIN = {"java_script_enabled": False}
TOPIC = "没有脚本也能办"


def take_on(page: Page, topic: str) -> None:
    page.goto(f"/work-list?view=unassigned&q={topic}")
    page.locator(".taskrow__title").first.click()
    page.get_by_role("button", name="认领").last.click()


def hand_in(page: Page) -> None:
    page.locator("[data-submit]").click()
    expect(page.locator("#toasts")).to_contain_text("已提交")


def test_a_letter_is_worked_from_registration_to_the_file_without_scripts(seats: Seats) -> None:
    hotline, handler = seats.take(HOTLINE, **PLAIN), seats.take(HANDLER, **PLAIN)
    hotline.goto("/start/citizen-letter")
    for name, text in (("name", "周文斌"), ("contact", "13900000044"), ("topic", TOPIC), ("place", "南湖路"), ("content", "路面塌陷。")):
        hotline.fill(f"[name={name}]", text)
    hotline.get_by_role("button", name="登记").click()
    hotline.wait_for_url("**/receipt")

    take_on(hotline, TOPIC)
    hotline.check("[name=disposition][value=assign]")
    hotline.select_option("[name=unit]", "health-bureau")
    hotline.check("[name=basis][value=line]")
    hotline.check("[name=kind][value=clear]")
    hand_in(hotline)

    take_on(handler, TOPIC)
    handler.check("[name=accepted][value=yes]")
    hand_in(handler)
    take_on(handler, TOPIC)
    handler.check("[name=result][value=handled]")
    handler.fill("[name=findings]", "已经修好。")
    handler.locator("[data-submit]").click()
    expect(handler.locator("#errors")).to_be_visible()
    expect(handler.locator("[name=findings]")).to_have_value("已经修好。")
    handler.select_option("[name=measure]", "solvedOnTheSpot")
    hand_in(handler)
    take_on(handler, TOPIC)
    handler.fill("[name=answerText]", "路面已经修好。")
    handler.select_option("[name=answeredBy]", "phone")
    handler.fill("[name=report]", "已办。")
    hand_in(handler)

    take_on(hotline, TOPIC)
    hotline.check("[name=checkResult][value=pass]")
    hand_in(hotline)
    take_on(hotline, TOPIC)
    hotline.check("[name=satisfaction][value=satisfied]")
    hotline.fill("[name=callbackNote]", "满意。")
    hotline.check("[name=callbackResult][value=file]")
    hand_in(hotline)
    hotline.goto(f"/cases?q={TOPIC}")
    expect(hotline.locator("main tbody tr")).to_have_count(1)
    hotline.locator("main tbody a").first.click()
    expect(hotline.locator(".page__head")).to_contain_text("已结")


def test_a_citizen_writes_a_letter_without_scripts(seats: Seats) -> None:
    page = seats.take(**PLAIN)
    page.goto("/letters")
    page.fill("#topic", "没有脚本的来信")
    page.fill("#place", "北街")
    page.fill("#content", "公厕停水。")
    page.get_by_role("button", name="下一步：联系方式").click()
    page.check("[name=anonymous]")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".letter")).to_contain_text("QZ-2026-")
