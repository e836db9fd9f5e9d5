"""The auditor walks through a case event by event, by keys and by the scrubber, and sees whether it is what was recorded."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import HANDLED, Letter, Letters
from tests.browser.seats import Seats, ready

pytestmark = pytest.mark.browser


@pytest.fixture
def letter(letters: Letters) -> Letter:
    found = letters.in_hand("逐个事件看")
    letters.complete(found, HANDLED)
    return found


def opened(page: Page, letter: Letter, query: str = "") -> None:
    page.goto(f"/cases/{letter.number}/replay{query}")
    ready(page)


def test_the_keys_walk_from_event_to_event_and_the_address_is_that_of_the_event(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor")
    opened(page, letter, "?event=1")
    last = int(page.locator(".scrubber__range").get_attribute("max") or 0)
    for key, event in (("ArrowRight", 2), ("End", last), ("ArrowLeft", last - 1), ("Home", 1), ("PageDown", min(11, last)), ("PageUp", 1)):
        page.keyboard.press(key)
        page.wait_for_url(re.compile(rf"event={event}$"))
        ready(page)
        expect(page.locator(".events__item[aria-current=step]")).to_have_attribute("id", f"event-{event}")


def test_the_page_of_a_long_case_is_no_higher_than_the_window_and_its_panes_scroll(seats: Seats, letters: Letters, letter: Letter) -> None:
    for place in range(25):
        letters.ask(f"/casework/v1/cases/{letter.number}/comments", {"text": f"第 {place} 条"})
    page = seats.take("auditor")
    opened(page, letter)
    whole, window, pane, shown = page.evaluate(
        "() => { const list = document.querySelector('.replay__scroll');"
        " return [document.documentElement.scrollHeight, innerHeight, list.scrollHeight, list.clientHeight]; }"
    )
    assert whole == window
    assert pane > shown


def test_the_scrubber_goes_where_it_is_let_go(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor")
    opened(page, letter)
    page.locator(".scrubber__range").focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile(r"event=1$"))
    expect(page.locator(".events__item[aria-current=step]")).to_have_attribute("id", "event-1")


def test_steps_that_come_quicker_than_pages_are_all_counted(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor")
    opened(page, letter, "?event=1")
    last = int(page.locator(".scrubber__range").get_attribute("max") or 0)
    assert last > 3
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"event=4$"))
    expect(page.locator(".events__item[aria-current=step]")).to_have_attribute("id", "event-4")
    expect(page.locator("[data-diagram][data-drawn]")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"event=[1-3]$"))
    shown = re.search(r"event=(\d)$", page.url)
    assert shown is not None
    expect(page.locator(".events__item[aria-current=step]")).to_have_attribute("id", f"event-{shown[1]}")


def test_page_down_on_the_scrubber_goes_on_as_it_does_on_the_page(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor")
    opened(page, letter, "?event=2")
    last = int(page.locator(".scrubber__range").get_attribute("max") or 0)
    page.locator(".scrubber__range").focus()
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile(rf"event={min(12, last)}$"))


def test_the_diagram_is_drawn_with_tokens_taken_flows_and_counts_as_of_the_event(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor")
    opened(page, letter, "?event=1")
    expect(page.locator("[data-element-id=assign].is-active")).to_be_visible()
    expect(page.locator(".diagram__count", has_text="在办 1").first).to_be_attached()
    assert page.locator("[data-element-id=handle].is-active").count() == 0
    opened(page, letter)
    expect(page.locator("[data-element-id=assign].is-done")).to_be_attached()
    expect(page.locator("[data-element-id=assign-to-disposition].is-taken")).to_be_attached()


def test_each_event_gets_its_seal_once_the_case_was_checked(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor")
    opened(page, letter)
    expect(page.locator("#seal")).to_have_attribute("data-state", re.compile("verified|waiting"))
    expect(page.locator("#seal")).to_contain_text("已核验")
    marks = page.locator(".events__item .events__seal")
    checked = page.locator(".events__item .events__seal--verified, .events__item .events__seal--waiting")
    expect(checked).to_have_count(marks.count())


def test_the_link_to_an_event_is_copied(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor", permissions=["clipboard-read", "clipboard-write"])
    opened(page, letter, "?event=2")
    page.keyboard.press("c")
    expect(page.locator("[data-copied]")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/cases/{letter.number}/replay?event=2")


def test_without_script_links_walk_and_check(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor", java_script_enabled=False)
    page.goto(f"/cases/{letter.number}/replay?event=2")
    page.locator(".scrubber__line a", has_text="下一个事件").click()
    expect(page.locator(".events__item[aria-current=step]")).to_have_attribute("id", "event-3")
    page.locator("#seal a", has_text="现在核验").click()
    expect(page.locator("#seal")).to_contain_text("已核验")
    page.locator(".replay__steps summary").click()
    expect(page.locator(".replay__steps .step--active").first).to_be_visible()
