"""Who sits at the machine: wrong passwords, a machine left alone, a colleague who takes over."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import Letters
from tests.browser.seats import HANDLER, Seats, claim, ready

pytestmark = pytest.mark.browser


def try_to_sign_in(page: Page, name: str, password: str) -> None:
    page.fill("#user", name)
    page.fill("#password", password)
    page.get_by_role("button", name="登录").first.click()
    page.wait_for_load_state()


def test_a_wrong_password_says_how_many_tries_are_left_and_then_locks_the_account(seats: Seats) -> None:
    page = seats.take()
    page.goto("/sign-in")
    left = []
    for _ in range(10):
        try_to_sign_in(page, "party", "wrong-password")
        said = page.locator("#user-error").inner_text()
        tries = re.search(r"还可以试 (\d+) 次", said)
        if tries is None:
            break
        left.append(int(tries[1]))
        expect(page.locator("#user")).to_have_value("party")
        expect(page.locator("#password")).to_have_value("")
    assert left == sorted(left, reverse=True)
    assert left[-1] == 1
    assert "试的次数太多" in said
    try_to_sign_in(page, "party", "duban-demo-2026")
    expect(page.locator("#user-error")).to_contain_text("试的次数太多")


def test_an_unknown_name_is_answered_like_a_wrong_password(seats: Seats) -> None:
    page = seats.take()
    page.goto("/sign-in")
    try_to_sign_in(page, "nobody-here", "wrong-password")
    expect(page.locator("#user-error")).to_contain_text("用户名或密码不对")


def test_a_page_asked_for_before_signing_in_is_shown_after(seats: Seats) -> None:
    page = seats.take()
    page.goto("/cases?q=诊所")
    expect(page.locator("#user")).to_be_visible()
    try_to_sign_in(page, HANDLER, "duban-demo-2026")
    expect(page.locator("h1")).to_have_text("案件")
    expect(page.locator("main [name=q]")).to_have_value("诊所")


def test_another_site_is_never_where_signing_in_leads(seats: Seats) -> None:
    page = seats.take()
    page.goto("/sign-in?next=//elsewhere.example/")
    try_to_sign_in(page, HANDLER, "duban-demo-2026")
    page.wait_for_url("**/work-list")


def test_a_machine_left_alone_signs_out_keeps_the_draft_and_leads_back(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("离开座位")
    page = seats.take(HANDLER)
    page.clock.install()
    claim(page, letter.topic)
    address = page.url
    page.fill("[name=findings]", "写到一半去开会")
    minutes = int(page.locator("body").get_attribute("data-idle-minutes") or "0")
    assert 5 <= minutes <= 60
    page.clock.run_for((minutes + 1) * 60_000)
    page.wait_for_url("**/sign-in?ended=1**")
    expect(page.locator(".notice__title")).to_have_text("一段时间没有操作，已自动退出")
    page.locator(f'[name=as][value="{HANDLER}"]').click()
    page.wait_for_url(address)
    expect(page.locator("[name=findings]")).to_have_value("写到一半去开会")


def test_a_colleague_takes_over_with_two_clicks_and_sees_only_their_own(seats: Seats) -> None:
    page = seats.take(HANDLER)
    page.goto("/work-list")
    page.locator(".person__menu summary").click()
    page.get_by_role("button", name="退出或换人登录").click()
    page.locator('[name=as][value="handler-housing"]').click()
    ready(page)
    expect(page.locator(".person")).to_contain_text("王建国")
    page.go_back()
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("陈静 市卫健局")
