"""An office's papers from the browser: words changed and looked at, a draft that survives, a reply entered later with its proof."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import Letters
from tests.browser.seats import HOTLINE, Seats, ready

pytestmark = pytest.mark.browser
NEW = "您的来信收悉，现将登记情况告知如下。"


def type_into(page: Page, label: str, text: str) -> None:
    """Type into a field, and wait until the server has kept it."""
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        page.locator("main").get_by_label(label).first.fill(text)
    expect(page.locator("#saved")).to_contain_text("草稿已保存")


def test_words_of_a_paper_are_changed_looked_at_with_a_case_and_published(seats: Seats, letters: Letters) -> None:
    letter = letters.register("模板预览用的来信")
    admin, hotline = seats.take("admin"), seats.take(HOTLINE)
    admin.goto("/admin/papers")
    admin.get_by_role("link", name="收件回执").click()
    ready(admin)
    type_into(admin, "第 1 段", "来信“{{topik}}”收悉。")
    admin.reload()
    admin.get_by_label("为什么改文字").fill("统一用语")
    admin.get_by_role("button", name="发布为新版本").click()
    expect(admin.get_by_role("alert")).to_contain_text("最接近的是“topic”")
    ready(admin)
    type_into(admin, "第 1 段", NEW)
    hotline.goto("/papers/receipt-of-letter/preview")
    hotline.get_by_label("您能看的案件").fill(letter.number)
    hotline.get_by_role("button", name="查看").click()
    expect(hotline.locator(".paper")).to_contain_text(NEW)
    expect(hotline.locator(".paper")).to_contain_text(letter.number)
    admin.reload()
    expect(admin.get_by_role("complementary")).to_contain_text("李敏")
    admin.get_by_role("button", name="发布为新版本").click()
    expect(admin.get_by_role("status").first).to_contain_text("文字已发布")
    hotline.goto(f"/cases/{letter.number}?tab=documents")
    hotline.select_option("#paper", "receipt-of-letter")
    hotline.get_by_role("button", name="起草").click()
    expect(hotline.locator(".paper")).to_contain_text(NEW)


def test_what_is_typed_into_a_draft_of_a_paper_survives_a_reload(seats: Seats, letters: Letters) -> None:
    letter = letters.register("文书草稿刷新还在")
    page = seats.take(HOTLINE)
    page.goto(f"/cases/{letter.number}?tab=documents")
    page.select_option("#paper", "receipt-of-letter")
    page.get_by_role("button", name="起草").click()
    ready(page)
    type_into(page, "标题", "改到一半的标题")
    page.reload()
    ready(page)
    expect(page.locator("main").get_by_label("标题").first).to_have_value("改到一半的标题")
    page.get_by_role("button", name="保存").first.click()
    expect(page.locator(".paper__title")).to_have_text("改到一半的标题")
    page.get_by_role("button", name="签发并冻结").click()
    expect(page.locator(".badge--accent").first).to_contain_text("云热〔2026〕")


def test_a_reply_received_before_is_entered_with_its_proof(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("先收到后录入")
    page = seats.take(HOTLINE)
    page.goto(f"/cases/{letter.number}")
    page.get_by_role("link", name="补录先收到的材料").click()
    ready(page)
    page.get_by_label("签收、办理并答复").first.check()
    type_into(page, "为什么现在才录入", "窗口收到后没有登记")
    page.set_input_files("#_file", {"name": "收文登记.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 register"})
    page.get_by_role("button", name="录入收到时间").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写收到的日期和时间")
    expect(page.get_by_label("为什么现在才录入")).to_have_value("窗口收到后没有登记")
    now = page.locator("#_at").get_attribute("max")
    page.fill("#_at", now or "")
    page.get_by_role("button", name="录入收到时间").click()
    expect(page.locator("#toasts")).to_contain_text("收到时间已录入")
