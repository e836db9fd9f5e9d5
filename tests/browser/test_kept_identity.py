"""A citizen who wants to stay unknown to the unit does, from the public page to the unit's task; the hotline alone knows and lifts it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import ASSIGNED, Letter, Letters
from tests.browser.photo import png
from tests.browser.seats import HANDLER, HOTLINE, Seats, open_task, ready

pytestmark = pytest.mark.browser
NAME, CONTACT, TOPIC = "慕容青禾", "13900000088", "楼上饭店夜里排油烟"


def written(page: Page) -> Letter:
    """Write the letter on the public page, and return it."""
    page.goto("/letters")
    page.fill("#topic", TOPIC)
    page.fill("#place", "东城街道春晖路 18 号")
    page.fill("#content", f"我是{NAME}，楼上饭店的油烟从窗户进来。")
    page.set_input_files("#photo", {"name": f"{NAME}.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_role("button", name="下一步：联系方式").click()
    page.fill("#name", NAME)
    page.fill("#contact", CONTACT)
    page.get_by_label("不要把我的姓名和联系方式告诉承办单位").check()
    page.get_by_role("button", name="下一步：核对").click()
    # The unit reads the words, so they must not tell.
    expect(page.locator("#content-error")).to_contain_text("请去掉姓名和联系方式")
    page.fill("#content", "楼上饭店的油烟从窗户进来。")
    page.get_by_role("button", name="下一步：联系方式").click()
    expect(page.get_by_label("不要把我的姓名和联系方式告诉承办单位")).to_be_checked()
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator('[data-shows="kept"]')).to_contain_text("不给承办单位看")
    page.get_by_role("button", name="发送").click()
    expect(page.locator("[data-letter-sent]")).to_be_visible()
    number = page.locator("[data-letter-sent] dd").all_text_contents()[0]
    return Letter("", number, TOPIC)


def test_who_wrote_stays_unknown_to_the_unit_until_the_hotline_lifts_it(seats: Seats, letters: Letters) -> None:
    citizen, hotline, handler = seats.take(viewport={"width": 390, "height": 844}), seats.take(HOTLINE), seats.take(HANDLER)
    sent = written(citizen)
    found = letters.ask("/casework/v1/cases/search", {"filter": {"receiptNumber": sent.number}})["items"][0]
    letter = Letter(found["processInstanceKey"], sent.number, TOPIC)
    letters.complete(letter, ASSIGNED)

    open_task(handler, TOPIC)
    aside = handler.locator(".task__aside")
    expect(aside).to_contain_text("保密")
    expect(aside).to_contain_text("由政务热线办公室转达")
    expect(aside.get_by_role("link", name="查看")).to_have_count(0)
    handler.goto(f"/cases/{letter.number}?tab=documents")
    for page_of_the_unit in ("?tab=documents", "?tab=history", ""):
        handler.goto(f"/cases/{letter.number}{page_of_the_unit}")
        for word in (NAME, CONTACT, NAME[0]):
            expect(handler.locator("body")).not_to_contain_text(word)

    hotline.goto(f"/cases/{letter.number}?dialog=sender")
    ready(hotline)
    hotline.select_option("#to", "pass-on")
    hotline.locator("dialog button[type=submit]").click()
    expect(hotline.locator("main .facts")).to_contain_text(f"{NAME} {CONTACT}")
    hotline.goto(f"/cases/{letter.number}?tab=documents")
    expect(hotline.locator("main")).to_contain_text(f"{NAME}.png")
    hotline.goto(f"/cases/{letter.number}")
    hotline.get_by_role("link", name="解除").click()
    ready(hotline)
    hotline.fill("#reason", "来信人来电同意")
    hotline.locator("dialog button[type=submit]").click()
    expect(hotline.get_by_role("link", name="不让承办的人知道")).to_be_visible()
    handler.goto(f"/cases/{letter.number}")
    expect(handler.locator("main .facts")).to_contain_text("慕**")
    handler.goto(f"/cases/{letter.number}?tab=history")
    expect(handler.locator("main")).to_contain_text("解除了来信人身份保密")
