"""The moves around a task, by their keys in a browser: delegate, hand back, send back, withdraw, urge, answer."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import Letters
from tests.browser.seats import HANDLER, SECOND_HANDLER, Seats, claim, ready, submit

pytestmark = pytest.mark.browser


def ask(page: Page, key: str, reason: str, to: str = "") -> None:
    """Open a move's dialog by its key, say why, and send it off by Ctrl+Enter."""
    page.locator("main").click(position={"x": 5, "y": 5})
    page.keyboard.press(key)
    expect(page.locator("dialog.dialog[open]")).to_be_visible()
    ready(page)
    if to:
        page.select_option("#to", to)
    page.fill("#reason", reason)
    page.keyboard.press("Control+Enter")
    expect(page.locator("dialog.dialog[open]")).to_have_count(0)
    ready(page)


def test_the_moves_around_a_task_are_made_by_their_keys(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("动作逐个走一遍")
    page, second, supervisor = seats.take(HANDLER), seats.take(SECOND_HANDLER), seats.take("inspection")
    claim(page, letter.topic)
    task = letters.task(letter)

    supervisor.goto(f"/tasks/{task}")
    ready(supervisor)
    ask(supervisor, "u", "来信人两次来电，尚无答复")
    expect(supervisor.locator("#toasts")).to_contain_text("已催办")
    page.goto(f"/tasks/{task}")
    ready(page)
    expect(page.locator("#urgings")).to_contain_text("来信人两次来电，尚无答复")
    page.locator("#urgings").get_by_role("link", name="答复催办").click()
    page.fill("#reason", "今天下午派人上门")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#urgings")).to_contain_text("今天下午派人上门")

    ask(page, "d", "这家您熟悉", SECOND_HANDLER)
    expect(page.get_by_role("button", name="收回")).to_be_visible()
    second.goto(f"/tasks/{task}")
    ready(second)
    expect(second.locator("#task-main")).to_contain_text("陈静委托您办理，由其提交")
    second.fill("[name=findings]", "到现场查看，已移机。")
    second.get_by_role("button", name="交还给陈静").click()
    expect(second.locator("#toasts")).to_contain_text("已交还")

    page.goto(f"/tasks/{task}")
    ready(page)
    expect(page.locator("[name=findings]")).to_have_value("到现场查看，已移机。")
    page.select_option("[name=measure]", "solvedOnTheSpot")
    submit(page)
    page.goto(f"/tasks/{task}")
    ready(page)
    ask(page, "w", "漏记了检测时间")
    expect(page.locator("#toasts")).to_contain_text("已撤回")
    expect(page.locator("[name=findings]")).to_have_value("到现场查看，已移机。")
    page.fill("[name=findings]", "到现场查看并检测，已移机。")
    submit(page)

    answer = letters.task(letter)
    second.goto(f"/tasks/{answer}")
    ready(second)
    ask(second, "b", "现场照片没有附上")
    expect(second.locator("#toasts")).to_contain_text("已退回")
    page.goto(f"/tasks/{letters.task(letter)}")
    ready(page)
    expect(page.locator("#task-main")).to_contain_text("现场照片没有附上")
    expect(page.locator("[name=findings]")).to_have_value("到现场查看并检测，已移机。")
