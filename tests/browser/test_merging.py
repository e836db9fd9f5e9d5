"""Merging on the assigning step: from the list by keys alone, by a typed number, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import Letter, Letters
from tests.browser.seats import HOTLINE, Seats, choose, claim, submit

pytestmark = pytest.mark.browser


def two(letters: Letters, topic: str, contact: str) -> tuple[Letter, Letter]:
    """Return a letter that a unit has and a later one with the same contact."""
    return letters.in_hand(topic, contact=contact), letters.register(f"{topic}又来", contact=contact)


def merged(page: Page, later: Letter, earlier: Letter) -> None:
    page.goto(f"/cases/{later.number}")
    notice = page.locator("main .notice--blue")
    expect(notice).to_contain_text(earlier.number)
    expect(notice).to_contain_text(earlier.topic)
    expect(notice).to_contain_text("在办")


def test_by_keys_alone_a_letter_is_merged_into_one_of_the_list(seats: Seats, letters: Letters) -> None:
    earlier, later = two(letters, "南门积水", "13900000061")
    page = seats.take(HOTLINE)
    claim(page, later.topic)
    into = page.locator("main li", has_text=earlier.number).get_by_role("button", name="并入这一件")
    into.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=mergedInto]")).to_have_value(earlier.number)
    expect(page.locator("#merge-target")).to_contain_text(earlier.topic)
    expect(page.locator("[name=disposition][value=merge]")).to_be_checked()
    page.locator("[name=closingReason]").focus()
    page.keyboard.type("同一处积水。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("已提交")
    merged(page, later, earlier)


def test_enter_in_a_field_submits_and_chooses_none_of_the_list(seats: Seats, letters: Letters) -> None:
    earlier, later = two(letters, "西门积水", "13900000062")
    page = seats.take(HOTLINE)
    claim(page, later.topic)
    choose(page, "disposition", "merge")
    page.locator("[name=mergedInto]").press("Enter")
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("[name=mergedInto]")).to_have_value("")
    expect(page.locator("main li", has_text=earlier.number).first).to_be_visible()


def test_what_a_typed_number_names_is_shown_at_once(seats: Seats, letters: Letters) -> None:
    earlier, later = letters.in_hand("北门路灯不亮"), letters.register("路灯的事")
    page = seats.take(HOTLINE)
    claim(page, later.topic)
    choose(page, "disposition", "merge")
    page.locator("[name=mergedInto]").press_sequentially(earlier.number)
    expect(page.locator("#merge-target")).to_contain_text("北门路灯不亮")
    expect(page.locator("#merge-target")).to_contain_text("在办")
    expect(page.locator("[name=mergedInto]")).to_be_focused()
    page.fill("[name=closingReason]", "同一盏灯。")
    submit(page)
    merged(page, later, earlier)


def test_without_scripts_the_letter_is_shown_before_it_is_merged_into(seats: Seats, letters: Letters) -> None:
    earlier, later = letters.in_hand("东门路灯不亮"), letters.register("灯的事")
    page = seats.take(HOTLINE, java_script_enabled=False)
    page.goto(f"/work-list?view=unassigned&q={later.topic}")
    page.locator(".taskrow__title").first.click()
    page.get_by_role("button", name="认领").last.click()
    page.check("[name=disposition][value=merge]")
    page.locator("[data-submit]").click()
    page.fill("[name=mergedInto]", earlier.number)
    page.fill("[name=closingReason]", "同一盏灯。")
    page.locator("[data-submit]").click()
    expect(page.locator("#merge-target")).to_contain_text("东门路灯不亮")
    expect(page.locator("[name=closingReason]")).to_have_value("同一盏灯。")
    page.locator("[data-submit]").click()
    expect(page.locator("#toasts")).to_contain_text("已提交")
    merged(page, later, earlier)
