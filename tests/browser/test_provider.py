"""Signing in through the city's provider, in a browser: there, back to the page asked for, and out again."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.bench.rig.servers import Server, duban
from tests.browser.seats import Seats
from tests.fixtures.provider import Provider

pytestmark = pytest.mark.browser


@pytest.fixture
def linked_server(tmp_path: Path, provider: Provider) -> Iterator[Server]:
    server = duban(tmp_path, DUBAN_WEB_WORKERS="1", DUBAN_RUN_WORKER="0", **provider.settings())
    server.start()
    yield server
    assert server.stop() == 0


def test_a_person_goes_to_the_provider_comes_back_to_their_page_and_signs_out(
    browser: Browser, linked_server: Server, provider: Provider, axe_source: str
) -> None:
    seats = Seats(browser, linked_server.base)
    page = seats.take()
    page.goto("/cases?q=诊所")
    page.get_by_role("link", name="用市统一身份认证登录").click()
    page.get_by_role("link", name="cancel").click()
    expect(page.locator(".notice__title")).to_have_text("您在统一身份认证取消了登录")
    page.evaluate(axe_source)
    assert page.evaluate("axe.run().then(found => found.violations.map(one => one.id))") == []
    page.get_by_role("link", name="用市统一身份认证登录").click()
    page.get_by_role("link", name="handler-health").click()
    expect(page.locator("h1")).to_have_text("案件")
    expect(page.locator("main [name=q]")).to_have_value("诊所")
    expect(page.locator(".person")).to_contain_text("陈静")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"duban-session"}
    page.locator(".person__menu summary").click()
    page.get_by_role("button", name="退出或换人登录").click()
    expect(page.locator(".notice__title")).to_have_text("您已在这里退出登录")
    there = page.get_by_role("link", name="退出统一身份认证").get_attribute("href") or ""
    assert there.startswith(f"{provider.issuer}/end_session?")
    assert parse_qs(urlsplit(there).query)["post_logout_redirect_uri"] == [f"{linked_server.base}/sign-in"]
    page.goto("/cases")
    expect(page.locator("#user")).to_be_visible()
    seats.close()
