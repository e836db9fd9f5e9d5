"""Room: no page scrolls into blank, numbers stay readable in English, and citizens' pages fit the narrowest window in every language."""

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page

from app.domain.languages import LANGUAGES
from app.web.presentation.task_view import Fact
from tests.web.sample_pages import SAMPLES, Sample, draw, environment, work
from tests.web.sample_views import LIST, TASK, link
from tests.web.test_gallery import ADDRESS, address, beyond_the_window, desk, phone, serve

__all__ = ["desk", "phone"]
pytestmark = pytest.mark.browser
LONG = "Citizens' letters and calls"
PUBLIC = [sample for sample in SAMPLES if sample.template.startswith("public/")]


def show(page: Page, sample: Sample, language: str) -> None:
    drawn = draw(sample, environment(address), language)
    page.unroute_all()
    page.route("**/*", lambda route: serve(route, drawn))
    page.goto(f"{ADDRESS}/page")
    page.wait_for_selector("html[data-ready]")


def in_english(page: Page) -> None:
    rows = tuple(replace(row, process_name=LONG, step_name="Responsible unit handles") for group in LIST.groups for row in group.rows)
    groups = (replace(LIST.groups[0], rows=rows),)
    task = replace(TASK, facts=(Fact("Receipt number", "QZ-2026-000011-3", "/cases/QZ"), Fact("Owner of the procedure", "Hotline office")))
    show(page, work("room", replace(LIST, groups=groups, processes=(link("letter", 15, label=LONG),)), task), "en")


def test_the_page_on_which_a_case_is_registered_scrolls_in_its_pane_alone(desk: Page):
    show(desk, next(sample for sample in SAMPLES if sample.name == "start"), "zh_Hans")
    assert desk.evaluate("document.querySelector('main').scrollHeight > document.querySelector('main').clientHeight")
    assert desk.evaluate("document.documentElement.scrollHeight") == 768


def test_every_receipt_number_of_an_english_work_list_can_be_read_whole(desk: Page):
    in_english(desk)
    widths = desk.evaluate("[...document.querySelectorAll('.taskrow__meta > .mono')].map((one) => [one.scrollWidth, one.clientWidth])")
    assert widths
    assert [pair for pair in widths if pair[0] > pair[1]] == []


def test_a_count_beside_a_long_english_name_stays_on_one_line(desk: Page):
    in_english(desk)
    height, line = desk.evaluate(
        "() => { const one = [...document.querySelectorAll('.filters__link .count')].find((found) => found.textContent === '15');"
        " return [one.getBoundingClientRect().height, parseFloat(getComputedStyle(one).lineHeight)]; }"
    )
    assert height < 1.5 * line


def test_the_number_in_the_summary_of_an_english_task_stays_on_one_line(desk: Page):
    in_english(desk)
    assert desk.evaluate("document.querySelector('.task__aside .facts .link').getClientRects().length") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", PUBLIC, ids=lambda sample: sample.name)
def test_a_citizens_page_fits_a_window_320_pixels_wide(phone: Page, sample: Sample, language: str):
    phone.set_viewport_size({"width": 320, "height": 640})
    show(phone, sample, language)
    assert beyond_the_window(phone) == 0
