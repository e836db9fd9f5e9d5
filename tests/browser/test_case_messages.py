"""What can happen to a letter from its case page: merged, taken back, registered by mistake, recalled, unmerged."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import Letter, Letters
from tests.browser.seats import HANDLER, HOTLINE, Seats, choose, claim, ready, submit

pytestmark = pytest.mark.browser


def send(page: Page, letter: Letter, label: str, reason: str) -> None:
    """Send a case one of the messages that it waits for, first without a reason, which is refused."""
    page.goto(f"/cases/{letter.number}")
    page.locator(".page__head").get_by_role("link", name=label).click()
    ready(page)
    page.locator("#reason").fill("")
    page.locator("dialog form").evaluate("form => { form.noValidate = true; }")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("#reason-error")).to_be_visible()
    page.fill("#reason", reason)
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("dialog[aria-labelledby=dialog-title]")).to_have_count(0)


def code_of(page: Page, letter: Letter) -> str:
    """Give a letter's citizen a new code, since no code is shown twice, and return it."""
    page.goto(f"/cases/{letter.number}/receipt")
    page.get_by_role("link", name="补发查询码").click()
    ready(page)
    page.fill("#reason", "来信人没有记下。")
    page.locator("dialog button[type=submit]").click()
    return page.locator("tr", has_text="查询码").locator("td").inner_text()


def test_a_merged_letter_leads_its_citizen_to_the_earlier_one_and_can_be_unmerged(seats: Seats, letters: Letters) -> None:
    earlier = letters.in_hand("桥面坑洼")
    later = letters.register("桥面又坑洼", contact="13900000055", name="钱多多")
    hotline, citizen = seats.take(HOTLINE), seats.take()
    code = code_of(hotline, later)
    claim(hotline, later.topic)
    choose(hotline, "disposition", "merge")
    hotline.fill("[name=mergedInto]", earlier.number)
    expect(hotline.locator("#merge-target")).to_contain_text(earlier.topic)
    hotline.fill("[name=closingReason]", "同一座桥同一处。")
    submit(hotline)
    hotline.goto(f"/cases/{later.number}")
    expect(hotline.locator("main [role=status]")).to_contain_text(earlier.number)
    citizen.goto("/progress")
    citizen.fill("#number", later.number)
    citizen.fill("#code", code)
    citizen.get_by_role("button", name="查询", exact=True).click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("您的来信与另一件合并办理")
    expect(citizen.locator("main")).to_contain_text(f"已并入 {earlier.number}")
    expect(citizen.locator(".status")).to_contain_text("12月3日 周四 17:30")
    send(hotline, later, "撤销并案", "不是同一处。")
    claim(hotline, later.topic)
    expect(hotline.locator(".task__path")).to_contain_text("分派来信")


def test_a_citizen_who_takes_a_letter_back_ends_it(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("不用再办了")
    page = seats.take(HOTLINE)
    send(page, letter, "来信人撤回", "来电说已经解决。")
    expect(page.locator(".page__head")).to_contain_text("已结")
    page.goto(f"/cases/{letter.number}?tab=history")
    expect(page.locator(".timeline")).to_contain_text("来电说已经解决。")
    expect(page.locator(".timeline")).to_contain_text("李敏")


def test_a_letter_registered_by_mistake_ends(seats: Seats, letters: Letters) -> None:
    letter = letters.register("登记错了的信")
    page = seats.take(HOTLINE)
    send(page, letter, "误登注销", "同一通电话登记了两次。")
    expect(page.locator(".page__head")).to_contain_text("已结")


def test_a_letter_that_the_hotline_recalls_comes_back_to_be_assigned(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("收回来重新分")
    page = seats.take(HOTLINE)
    send(page, letter, "热线办收回", "应由住建局办理。")
    claim(page, letter.topic)
    expect(page.locator(".task__path")).to_contain_text("分派来信")
    expect(page.locator("#task-fields")).to_contain_text("应由住建局办理。")


def test_a_handler_is_offered_none_of_these(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("经办人看案件")
    page = seats.take(HANDLER)
    page.goto(f"/cases/{letter.number}")
    expect(page.locator(".page__head a[href*='dialog=']")).to_have_count(0)
