"""A project is registered on the page, with an approval in a row of its own, and goes on to the check of its papers."""

import pytest
from playwright.sync_api import expect

from tests.browser.seats import Seats, claim, ready, submit

pytestmark = pytest.mark.browser
PROJECT = "精密零件生产基地二期"
PAPER = {"name": "申请书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def test_a_project_is_registered_and_its_papers_are_checked_on_the_page(seats: Seats) -> None:
    page = seats.take("investment")
    page.goto("/start/investment-approval")
    ready(page)
    page.fill("[name=investor]", "江南精工有限公司")
    page.fill("[name=project]", PROJECT)
    page.fill("[name=content]", "新建厂房两栋。")
    page.fill("[name=investment]", "12000")
    page.fill("[name=site]", "东部园区三号地块")
    page.locator("select[name$=unit]").first.select_option("planning-bureau")
    page.locator("input[name$=approval]").first.fill("建设工程规划许可")
    page.locator("input[type=file]").first.set_input_files([PAPER])
    page.get_by_role("button", name="登记").click()
    page.wait_for_url(lambda url: "/start/" not in url)
    claim(page, PROJECT)
    page.check("[name=papersResult][value=complete]")
    submit(page)
    centre = seats.take("centre")
    claim(centre, PROJECT)
    expect(centre.locator("[name=introducer]")).to_be_visible()
