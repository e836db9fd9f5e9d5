"""Every page passes axe-core and fits its window, in both themes, at a desk and on a phone; the content policy stops nothing of ours."""

import pytest
from playwright.sync_api import Page

from tests.browser.letters import HANDLED, Letters
from tests.browser.seats import HANDLER, Seats, ready

pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
# What a theme or a width can change; all other rules are looked at once a page.
OF_THEMES, OF_WIDTHS = ["color-contrast"], ["color-contrast", "target-size", "scrollable-region-focusable"]
EVERY = """(rules) => axe.run({resultTypes: ["violations"], ...(rules ? {runOnly: {type: "rule", values: rules}} : {})})"""
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def findings(page: Page, axe_source: str, path: str) -> list[str]:
    """Return what axe-core finds on a page, at a desk and on a phone, light and dark, and whether it is wider than its window."""
    page.goto(path)
    return [f"{path}: {line}" for line in findings_here(page, axe_source)]


def findings_here(page: Page, axe_source: str) -> list[str]:
    ready(page)
    if page.locator("[data-diagram]").count():
        page.wait_for_selector("[data-diagram] svg .djs-shape")
    page.evaluate(axe_source)
    said = []
    for theme, size, rules in (("light", DESK, None), ("dark", DESK, OF_THEMES), ("dark", PHONE, OF_WIDTHS), ("light", PHONE, OF_WIDTHS)):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        found = page.evaluate(EVERY, rules)["violations"]
        said += [f"{theme} {size['width']}: {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
        if page.evaluate(TOO_WIDE):
            said.append(f"{theme} {size['width']}: wider than the window")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    return said


def staff_pages(letters: Letters) -> list[str]:
    letter = letters.in_hand("每一页都要看")
    letters.complete(letter, HANDLED)
    task, case = f"/tasks/{letters.task(letter)}", f"/cases/{letter.number}"
    return [
        "/work-list",
        "/work-list?view=unassigned",
        "/work-list?view=all&q=没有这样的件",
        "/work-list?view=done",
        *(f"{task}?tab={tab}" for tab in ("form", "history", "diagram", "documents", "comments")),
        *(f"{case}?tab={tab}" for tab in ("overview", "history", "diagram", "documents", "comments")),
        f"{case}/replay",
        f"{case}/receipt",
        "/cases",
        "/incidents",
        "/reference",
        "/start/citizen-letter",
        "/cases/QZ-2026-999999-4",
    ]


def test_pages_of_the_staff_have_no_finding(seats: Seats, letters: Letters, axe_source: str) -> None:
    page = seats.take("demo", reduced_motion="reduce")
    found = [line for path in staff_pages(letters) for line in findings(page, axe_source, path)]
    page.goto(f"/cases/{letters.in_hand('逐日看').number}")
    href = page.locator("main a[href*='/deadlines/']").first.get_attribute("href")
    assert href is not None
    found += findings(page, axe_source, href) + findings(page, axe_source, f"{href}?list=1")
    assert found == []


def test_pages_of_citizens_have_no_finding(seats: Seats, axe_source: str) -> None:
    page = seats.take(reduced_motion="reduce")
    found = [line for path in ("/sign-in", "/letters", "/progress") for line in findings(page, axe_source, path)]
    page.goto("/letters")
    page.locator("button[name=to]").last.click()
    found += findings_here(page, axe_source)
    assert found == []


def test_a_form_with_errors_and_one_that_can_be_filled_in_have_no_finding(seats: Seats, letters: Letters, axe_source: str) -> None:
    letter = letters.in_hand("有错的表单")
    page = seats.take(HANDLER, reduced_motion="reduce")
    key = letters.task(letter)
    letters.ask(f"/v2/user-tasks/{key}/assignment", {"assignee": HANDLER})
    assert findings(page, axe_source, f"/tasks/{key}") == []
    page.locator("[data-submit]").click()
    page.wait_for_selector("#errors")
    assert findings_here(page, axe_source) == []
    assert findings(page, axe_source, f"/tasks/{key}?dialog=transfer") == []
