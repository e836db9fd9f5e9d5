"""What a citizen does on the public pages, without an account."""

from playwright.sync_api import Page, expect

from tests.browser.photo import png

TOPIC = "春晖路口路灯三周不亮"


def tell(page: Page) -> None:
    page.fill("#topic", TOPIC)
    page.fill("#place", "东城街道春晖路口")
    page.fill("#content", "晚上下夜班看不清路，\n已经有人摔倒。")
    page.set_input_files("#photo", {"name": "路灯.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_role("button", name="下一步：联系方式").click()


def send(page: Page) -> tuple[str, str]:
    page.goto("/letters")
    tell(page)
    page.fill("#name", "赵桂英")
    page.fill("#contact", "13800138000")
    page.get_by_role("button", name="下一步：核对").click()
    for told in (TOPIC, "东城街道春晖路口", "赵桂英 13800138000"):
        expect(page.locator(".letter")).to_contain_text(told)
    page.get_by_role("button", name="发送").click()
    expect(page.locator("[data-letter-sent]")).to_be_visible()
    number, code = page.locator("[data-letter-sent] dd").all_text_contents()
    return number, code


def follow(page: Page, number: str, code: str) -> None:
    page.goto("/progress")
    page.fill("#number", number)
    page.fill("#code", code)
    page.get_by_role("button", name="查询", exact=True).click()
    page.wait_for_load_state()
