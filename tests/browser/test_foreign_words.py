"""The pages of a letter in each language: what is in another is said to be, and nothing that designers wrote stays behind."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.diagram import names_in, public_names_in, read_diagram
from app.domain.demo_city import UNITS
from app.web.presentation.traditional import traditional
from tests.browser.letters import HANDLED, Letters
from tests.browser.seats import Seats, ready

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
TOPIC = "三种语言都能读，诊所外机扰民"
CITIZENS = ("/letters", "/progress", "/sign-in")
# Texts that a person sees or hears, each with the language that the element around it speaks.
SPOKEN = """() => {
    const found = [];
    const spoken = (element) => element.closest("[lang]")?.lang ?? "";
    const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const inside = walk.currentNode.parentElement;
        if (!inside.closest("script, style")) found.push([walk.currentNode.data.trim(), spoken(inside)]);
    }
    for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
        for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push([one.getAttribute(name) ?? "", spoken(one)]);
    for (const one of document.querySelectorAll("input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea"))
        found.push([one.value, spoken(one)]);
    return found;
}"""
Spoken = list[tuple[str, str]]


def spoken(page: Page) -> Spoken:
    ready(page)
    if page.locator("[data-diagram]").count():
        page.wait_for_selector("[data-diagram][data-drawn]")
    return [(text, lang) for text, lang in page.evaluate(SPOKEN) if text]


def staff_addresses(letters: Letters) -> list[str]:
    """Return the addresses that staff reads about letters just registered, assigned, in hand, and to be answered."""
    answered = letters.in_hand(TOPIC)
    letters.complete(answered, HANDLED)
    found = ["/work-list?view=all", "/cases", "/incidents", "/start/citizen-letter", "/account"]
    for letter in (letters.register(TOPIC), letters.assigned(TOPIC), letters.in_hand(TOPIC), answered):
        task, case = f"/tasks/{letters.task(letter)}", f"/cases/{letter.number}"
        found += [f"{task}?tab={tab}" for tab in ("form", "history", "diagram", "documents", "comments")]
        found += [f"{case}?tab={tab}" for tab in ("overview", "history", "diagram")]
        found += [f"{case}/receipt", f"{case}?dialog=letter-withdrawn"]
    return found


def citizen_pages(page: Page) -> Iterator[tuple[str, Spoken]]:
    """Write a letter, step by step, and follow it."""
    for address in CITIZENS:
        page.goto(address)
        yield address, spoken(page)
    page.goto("/letters")
    for name, text in (("topic", "路灯不亮"), ("place", "东城街道春晖路 18 号"), ("content", "晚上看不见路。")):
        page.fill(f"[name={name}]", text)
    page.locator("button[name=to][value='2']").last.click()
    page.check("[name=anonymous]")
    yield "/letters, step 2", spoken(page)
    page.locator("button[name=to][value='3']").last.click()
    yield "/letters, step 3", spoken(page)
    page.locator("button[name=to][value='4']").last.click()
    yield "/letters, sent", spoken(page)
    number, code = page.locator("dd.mono").all_inner_texts()
    page.goto("/progress")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.locator("main form button[type=submit]").click()
    yield "/progress of the letter", spoken(page)


def all_pages(seats: Seats, letters: Letters, language: str) -> Iterator[tuple[str, Spoken]]:
    citizen, staff = seats.take(), seats.take("demo")
    for page in (citizen, staff):
        page.goto(f"/preferences?language={language}&next=/letters")
    yield from citizen_pages(citizen)
    for address in staff_addresses(letters):
        staff.goto(address)
        yield address, spoken(staff)


def left_over(pages: Iterator[tuple[str, Spoken]], is_wrong: Callable[[str, str], bool]) -> dict[str, Spoken]:
    found = {address: [(text, lang) for text, lang in texts if is_wrong(text, lang)] for address, texts in pages}
    assert len(found) > len(CITIZENS)
    return {address: wrong for address, wrong in found.items() if wrong}


def is_chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)


def designers_words() -> set[str]:
    """Return every name, label and option of the procedure, as it was written."""
    raw = (ROOT / "processes" / "citizen-letter" / "citizen-letter.bpmn").read_bytes()
    diagram, found = read_diagram(raw, "citizen-letter.bpmn"), set[str]()
    for names in (names_in, public_names_in):
        found |= set(names(diagram, "zh-Hans", lambda text: text).values())
    for path in (ROOT / "forms").glob("*.form"):
        for component in json.loads(path.read_text())["components"]:
            found |= {component.get(name, "") for name in ("label", "description", "dateLabel")}
            found |= {option["label"] for option in component.get("values", [])}
    # The names of units are the register's, and the same in forms as on pages: what people registered is shown as they wrote it.
    return {text for text in found - {name for _, name in UNITS} if len(text) > 1}


def test_on_english_pages_chinese_is_marked_and_none_of_it_is_the_designers(seats: Seats, letters: Letters) -> None:
    written = designers_words()
    wrong = left_over(
        all_pages(seats, letters, "en"), lambda text, lang: text in written or (is_chinese(text) and not lang.startswith("zh"))
    )
    assert wrong == {}


def test_on_traditional_pages_only_what_people_wrote_is_in_simplified_characters(seats: Seats, letters: Letters) -> None:
    written = {text for text in designers_words() if traditional(text) != text}
    wrong = left_over(
        all_pages(seats, letters, "zh_Hant"),
        lambda text, lang: text in written or (traditional(text) != text and lang == "zh-Hant"),
    )
    assert wrong == {}
