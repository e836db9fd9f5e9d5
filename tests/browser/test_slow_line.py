"""On a slow line the fields are drawn anew while somebody goes on: nothing pressed or typed meanwhile is lost."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.letters import Letters
from tests.browser.seats import HOTLINE, Seats, claim, ready

pytestmark = pytest.mark.browser


class SlowLine:
    """Holds the answers to what the form shows, until they are let through."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._held: list[Route] = []
        self._is_open = False
        page.route("**/form", self._route)

    def _route(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._held.append(route)

    def wait(self) -> None:
        """Wait until an answer is under way."""
        for _ in range(200):
            if self._held:
                return
            self._page.wait_for_timeout(20)
        raise AssertionError("nothing was asked for")

    def let_through(self) -> None:
        """Let what is under way arrive."""
        self.wait()
        with self._page.expect_response(lambda answer: answer.url.endswith("/form")):
            self._is_open = True
            for route in self._held:
                route.continue_()


def test_a_button_held_down_while_the_fields_come_is_pressed_and_they_are_drawn_when_it_is_let_go(seats: Seats) -> None:
    page = seats.take(HOTLINE, viewport={"width": 1280, "height": 2400})
    page.goto("/start/citizen-letter")
    ready(page)
    button, line = page.get_by_role("button", name="登记").last, SlowLine(page)
    page.check("[name=anonymous]")
    line.wait()
    before = button.bounding_box()
    button.hover()
    page.mouse.down()
    line.let_through()
    page.wait_for_timeout(300)
    assert button.bounding_box() == before
    page.mouse.move(5, 5)
    page.mouse.up()
    expect(page.locator("[name=name]")).to_have_count(0)

    line = SlowLine(page)
    page.check("[name=receivedEarlier]")
    line.wait()
    button.hover()
    page.mouse.down()
    line.let_through()
    page.wait_for_timeout(300)
    page.mouse.up()
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("[name=receivedReason]")).to_be_visible()
    page.evaluate("() => fetch(`${location.pathname}/discard`, { method: 'POST' })")


def test_what_is_typed_and_chosen_meanwhile_stays(seats: Seats, letters: Letters) -> None:
    letter = letters.register("慢线路上接着填")
    page = seats.take(HOTLINE)
    claim(page, letter.topic)
    line = SlowLine(page)
    note = page.locator("[name=assignmentNote]")
    note.fill("先写一句")
    page.check("[name=kind][value=severalUnits]")
    line.wait()
    # The moment between the answer and what is drawn from it: both are changed once more.
    page.evaluate(
        """() => document.addEventListener("htmx:after:request", () => {
          const note = document.querySelector("[name=assignmentNote]");
          note.value = "先写一句，再写一句";
          note.dispatchEvent(new Event("input", { bubbles: true }));
          document.querySelector("[name=basis][value=place]").click();
        }, { once: true })"""
    )
    line.let_through()
    expect(page.locator("[name=coUnits]").first).to_be_visible()
    expect(note).to_have_value("先写一句，再写一句")
    expect(page.locator("[name=basis][value=place]")).to_be_checked()


def test_typing_goes_on_where_it_was_and_the_keys_submit_it(seats: Seats, letters: Letters) -> None:
    letter = letters.register("慢线路上按快捷键")
    page = seats.take(HOTLINE)
    claim(page, letter.topic)
    line = SlowLine(page)
    page.check("[name=disposition][value=outOfScope]")
    line.wait()
    note = page.locator("[name=assignmentNote]")
    note.focus()
    page.keyboard.type("正在写")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("[name=disposition][value=outOfScope]")).to_be_checked()
