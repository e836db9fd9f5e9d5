"""Who wrote is masked on the pages of a case; whoever looks says what for, and the access log keeps it."""

import sqlite3

import pytest
from playwright.sync_api import expect

from tests.bench.rig.servers import Server
from tests.browser.letters import Letters
from tests.browser.seats import HANDLER, Seats, open_task, ready

pytestmark = pytest.mark.browser


def looks(city: Server) -> list[str]:
    """Return what the access log says of looks at citizens' names."""
    with sqlite3.connect(f"file:{city.folder}/data/duban.db?mode=ro", uri=True) as link:
        found = [str(row[0]) for row in link.execute("SELECT body FROM access_event ORDER BY seq")]
    return [text for text in found if '"sender"' in text]


def test_a_name_is_masked_until_somebody_says_what_for(seats: Seats, letters: Letters, demo_city: Server) -> None:
    letter = letters.in_hand("谁写来的信", name="欧阳明珠", contact="13900000077")
    page = seats.take(HANDLER)
    open_task(page, letter.topic)
    aside = page.locator(".task__aside")
    expect(aside).to_contain_text("欧**")
    expect(page.locator("body")).not_to_contain_text("欧阳明珠")
    expect(page.locator("body")).not_to_contain_text("13900000077")
    aside.get_by_role("link", name="查看").click()
    ready(page)
    page.locator("dialog form").evaluate("form => { form.noValidate = true; }")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("#to-error")).to_be_visible()
    before = looks(demo_city)
    page.select_option("#to", "visit")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("main .facts")).to_contain_text("欧阳明珠 13900000077")
    after = looks(demo_city)
    assert len(after) == len(before) + 1
    assert '"visit"' in after[-1]
    assert "欧阳" not in after[-1]
    page.goto(f"/cases/{letter.number}")
    expect(page.locator("main .facts")).to_contain_text("欧**")


def test_a_supervisor_sees_the_case_and_never_who_wrote(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("督查看不到人", name="欧阳明珠")
    page = seats.take("inspection")
    page.goto(f"/cases/{letter.number}")
    expect(page.locator("main .facts")).to_contain_text("欧**")
    expect(page.get_by_role("link", name="查看")).to_have_count(0)
    answer = page.goto(f"/cases/{letter.number}?dialog=sender")
    assert answer is not None
    expect(page.locator("#to")).to_have_count(0)
    refused = page.context.request.post(f"/cases/{letter.number}/sender", form={"to": "visit"}, headers={"Origin": seats.base})
    assert refused.status == 403
    assert "欧阳明珠" not in refused.text()
