"""A wrong answer: the message at its field, the summary in focus, all that was typed still there, and nothing else changed."""

import pytest
from playwright.sync_api import expect

from tests.browser.letters import Letters
from tests.browser.seats import HANDLER, HOTLINE, Seats, choose, claim, open_task, submit

pytestmark = pytest.mark.browser


def test_the_message_stands_at_its_field_and_everything_typed_is_kept(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("漏填处理措施")
    page = seats.take(HANDLER)
    claim(page, letter.topic)
    page.fill("[name=findings]", "写了办理情况，\n没有选措施。")
    with page.expect_response(lambda answer: "refused=answers" in answer.url) as answered:
        page.locator("[data-submit]").click()
    assert answered.value.status == 422
    expect(page.locator("#errors")).to_be_focused()
    measure = page.locator("[name=measure]")
    expect(measure).to_have_attribute("aria-invalid", "true")
    said = measure.get_attribute("aria-describedby")
    assert said is not None
    expect(page.locator(f"#{said.split()[0]}")).to_be_visible()
    expect(page.locator("[name=findings]")).to_have_value("写了办理情况，\n没有选措施。")
    page.locator("#errors a").first.click()
    expect(measure).to_be_focused()
    history = letters.ask("/v2/user-tasks/search", {"filter": {"state": "CREATED", "processInstanceKey": letter.key}})
    assert [item["elementId"] for item in history["items"]] == ["handle"]
    measure.select_option("other")
    submit(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_reloading_and_going_back_after_a_refusal_ask_nothing_and_lose_nothing(seats: Seats, letters: Letters, scripts: bool) -> None:
    letter = letters.in_hand(f"退一步再来{scripts:d}")
    page = seats.take(HANDLER, java_script_enabled=scripts)
    page.goto(f"/work-list?view=unassigned&q={letter.topic}")
    page.locator(".taskrow__title").first.click()
    page.get_by_role("button", name="认领").last.click()
    page.fill("[name=findings]", "写了一半")
    page.locator("[data-submit]").click()
    expect(page.locator("#errors")).to_be_visible()
    assert "/completion" not in page.url
    page.reload()
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("[name=findings]")).to_have_value("写了一半")
    page.go_back()
    expect(page.locator("[name=findings]")).to_have_value("写了一半")
    page.goto("/cases")
    page.go_back()
    expect(page.locator("[name=findings]")).to_have_value("写了一半")


def test_the_server_says_what_the_form_shows(seats: Seats, letters: Letters) -> None:
    letter = letters.register("条件由服务器决定")
    page = seats.take(HOTLINE)
    claim(page, letter.topic)
    expect(page.locator("[name=unit]")).to_be_visible()
    expect(page.locator("[name=mergedInto]")).to_have_count(0)
    choose(page, "disposition", "merge")
    expect(page.locator("[name=unit]")).to_have_count(0)
    expect(page.locator("[name=mergedInto]")).to_be_visible()
    choose(page, "disposition", "assign")
    choose(page, "kind", "severalUnits")
    expect(page.locator("[name=coUnits]").first).to_be_visible()


def test_an_answer_that_its_question_no_longer_shows_is_not_sent(seats: Seats, letters: Letters) -> None:
    letter = letters.register("先选并入又改分派")
    page = seats.take(HOTLINE)
    claim(page, letter.topic)
    choose(page, "disposition", "merge")
    page.fill("[name=mergedInto]", "不是编号")
    choose(page, "disposition", "outOfScope")
    page.fill("[name=closingReason]", "属于法院管辖，已告知来信人。")
    submit(page)
    page.goto(f"/cases/{letter.number}")
    expect(page.locator(".page__head")).to_contain_text("已结")


def test_a_number_that_is_no_case_is_refused_at_its_field(seats: Seats, letters: Letters) -> None:
    letter = letters.register("并入不存在的编号")
    page = seats.take(HOTLINE)
    claim(page, letter.topic)
    choose(page, "disposition", "merge")
    page.fill("[name=mergedInto]", "QZ-2026-999999-4")
    page.fill("[name=closingReason]", "同一件事。")
    page.locator("[data-submit]").click()
    expect(page.locator("main [role=alert]").first).to_be_visible()
    expect(page.locator("[name=mergedInto]")).to_have_value("QZ-2026-999999-4")
    open_task(page, letter.topic, "mine")
    expect(page.locator(".task__path")).to_contain_text("分派来信")
