"""When two want the same task, the second is told who was first, and keeps what was typed."""

import pytest
from playwright.sync_api import expect

from tests.browser.letters import HANDLED, Letters
from tests.browser.seats import HANDLER, OTHER_UNIT, SECOND_HANDLER, Seats, claim, open_task, ready

pytestmark = pytest.mark.browser


def test_the_second_to_claim_is_told_who_was_first(seats: Seats, letters: Letters) -> None:
    letter = letters.assigned("两人同时认领")
    first, second = seats.take(HANDLER), seats.take(SECOND_HANDLER)
    open_task(first, letter.topic)
    open_task(second, letter.topic)
    first.get_by_role("button", name="认领").last.click()
    expect(first.locator("#toasts")).to_have_count(1)
    first.wait_for_selector("[data-submit]")
    with second.expect_response(lambda answer: "refused=claim" in answer.url) as answered:
        second.get_by_role("button", name="认领").last.click()
    assert answered.value.status == 409
    notice = second.locator("main [role=alert]")
    expect(notice).to_contain_text("陈静")
    second.reload()
    expect(notice).to_contain_text("陈静")
    second.go_back()
    expect(second.locator("main")).to_contain_text("陈静")
    second.go_forward()
    expect(second.locator("[name=accepted]").first).to_be_disabled()
    expect(second.locator("#list-title")).to_have_text("待认领")
    second.locator("[data-close-task]").click()
    expect(second.locator("main.task--none")).to_be_visible()


def test_what_was_typed_stays_when_the_task_went_to_a_colleague_meanwhile(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("填到一半被转走")
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    page.fill("[name=findings]", "现场情况写了一半")
    page.select_option("[name=measure]", "other")
    letters.ask(f"/v2/user-tasks/{letters.task(letter)}/assignment", {"assignee": SECOND_HANDLER, "allowOverride": True})
    with page.expect_response(lambda answer: "refused=completion" in answer.url) as answered:
        page.locator("[data-submit]").click()
    assert answered.value.status == 409
    expect(page.locator("main [role=alert]")).to_contain_text("刘洋")
    expect(page.locator("main [role=alert]")).to_contain_text("草稿")
    expect(page.locator("[name=findings]")).to_have_value("现场情况写了一半")


def test_a_task_completed_meanwhile_is_answered_409_in_plain_words(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("已经办结的任务")
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    page.fill("[name=findings]", "第二个人写的")
    page.select_option("[name=measure]", "other")
    key = letters.task(letter)
    letters.ask(f"/v2/user-tasks/{key}/assignment", {"assignee": "demo", "allowOverride": True})
    letters.ask(f"/v2/user-tasks/{key}/completion", {"variables": HANDLED})
    with page.expect_response(lambda answer: "refused=completion" in answer.url) as answered:
        page.locator("[data-submit]").click()
    assert answered.value.status == 409
    expect(page.locator("main [role=alert]")).to_be_visible()
    expect(page.locator("main")).to_contain_text("演示")


def test_a_task_of_another_unit_is_answered_like_one_that_never_was(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("外单位的任务")
    page = seats.take(OTHER_UNIT)
    foreign = page.goto(f"/tasks/{letters.task(letter)}")
    assert foreign is not None
    heading = page.locator("h1").text_content()
    unknown = page.goto("/tasks/999999999")
    assert unknown is not None
    assert (foreign.status, unknown.status) == (404, 404)
    ready(page)
    assert heading is not None
    assert letter.topic not in heading
    expect(page.locator("h1")).to_be_visible()


def test_giving_a_task_away_without_saying_to_whom_keeps_the_reason(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("转给谁没有选")
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    page.locator("a[href*='dialog=transfer']").click()
    ready(page)
    page.fill("#reason", "出差一周，请代办。")
    page.locator("dialog form").evaluate("form => { form.noValidate = true; }")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("#to")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#reason")).to_have_value("出差一周，请代办。")
    page.select_option("#to", SECOND_HANDLER)
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("#toasts")).to_contain_text("已转办")
    page.goto(f"/cases/{letter.number}")
    expect(page.locator("main")).to_contain_text("刘洋")


def test_claiming_several_says_how_many_others_had_first(seats: Seats, letters: Letters) -> None:
    taken, free = letters.in_hand("成批认领甲"), letters.in_hand("成批认领乙")
    page = seats.take(HANDLER)
    page.goto("/work-list?view=unassigned&q=成批认领")
    ready(page)
    for box in page.locator("[name=key]").all():
        box.check()
    letters.ask(f"/v2/user-tasks/{letters.task(taken)}/assignment", {"assignee": SECOND_HANDLER})
    page.locator("#bulk button[value=claim]").click()
    expect(page.locator("#toasts")).to_contain_text("已认领")
    expect(page.locator("#toasts")).to_contain_text("1 件没有认领成功")
    page.goto("/work-list?view=mine&q=成批认领")
    expect(page.locator(".taskrow")).to_have_count(1)
    expect(page.locator(".taskrow")).to_contain_text(free.number)
