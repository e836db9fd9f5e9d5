"""A letter goes from the public page to the filed case, and the citizen sees at every stage where it stands."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import TOPIC, follow, send, tell
from tests.browser.seats import HANDLER, HOTLINE, Seats, choose, claim, ready, submit

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}


def test_a_citizen_is_told_at_each_field_what_is_missing_and_loses_nothing_on_the_way_back(seats: Seats) -> None:
    page = seats.take(**PHONE)
    page.goto("/letters")
    page.get_by_role("button", name="下一步：联系方式").click()
    expect(page.locator("[data-take-focus]")).to_be_focused()
    for name in ("topic", "place", "content"):
        expect(page.locator(f"#{name}")).to_have_attribute("aria-invalid", "true")
        expect(page.locator(f"#{name}-error")).to_be_visible()
    tell(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("怎样联系您")
    page.get_by_role("button", name="上一步").click()
    expect(page.locator("#topic")).to_have_value(TOPIC)
    expect(page.locator("#content")).to_have_value("晚上下夜班看不清路，\n已经有人摔倒。")
    expect(page.get_by_label("路灯.png")).to_be_checked()
    page.get_by_role("button", name="下一步：联系方式").click()
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator("#name")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#contact")).to_have_attribute("aria-invalid", "true")
    page.fill("#name", "赵桂英")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator("#name")).to_have_value("赵桂英")
    expect(page.locator("#contact")).to_have_attribute("aria-invalid", "true")


def test_a_letter_goes_from_the_public_page_to_the_filed_case(seats: Seats) -> None:
    citizen, hotline, handler = seats.take(**PHONE), seats.take(HOTLINE), seats.take(HANDLER)
    number, code = send(citizen)
    follow(citizen, number, code)
    expect(citizen.get_by_role("heading", level=1)).to_have_text("您的来信已收到")

    claim(hotline, TOPIC)
    hotline.locator("[data-tab='4']").click()
    expect(hotline.get_by_role("link", name="路灯.png")).to_be_visible()
    hotline.get_by_role("link", name="表单").click()
    ready(hotline)
    assign(hotline)

    claim(handler, TOPIC)
    handler.check("[name=accepted][value=yes]")
    submit(handler)
    follow(citizen, number, code)
    expect(citizen.get_by_role("heading", level=1)).to_have_text("您的来信正在办理")
    expect(citizen.locator("main")).to_contain_text("市卫健局")
    expect(citizen.locator(".progress__item--done")).to_have_text([re.compile("已受理"), re.compile("已交责任单位")])
    expect(citizen.locator("[aria-current=step]")).to_contain_text("正在办理")
    expect(citizen.locator("main")).not_to_contain_text("陈静")

    claim(handler, TOPIC)
    handler.fill("[name=findings]", "灯杆电缆断裂，已经更换。")
    handler.select_option("[name=measure]", "solvedOnTheSpot")
    submit(handler)
    claim(handler, TOPIC)
    handler.fill("[name=answerText]", "路灯电缆已经更换，昨晚恢复照明。")
    handler.select_option("[name=answeredBy]", "phone")
    handler.fill("[name=report]", "已办理并电话答复。")
    submit(handler)
    follow(citizen, number, code)
    expect(citizen.get_by_role("heading", level=1)).to_have_text("您的来信已答复")
    expect(citizen.locator("main")).to_contain_text("路灯电缆已经更换，昨晚恢复照明。")

    claim(hotline, TOPIC)
    choose(hotline, "checkResult", "pass")
    submit(hotline)
    claim(hotline, TOPIC)
    hotline.check("[name=satisfaction][value=satisfied]")
    hotline.fill("[name=callbackNote]", "来信人满意。")
    choose(hotline, "callbackResult", "file")
    submit(hotline)

    hotline.goto(f"/cases/{number}")
    expect(hotline.locator(".page__head")).to_contain_text("已结")
    hotline.goto(f"/cases/{number}?tab=history")
    history = hotline.locator(".timeline")
    for line in ("陈静 提交「签收」", "陈静 提交「责任单位办理」", "李敏 提交「回访群众」", "案件办结"):
        expect(history).to_contain_text(re.compile(line.replace(" ", r"\s*")))


def test_an_anonymous_letter_asks_for_no_name(seats: Seats) -> None:
    page = seats.take(**PHONE)
    page.goto("/letters")
    tell(page)
    page.check("[name=anonymous]")
    expect(page.locator("#contact-fields")).to_be_hidden()
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator("main")).to_contain_text("匿名")


def test_a_wrong_code_is_answered_like_an_unknown_number(seats: Seats) -> None:
    page = seats.take(**PHONE)
    for number in ("QZ-2026-000001-7", "QZ-2026-999999-9"):
        follow(page, number, "aaaaaaaa")
        expect(page.locator(".notice__title")).to_have_text("编号和查询码对不上")
        expect(page.locator("#number")).to_have_value(number)


def assign(page: Page) -> None:
    page.select_option("[name=unit]", "health-bureau")
    page.check("[name=basis][value=place]")
    page.check("[name=kind][value=clear]")
    page.fill("[name=assignmentNote]", "请尽快修复。")
    submit(page)
