"""What is typed is kept: on the server after two seconds, in the browser where the server cannot be reached, until it is handed in."""

import os
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.rig.servers import Server, duban
from tests.browser.letters import Letters
from tests.browser.seats import HANDLER, HOTLINE, Seats, claim, open_task, ready, submit
from tests.fixtures.demo_cities import DemoCities
from tests.fixtures.server import ON_THE_DAY

pytestmark = pytest.mark.browser
SAVED = "草稿已保存"


def type_findings(page: Page, text: str) -> None:
    page.locator("[name=findings]").press_sequentially(text)


def test_a_draft_is_saved_after_typing_and_survives_a_reload(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("草稿刷新还在")
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        type_findings(page, "写到一半的办理情况")
    expect(page.locator("#saved")).to_contain_text(SAVED)
    page.reload()
    expect(page.locator("[name=findings]")).to_have_value("写到一半的办理情况")
    expect(page.locator("#saved")).to_contain_text(SAVED)


def test_a_draft_survives_signing_out_and_is_nobody_elses(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("草稿是私人的")
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        type_findings(page, "只有我看得见")
    page.locator(".person__menu summary").click()
    page.get_by_role("button", name="退出或换人登录").click()
    page.locator('[name=as][value="handler-health-b"]').click()
    open_task(page, letter.topic, "all")
    expect(page.locator("[name=findings]")).to_have_value("")
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.locator('[name=as][value="handler-health"]').click()
    open_task(page, letter.topic, "mine")
    expect(page.locator("[name=findings]")).to_have_value("只有我看得见")


def test_a_broken_network_leaves_the_draft_in_the_browser(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("断网时的草稿")
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    page.route("**/draft", lambda route: route.abort())
    type_findings(page, "断网以后写的")
    expect(page.locator("#saved")).to_contain_text("留在这个浏览器里")
    page.reload()
    ready(page)
    expect(page.locator("[name=findings]")).to_have_value("断网以后写的")


def test_a_draft_is_gone_once_the_task_is_handed_in(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("交了就没有草稿")
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        type_findings(page, "办理情况写完了")
    page.select_option("[name=measure]", "other")
    submit(page)
    ready(page)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))") == []


def test_a_registration_half_typed_survives_a_reload(seats: Seats) -> None:
    page = seats.take(HOTLINE)
    page.goto("/start/citizen-letter")
    ready(page)
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        page.locator("[name=content]").press_sequentially("电话里说到一半")
    page.reload()
    expect(page.locator("[name=content]")).to_have_value("电话里说到一半")


def test_a_comment_and_a_reason_survive_leaving_the_page_and_a_comment_that_was_sent_does_not_come_back(
    seats: Seats, letters: Letters
) -> None:
    letter = letters.in_hand("话说到一半")
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    task = page.url.partition("?")[0]
    page.goto(f"{task}?tab=comments")
    ready(page)
    with page.expect_response(lambda answer: "/words/" in answer.url):
        page.locator("#comment").press_sequentially("意见写到一半")
    page.goto(f"{task}?dialog=delegate")
    ready(page)
    page.route("**/words/**", lambda route: route.abort())
    page.locator("#reason").press_sequentially("断网时写的理由")
    expect(page.locator(".dialog__foot .saved")).to_contain_text("留在这个浏览器里")
    page.unroute("**/words/**")
    page.goto(f"{task}?tab=comments")
    ready(page)
    expect(page.locator("#comment")).to_have_value("意见写到一半")
    page.locator("#comment").fill("意见写到一半，写完了")
    page.get_by_role("button", name="发表意见").click()
    ready(page)
    expect(page.locator(".comment")).to_have_text("意见写到一半，写完了")
    expect(page.locator("#comment")).to_have_value("")
    page.goto(f"{task}?dialog=delegate")
    ready(page)
    expect(page.locator("#reason")).to_have_value("断网时写的理由")


def kill(server: Server) -> None:
    """End a server and all its workers at once, with nothing said to them."""
    process = server.process
    assert process is not None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    server.process = None


@pytest.fixture(scope="module")
def own_city(tmp_path_factory: pytest.TempPathFactory, demo_cities: DemoCities) -> Iterator[Server]:
    """A city that the test may kill."""
    folder = tmp_path_factory.mktemp("killed")
    demo_cities.settle(folder, **ON_THE_DAY)
    server = duban(folder, **ON_THE_DAY)
    server.start()
    yield server
    server.stop()


@pytest.mark.alone
def test_a_draft_survives_a_server_that_was_killed(browser: Browser, own_city: Server) -> None:
    letter = Letters(own_city).in_hand("服务器被杀掉")
    seats = Seats(browser, own_city.base)
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        type_findings(page, "已存到服务器")
    kill(own_city)
    type_findings(page, "，断掉以后又写的")
    expect(page.locator("#saved")).to_contain_text("留在这个浏览器里")
    own_city.start()
    page.reload()
    ready(page)
    expect(page.locator("[name=findings]")).to_have_value("已存到服务器，断掉以后又写的")
    page.select_option("[name=measure]", "other")
    submit(page)
    seats.close()
