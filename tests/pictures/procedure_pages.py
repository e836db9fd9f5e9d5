"""What is photographed of the procedures: their steps as the demo city has them, and the pages for who supervises, operates and audits."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Page

from tests.browser.letters import Letter
from tests.browser.seats import open_task, ready
from tests.pictures.pages import Picture, at

Show = Callable[[Page, Letter], None]


def _step(topic: str) -> Show:
    """Show the open step of a case, for whoever it is."""

    def show(page: Page, letter: Letter) -> None:
        open_task(page, topic, view="all")

    return show


def _claimed(topic: str) -> Show:
    """Show the step with its form, taken on by who is a member of everything."""

    def show(page: Page, letter: Letter) -> None:
        open_task(page, topic, view="all")
        claim = page.get_by_role("button", name="认领")
        if claim.count():
            claim.last.click()
        page.wait_for_selector("[data-submit]")
        ready(page)

    return show


def _verified(page: Page, letter: Letter) -> None:
    """Have the whole history checked, and show what was found."""
    page.goto("/verification")
    ready(page)
    page.get_by_role("link", name="立即全部核验").click()
    page.locator("#whole table").first.wait_for()
    ready(page)


OF_PROCEDURES: Final = (
    Picture("investment-start", "登记投资项目", "demo", at("/start/investment-approval")),
    Picture("investment-case", "一个投资项目", "demo", at("/cases/TZ-2026-000010-5")),
    Picture("investment-call", "召集联审会", "demo", _claimed("设施农业示范园")),
    Picture("investment-reply", "部门审批并答复", "demo", _claimed("光伏组件工厂")),
    Picture("investment-papers", "停止计时，等材料", "demo", _claimed("生物医药中试基地")),
    Picture("investment-notice", "发出联审通知", "demo", _claimed("中央厨房项目")),
    Picture("meeting-start", "登记会议议定事项", "demo", at("/start/meeting-decision")),
    Picture("meeting-case", "一次会议的各事项", "demo", at("/cases/HY-2026-000002-5")),
    Picture("meeting-decide", "专题会议事项审定", "demo", _claimed("城区停车专题会议")),
    Picture("meeting-secret", "涉密会议", "office", at("/cases/HY-2026-000004-1")),
    Picture("penalty-start", "报审一件处罚", "demo", at("/start/penalty-review")),
    Picture("penalty-review", "法制审核", "demo", _claimed("云州惠民超市有限公司：销售标签不合格的食品")),
    Picture("penalty-approve", "审批处罚", "demo", _claimed("康源乳业")),
    Picture("penalty-serve", "送达", "demo", _claimed("腾飞物流")),
    Picture("supervision", "督查：各单位", "inspection", at("/supervision")),
    Picture("supervision-work", "督查：在办的件", "inspection", at("/supervision/work")),
    Picture("move", "移动到另一步骤", "operator", at("/cases/{number}/move")),
    Picture("migration", "一件案件换版本", "operator", at("/cases/{number}/migration")),
    Picture("migrations", "案件迁移", "operator", at("/migrations")),
    Picture("verification", "核验全部历史", "auditor", _verified),
    Picture("admin-people-list", "人员名册", "admin", at("/admin/people")),
    Picture("admin-accounts-list", "账号", "security", at("/admin/accounts")),
    Picture("samples", "抽样", "auditor", at("/samples")),
)
