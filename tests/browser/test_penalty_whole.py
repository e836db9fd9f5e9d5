"""A penalty against an enterprise goes from the entry of the case to the decision served, each step by the person whose it is."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.photo import png
from tests.browser.seats import Seats, choose, claim, ready, submit

pytestmark = pytest.mark.browser
ENFORCER, LEGAL, DEPUTY = "enforcer-market", "legal", "mayor-deputy"
TOPIC = "销售标签不合规定的食品"


def tick(page: Page, name: str, value: str) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("/form")):
        page.check(f'[name="{name}"][value="{value}"]')


def enter(page: Page) -> str:
    """Enter the case of a protected enterprise; return its number."""
    page.goto("/start/penalty-review")
    ready(page)
    page.select_option("[name=unit]", "market-bureau")
    for name, text in (
        ("enterprise", "云州鲜达食品有限公司"),
        ("enterpriseCode", "91440000MA00000000"),
        ("legalRepresentative", "王某某"),
        ("address", "云州市东部园区兴业路 6 号"),
        ("topic", TOPIC),
        ("violation", "销售的两批次预包装食品标签未标明生产日期。"),
        ("evidenceList", "现场检查笔录一份\n涉案产品照片六张"),
        ("legalBasis", "《食品安全法》第六十七条第一款"),
    ):
        page.fill(f"[name={name}]", text)
    page.check("[name=protected]")
    page.select_option("[name=violationKind]", "labelling")
    page.check("[name=degree][value=ordinary]")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("body")).to_contain_text(re.compile(r"CF-2026-\d{6}-\d"))
    found = re.search(r"CF-2026-\d{6}-\d", page.locator("body").inner_text())
    assert found is not None
    return found.group()


def propose(page: Page) -> None:
    """Propose 6,000 yuan: outside 1,000 to 5,000, not taken before the reason is written."""
    claim(page, TOPIC)
    expect(page.locator("main")).to_contain_text("挂牌保护的重点企业")
    expect(page.locator("main")).to_contain_text("1000 元至 5000 元")
    tick(page, "kinds", "fine")
    with page.expect_response(lambda answer: answer.url.endswith("/form")):
        page.fill("[name=fineAmount]", "6000")
        page.locator("[name=fineAmount]").blur()
    page.locator("[data-submit]").click()
    expect(page.locator("[name=gradeReason]")).to_have_attribute("aria-invalid", "true")
    page.fill("[name=gradeReason]", "两次责令改正后仍不改正。")
    submit(page)


def tell_the_party(page: Page) -> None:
    claim(page, TOPIC)
    page.fill("[name=noticeOn]", "2026-11-16")
    page.check("[name=hearing][value=notAsked]")
    submit(page)


def test_a_penalty_goes_from_the_entry_to_the_decision_served(seats: Seats) -> None:
    enforcer, legal, deputy = seats.take(ENFORCER), seats.take(LEGAL), seats.take(DEPUTY)
    number = enter(enforcer)
    propose(enforcer)
    tell_the_party(enforcer)

    claim(legal, TOPIC)
    expect(legal.locator("main")).to_contain_text("罚款6000元")
    expect(legal.locator("main")).to_contain_text("两次责令改正后仍不改正。")
    choose(legal, "legalResult", "pass")
    legal.fill("[name=legalOpinion]", "事实清楚，依据准确，超出幅度的理由成立。")
    submit(legal)

    claim(deputy, TOPIC)
    expect(deputy.locator("main")).to_contain_text("超出幅度的理由成立")
    choose(deputy, "approval", "approve")
    submit(deputy)

    claim(enforcer, TOPIC)
    expect(enforcer.locator("main")).to_contain_text("分管副市长已同意实施")
    enforcer.check("[name=imposition]")
    submit(enforcer)
    claim(enforcer, TOPIC)
    expect(enforcer.locator("main")).to_contain_text(re.compile(r"云市监〔2026〕\d+号"))
    enforcer.select_option("[name=serviceMethod]", "direct")
    enforcer.fill("[name=servedAt]", "2026-11-24T10:42")
    enforcer.fill("[name=servedBy]", "马超")
    enforcer.fill("[name=servedTo]", "王某某")
    enforcer.set_input_files("[name='_file.serviceRecord']", {"name": "送达回证.png", "mimeType": "image/png", "buffer": png()})
    submit(enforcer)

    legal.goto(f"/cases/{number}")
    expect(legal.locator(".page__head")).to_contain_text("已结")
    legal.goto(f"/cases/{number}?tab=history")
    history = legal.locator(".timeline")
    for line in ("马超 提交「告知并听取申辩」", "吴倩 提交「审核处罚」", "赵明远 提交「审批处罚」", "马超 提交「送达决定书」", "案件办结"):
        expect(history).to_contain_text(re.compile(line.replace(" ", r"\s*")))
