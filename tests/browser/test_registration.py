"""The hotline registers what it is told: repeats are shown, the receipt is printed, an earlier receipt needs its proof."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import Letters
from tests.browser.photo import png
from tests.browser.seats import HOTLINE, Seats, choose, ready

pytestmark = pytest.mark.browser


def begin(page: Page) -> None:
    """Open the form empty: what a test before left there is given up."""
    page.goto("/start/citizen-letter")
    ready(page)
    discard = page.get_by_role("button", name="放弃草稿")
    if discard.count():
        discard.click()
        expect(discard).to_have_count(0)
        ready(page)


def fill(page: Page, topic: str, contact: str = "13900000011") -> None:
    begin(page)
    page.fill("[name=name]", "周文斌")
    page.fill("[name=contact]", contact)
    page.fill("[name=topic]", topic)
    page.fill("[name=place]", "滨河路 3 号")
    page.fill("[name=content]", "井盖缺失三天，夜里看不见。")


def tick(page: Page, name: str) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("/form")):
        page.check(f"[name={name}]")


def register(page: Page) -> None:
    page.get_by_role("button", name="登记").click()


def test_the_receipt_is_printed_with_number_code_and_the_words_of_the_letter(seats: Seats) -> None:
    page = seats.take(HOTLINE)
    fill(page, "滨河路井盖缺失")
    register(page)
    page.wait_for_url("**/receipt")
    paper = page.locator("body")
    for told in ("群众来信收件回执", "滨河路井盖缺失", "井盖缺失三天，夜里看不见。", "查询码", "2026年11月24日"):
        expect(paper).to_contain_text(told)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()


def test_letters_with_the_same_contact_are_shown_while_the_hotline_still_types(seats: Seats, letters: Letters) -> None:
    earlier = letters.register("桥头积水", contact="13900000022")
    page = seats.take(HOTLINE)
    fill(page, "桥头又积水", contact="13900000022")
    page.locator("[name=content]").blur()
    expect(page.locator("#repeats")).to_contain_text(earlier.number)
    expect(page.locator("[name=topic]")).to_have_value("桥头又积水")


def test_the_same_contact_alone_is_enough_while_it_is_typed(seats: Seats, letters: Letters) -> None:
    earlier = letters.register("完全不同的一件事", contact="13900000033")
    page = seats.take(HOTLINE)
    begin(page)
    page.locator("[name=contact]").press_sequentially("139 0000 0033")
    expect(page.locator("#repeats")).to_contain_text(earlier.number)
    expect(page.locator("#repeats")).to_contain_text("联系方式相同")
    expect(page.locator("[name=contact]")).to_be_focused()


def test_a_file_of_a_wrong_kind_is_named_at_its_field_and_the_others_stay(seats: Seats) -> None:
    page = seats.take(HOTLINE)
    fill(page, "附件里有一个程序")
    files = [
        {"name": "井盖.png", "mimeType": "image/png", "buffer": png()},
        {"name": "a.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"},
    ]
    page.set_input_files("[name='_file.attachments']", files)  # type: ignore[arg-type]  # dicts of this shape are what it takes
    register(page)
    expect(page.locator("#f-attachments-error")).to_contain_text("a.exe")
    expect(page.locator("#f-attachments-error")).to_contain_text(".docx")
    expect(page.locator(".files")).to_contain_text("井盖.png")
    expect(page.locator("[name=topic]")).to_have_value("附件里有一个程序")
    page.reload()
    expect(page.locator(".files")).to_contain_text("井盖.png")
    page.go_back()
    expect(page.locator("[name=topic]")).to_have_value("附件里有一个程序")
    expect(page.locator(".files")).to_contain_text("井盖.png")
    register(page)
    page.wait_for_url("**/receipt")
    page.goto(page.url.removesuffix("/receipt") + "?tab=documents")
    expect(page.get_by_role("link", name="井盖.png")).to_be_visible()


def test_a_letter_received_earlier_needs_its_reason_and_its_proof(seats: Seats) -> None:
    page = seats.take(HOTLINE)
    fill(page, "山路塌方一处")
    tick(page, "receivedEarlier")
    register(page)
    expect(page.locator("#errors")).to_be_focused()
    for name in ("receivedAt", "receivedReason", "receivedProof"):
        expect(page.locator(f"#errors a[href$='{name}']")).to_be_visible()
    page.fill("[name=receivedAt]", "2026-11-20T16:00")
    page.fill("[name=receivedReason]", "周五下班前送到，周末无人登记。")
    page.set_input_files("[name='_file.receivedProof']", {"name": "信封.png", "mimeType": "image/png", "buffer": png()})
    register(page)
    page.wait_for_url("**/receipt")
    expect(page.locator("body")).to_contain_text("2026年11月20日")
    page.goto(page.url.removesuffix("/receipt"))
    expect(page.locator("main .facts")).to_contain_text("11月20日 16:00")
    expect(page.locator("main .facts")).to_contain_text("登记")
    page.locator("[data-tab='4']").click()
    expect(page.get_by_role("link", name="信封.png")).to_be_visible()


def test_a_receipt_too_long_ago_is_refused_and_everything_typed_is_kept(seats: Seats) -> None:
    page = seats.take(HOTLINE)
    fill(page, "三个月前的信")
    tick(page, "receivedEarlier")
    page.fill("[name=receivedAt]", "2026-06-01T09:00")
    page.fill("[name=receivedReason]", "压在抽屉里。")
    page.set_input_files("[name='_file.receivedProof']", {"name": "信封.png", "mimeType": "image/png", "buffer": png()})
    register(page)
    expect(page.locator("[role=alert]").first).to_be_visible()
    assert page.url.endswith("/start/citizen-letter?refused=answers")
    expect(page.locator("[name=topic]")).to_have_value("三个月前的信")
    expect(page.locator("[name=receivedAt]")).to_have_value("2026-06-01T09:00")
    expect(page.locator("[name=receivedReason]")).to_have_value("压在抽屉里。")
    page.goto("/cases?q=三个月前的信")
    expect(page.locator("main")).not_to_contain_text("QZ-")


def test_an_anonymous_caller_is_not_asked_for_a_name(seats: Seats) -> None:
    page = seats.take(HOTLINE)
    fill(page, "匿名反映油烟")
    tick(page, "anonymous")
    expect(page.locator("[name=name]")).to_have_count(0)
    choose(page, "channel", "letter")
    register(page)
    page.wait_for_url("**/receipt")


def test_a_draft_that_is_given_up_is_gone_for_good(seats: Seats) -> None:
    page = seats.take(HOTLINE)
    fill(page, "")
    register(page)
    expect(page.locator("#errors")).to_be_visible()
    page.get_by_role("button", name="放弃草稿").click()
    ready(page)
    expect(page.locator("[name=content]")).to_have_value("")
    page.reload()
    ready(page)
    expect(page.locator("[name=content]")).to_have_value("")
