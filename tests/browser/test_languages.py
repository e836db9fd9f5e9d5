"""Each page speaks the language chosen; in Chinese no English is left over."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import HANDLED, Letters
from tests.browser.seats import HANDLER, HOTLINE, Seats, ready

pytestmark = pytest.mark.browser
PUBLIC = ("/sign-in", "/letters", "/progress")
# What is not a word of ours: names of keys, formats and languages, and what the drawing's licence wants shown.
KNOWN = re.compile(
    r"\b(?:English|EN|Enter|Esc|Ctrl|Shift|PgUp|PgDn|JSON|MB|KB|xlsx|QZ|SHA|Powered by bpmn\.io|[A-Z]{2}(?=-\d{4}-\d{6}-\d))\b|https?://\S+|\bart\."
)
WORD = re.compile(r"[A-Za-z]{2,}")


def english(page: Page) -> list[str]:
    """Return the English words that a person sees or hears on a page, but for numbers, codes and digests."""
    texts = page.evaluate(
        """() => {
            for (const one of document.querySelectorAll(".mono")) one.remove();
            const texts = [document.title, document.body.innerText];
            for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
                for (const name of ["aria-label", "title", "placeholder", "alt"]) texts.push(one.getAttribute(name) ?? "");
            return texts;
        }"""
    )
    return [word for text in texts for word in WORD.findall(KNOWN.sub(" ", text))]


def pages(letters: Letters) -> tuple[str, ...]:
    letter = letters.in_hand("三种语言都要")
    letters.complete(letter, HANDLED)
    task = f"/tasks/{letters.task(letter)}"
    case = f"/cases/{letter.number}"
    return (
        "/work-list?view=all",
        *(f"{task}?tab={tab}" for tab in ("form", "history", "diagram", "documents", "comments")),
        *(f"{case}?tab={tab}" for tab in ("overview", "history")),
        f"{case}/receipt",
        "/cases",
        "/incidents",
        "/start/citizen-letter",
        "/cases/QZ-2026-999999-4",
    )


def test_no_page_shows_english_to_people_who_read_chinese(seats: Seats, letters: Letters) -> None:
    citizen, staff = seats.take(), seats.take("demo")
    found = {}
    for page, paths in ((citizen, PUBLIC), (staff, pages(letters))):
        for path in paths:
            page.goto(path)
            ready(page)
            if words := english(page):
                found[path] = words
    assert found == {}


@pytest.mark.parametrize(("language", "tag", "words"), [("zh_Hant", "zh-Hant", "待認領"), ("en", "en", "Work list")])
def test_a_page_says_which_language_it_speaks(seats: Seats, language: str, tag: str, words: str) -> None:
    page = seats.take(HANDLER)
    page.goto(f"/preferences?language={language}&next=/work-list")
    expect(page.locator("html")).to_have_attribute("lang", re.compile(tag))
    expect(page.locator("body")).to_contain_text(words)


def test_the_language_is_chosen_in_the_menu_and_stays(seats: Seats) -> None:
    page = seats.take(HOTLINE)
    page.goto("/work-list")
    page.locator(".person__menu summary").click()
    page.select_option("[name=language]", "en")
    page.get_by_role("button", name="保存").click()
    page.goto("/cases")
    expect(page.locator("h1")).to_have_text("Cases")
    page.goto("/preferences?language=zh_Hans&next=/cases")
    expect(page.locator("h1")).to_have_text("案件")
