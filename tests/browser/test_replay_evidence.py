"""What the auditor takes out of the house from the pages is what it says it is; each key and each address does as it says."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.audit.evidence.check_bundle import check_bundle
from tests.browser.letters import HANDLED, Letter, Letters
from tests.browser.seats import Seats, ready
from tests.builders.log_standards import ocel_problems, xes_problems

pytestmark = pytest.mark.browser


@pytest.fixture
def letter(letters: Letters) -> Letter:
    found = letters.in_hand("带出证据")
    letters.complete(found, HANDLED)
    return found


def opened(page: Page, letter: Letter, query: str = "") -> None:
    page.goto(f"/cases/{letter.number}/replay{query}")
    ready(page)


def taken(page: Page, press: str, folder: Path) -> Path:
    """Return the file that comes when a key is pressed or a link with these words is clicked."""
    with page.expect_download() as loading:
        if len(press) == 1:
            page.keyboard.press(press)
        else:
            page.get_by_role("link", name=press).click()
    file = folder / loading.value.suggested_filename
    loading.value.save_as(file)
    return file


def test_p_prints_the_dossier(seats: Seats, letter: Letter, tmp_path: Path) -> None:
    page = seats.take("auditor")
    opened(page, letter)
    file = taken(page, "p", tmp_path)
    assert letter.number in file.name
    text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(file.read_bytes())).pages)
    assert letter.number in text
    assert f"{letter.number}\u3000截至事件" in text


def test_the_bundle_is_checked_by_both_programs(seats: Seats, letter: Letter, tmp_path: Path) -> None:
    page = seats.take("auditor")
    opened(page, letter)
    file = taken(page, "证据包", tmp_path)
    found = check_bundle(file, "")
    assert (found.verified, found.number, found.findings) == (True, letter.number, [])
    with zipfile.ZipFile(file) as bundle:
        bundle.extractall(tmp_path / "apart")
    alone = subprocess.run(
        [sys.executable, "-I", next((tmp_path / "apart").rglob("check.py")), file],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert alone.returncode == 0, alone.stdout + alone.stderr


def test_all_that_the_help_lists_as_a_key_does_something(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor", permissions=["clipboard-read", "clipboard-write"])
    opened(page, letter, "?event=1")
    page.keyboard.press("?")
    shown = page.locator("dialog[open] kbd").all_inner_texts()
    assert {"←", "→", "Home", "End", "PageUp", "PageDown", "C", "P"} <= set(shown)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.locator("input[type=search]").first).to_be_focused()


def test_a_handler_has_neither_dossier_nor_bundle(seats: Seats, letter: Letter) -> None:
    page = seats.take("handler-health")
    opened(page, letter)
    expect(page.get_by_role("link", name="证据包")).to_have_count(0)
    address = page.url
    page.keyboard.press("p")
    page.keyboard.press("?")
    assert "P" not in page.locator("dialog[open] kbd").all_inner_texts()
    assert page.url == address


def test_a_permalink_shows_the_event_to_whoever_may_see_the_case(seats: Seats, letter: Letter) -> None:
    page = seats.take("auditor")
    opened(page, letter, "?event=3&show=people")
    link = page.locator("[data-copy]").get_attribute("href") or ""
    assert link.endswith("?event=3")
    other = seats.take("handler-health")
    other.goto(link)
    expect(other.locator(".events__item[aria-current=step]")).to_have_attribute("id", "event-3")
    stranger = seats.take("handler-housing")
    answer = stranger.goto(link)
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize(("asked", "nearest"), [("0", "first"), ("99999", "last"), ("-4", "first"), ("ten", "last")])
def test_a_position_out_of_range_shows_the_nearest_and_says_so(seats: Seats, letter: Letter, asked: str, nearest: str) -> None:
    page = seats.take("auditor")
    opened(page, letter, f"?event={asked}")
    last = page.locator(".scrubber__range").get_attribute("max") or ""
    place = "1" if nearest == "first" else last
    expect(page.locator(".events__item[aria-current=step]")).to_have_attribute("id", f"event-{place}")
    expect(page.locator(".replay__notes [role=status]")).to_contain_text(f"应为第 1 至第 {last} 个事件")
    page.keyboard.press("End" if nearest == "first" else "Home")
    page.wait_for_url(re.compile(rf"event={last if nearest == 'first' else 1}$"))
    expect(page.locator(".replay__notes [role=status]")).to_have_count(0)


def test_logs_for_process_mining_are_taken_from_the_page(seats: Seats, letter: Letter, tmp_path: Path) -> None:
    page = seats.take("auditor")
    page.goto("/cases?process=citizen-letter")
    ready(page)
    xes, ocel = taken(page, "XES", tmp_path), taken(page, "OCEL", tmp_path)
    assert xes_problems(xes.read_bytes()) == []
    assert ocel_problems(ocel.read_bytes()) == []
    assert letter.number in xes.read_text()
    assert letter.number in {one["id"] for one in json.loads(ocel.read_text())["objects"]}
