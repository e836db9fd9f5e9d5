"""What is photographed: each page in the state that its mock-up shows."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.citizen import follow, send
from tests.browser.letters import Letter, Letters
from tests.browser.seats import HANDLER, SECOND_HANDLER, open_task, ready
from tests.browser.test_incidents import FAULTY, deploy

TOPIC = "东城小区诊所夜间外机噪声扰民"
WORDS = "楼下新开的诊所把两台空调外机装在我家卧室窗下，夜里一直响，孩子睡不好。找过物业两次都没有结果。"
ON_PAPER = {
    "纸质编号": "信〔2026〕31", "收到时间": "2026-11-17", "当前步骤": "handle", "进入时间": "2026-11-18 10:00",
    "经办人或单位": "health-bureau", "channel": "来信", "anonymous": "是", "topic": "路灯不亮",
    "place": "春晖路", "content": "三盏路灯不亮。", "disposition": "assign", "unit": "health-bureau", "basis": "line", "kind": "clear",
}  # fmt: skip
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Picture:
    """account: None for a citizen. show: brings the page to what is to be seen, given the letter that was put there for it."""

    name: str
    title: str
    account: str | None
    show: Callable[[Page, Letter], None]
    phone: bool = False

    def settings(self, theme: str) -> dict[str, object]:
        """Return the settings of the window that it is taken in."""
        return {"viewport": PHONE if self.phone else DESK, "color_scheme": theme, "device_scale_factor": 2 if self.phone else 1}


def prepare(letters: Letters) -> Letter:
    """Put a letter there that a handler has on the desk; it is the one that the pictures show."""
    letter = letters.in_hand(TOPIC, content=WORDS)
    letters.ask(f"/v2/user-tasks/{letters.task(letter)}/assignment", {"assignee": HANDLER, "allowOverride": True})
    deploy(letters)
    letters.ask("/v2/process-instances", {"processDefinitionId": FAULTY, "variables": {}})
    return letter


def at(path: str) -> Callable[[Page, Letter], None]:
    def show(page: Page, letter: Letter) -> None:
        page.goto(path.format(number=letter.number))
        ready(page)

    return show


def _task(tab: str) -> Callable[[Page, Letter], None]:
    def show(page: Page, letter: Letter) -> None:
        open_task(page, letter.topic, view="mine")
        address = page.url.partition("?")[0]
        page.goto(f"{address}?view=all&tab={tab}")
        ready(page)
        if tab == "diagram":
            page.locator(".djs-container svg, svg .djs-shape").first.wait_for()

    return show


def _conflict(page: Page, letter: Letter) -> None:
    open_task(page, letter.topic, view="all")


def _deadline(page: Page, letter: Letter) -> None:
    page.goto(f"/cases/{letter.number}")
    page.locator("tr", has_text="签收、办理并答复").locator('a[href*="/deadlines/"]').click()
    ready(page)


def _progress(page: Page, letter: Letter) -> None:
    follow(page, *send(page))


def _replay(page: Page, letter: Letter) -> None:
    """Show the event by which the letter was assigned to the bureau, checked, with the diagram drawn."""
    page.goto(f"/cases/{letter.number}/replay?event=3&check=now")
    ready(page)
    page.locator(".djs-container svg, svg .djs-shape").first.wait_for()


def _statistics(page: Page, letter: Letter) -> None:
    """Show where the time of letters goes, with the diagram drawn."""
    page.goto("/statistics?process=citizen-letter")
    ready(page)
    page.locator("[data-diagram][data-drawn]").wait_for()


def _ways(page: Page, letter: Letter) -> None:
    _statistics(page, letter)
    page.locator("#ways-title").scroll_into_view_if_needed()
    page.locator("#ways-title").evaluate("title => title.scrollIntoView()")


def _sample(page: Page, letter: Letter) -> None:
    """Draw a sample, and show it."""
    page.goto("/samples?process=citizen-letter&seed=2026-11-24-a&size=5")
    ready(page)
    page.get_by_role("button", name="抽取").click()
    page.wait_for_url("**/samples/*")
    ready(page)


def _bulletin(page: Page, letter: Letter) -> None:
    page.goto("/bulletins")
    page.locator('a[href^="/bulletins/"]').first.click()
    ready(page)


def _draft(page: Page, letter: Letter) -> None:
    """Draft the receipt of the letter, once, and show it."""
    page.goto(f"/cases/{letter.number}?tab=documents")
    if page.get_by_role("link", name="群众来信来话收件回执").count() == 0:
        page.select_option("#paper", "receipt-of-letter")
        page.get_by_role("button", name="起草").click()
    else:
        page.get_by_role("link", name="群众来信来话收件回执").first.click()
    ready(page)


def _dialog(kind: str) -> Callable[[Page, Letter], None]:
    """Show what is asked for one of the moves around a task."""

    def show(page: Page, letter: Letter) -> None:
        open_task(page, letter.topic, view="mine")
        address = page.url.partition("?")[0]
        page.goto(f"{address}?view=mine&dialog={kind}")
        ready(page)
        page.locator("dialog[open]").wait_for()

    return show


def _refused_task(page: Page, letter: Letter) -> None:
    """Send a form that lacks what it must have: the page says where, and keeps what was typed."""
    open_task(page, letter.topic, view="mine")
    page.get_by_role("button", name="提交").first.click()
    page.locator(".field__error, .errors").first.wait_for()
    ready(page)


def _incident(page: Page, letter: Letter) -> None:
    page.goto("/incidents")
    page.locator("tbody tr").get_by_role("link").first.click()
    ready(page)


def _sent(page: Page, letter: Letter) -> None:
    send(page)


def _extension(page: Page, letter: Letter) -> None:
    """Show the deadline of an item that may be extended still, with what is asked for an extension."""
    open_task(page, "公布冬季流感门诊名单", view="all")
    page.get_by_role("link", name="案件", exact=True).last.click()
    page.locator("tr", has_text="签收、办理并报告结果").locator('a[href*="/deadlines/"]').first.click()
    ready(page)
    page.fill("[name=days]", "3")
    page.locator("[name=days]").blur()
    expect(page.locator("[name=newDate]")).not_to_have_value("")


def _send_back(page: Page, letter: Letter) -> None:
    page.goto("/work-list?view=unassigned&q=预拌砂浆")
    page.locator(".taskrow__title").first.click()
    ready(page)
    address = page.url.partition("?")[0]
    page.goto(f"{address}?view=unassigned&dialog=send-back")
    ready(page)
    page.locator("dialog[open]").wait_for()


def _paper_decision(page: Page, letter: Letter) -> None:
    page.goto("/paper-decisions")
    page.locator("tbody tr").get_by_role("link").first.click()
    ready(page)


def _bulk(page: Page, letter: Letter) -> None:
    page.goto("/work-list?view=unassigned")
    ready(page)
    keys = page.locator('input[name="key"]').evaluate_all("inputs => inputs.slice(0, 3).map(one => one.value)")
    page.goto("/tasks/bulk?action=transfer&" + "&".join(f"key={key}" for key in keys))
    ready(page)


def _filters(page: Page, letter: Letter) -> None:
    page.goto("/work-list?view=all&light=red")
    ready(page)


def _paper_cases(page: Page, letter: Letter) -> None:
    """Check a sheet of two cases that run on paper, of which one is wrong."""
    page.goto("/admin/paper-cases")
    ready(page)
    book = openpyxl.load_workbook(io.BytesIO(page.request.get("/admin/paper-cases/citizen-letter.xlsx").body()))
    sheet = book["在办案件"]
    keys = [str(cell.value).rpartition("[")[2].rstrip("]") for cell in sheet[1]]
    for line, cells in enumerate(
        (ON_PAPER, {**ON_PAPER, "流程": "citizen-letter", "纸质编号": "信〔2026〕32", "当前步骤": "tell-progress", "unit": ""}), 2
    ):
        for name, text in cells.items():
            sheet.cell(line, keys.index(name) + 1, text)
    raw = io.BytesIO()
    book.save(raw)
    page.set_input_files("#file", {"name": "在办来信.xlsx", "mimeType": "application/octet-stream", "buffer": raw.getvalue()})
    page.get_by_role("button", name="逐行核对").click()
    ready(page)
    page.locator("caption").scroll_into_view_if_needed()


PICTURES = (
    Picture("sign-in", "登录", None, at("/sign-in")),
    Picture("work-list", "我的待办", HANDLER, _task("form")),
    Picture("work-list-conflict", "别人正在办", SECOND_HANDLER, _conflict),
    Picture("task-history", "历史", HANDLER, _task("history")),
    Picture("task-diagram", "流程图", HANDLER, _task("diagram")),
    Picture("task-deadline", "逐日看", HANDLER, _deadline),
    Picture("cases", "案件", "hotline", at("/cases")),
    Picture("case", "一件来信", "hotline", at("/cases/{number}")),
    Picture("replay", "回放", "auditor", _replay),
    Picture("retention", "保管与销毁", "hotline", at("/retention")),
    Picture("events", "跨案件查事件", "auditor", at("/events")),
    Picture("sample", "抽样", "auditor", _sample),
    Picture("start", "登记", "hotline", at("/start/citizen-letter")),
    Picture("incidents", "异常", "operator", at("/incidents")),
    Picture("admin-people", "人员", "admin", at("/admin/people/handler-health")),
    Picture("admin-calendar", "工作日历", "admin", at("/admin/calendar/2026")),
    Picture("admin-calendar-entry", "录入一年", "admin", at("/admin/calendar/2027/entry")),
    Picture("incident", "一处异常", "operator", _incident),
    Picture("notices", "通知", HANDLER, at("/notices")),
    Picture("task-transfer", "转办", HANDLER, _dialog("transfer")),
    Picture("task-delegate", "交办", HANDLER, _dialog("delegate")),
    Picture("task-send-back", "退回", "mayor-deputy", _send_back),
    Picture("case-urge", "催办", "inspection", at("/cases/{number}?dialog=urge")),
    Picture("task-extension", "申请延期", HANDLER, _extension),
    Picture("task-refused", "没有填全", HANDLER, _refused_task),
    Picture("task-documents", "材料", HANDLER, _task("documents")),
    Picture("bulk", "批量转办", "hotline", _bulk),
    Picture("work-list-filtered", "筛选", "demo", _filters),
    Picture("receipt", "打印的回执", "hotline", at("/cases/{number}/receipt")),
    Picture("correction", "更正", "hotline", at("/cases/{number}/correction")),
    Picture("decisions", "批量审批", "mayor-deputy", at("/decisions"), phone=True),
    Picture("paper-decisions", "代录领导批示", "secretary", at("/paper-decisions")),
    Picture("paper-decision", "录入一件纸质审批", "secretary", _paper_decision),
    Picture("points", "督查加减分", "inspection", at("/supervision/points")),
    Picture("account", "我的账户", HANDLER, at("/account")),
    Picture("reference", "函数", "designer", at("/reference")),
    Picture("statistics", "路径与用时", "inspection", _statistics),
    Picture("statistics-ways", "案件走过的路径", "auditor", _ways),
    Picture("statistics-phone", "路径与用时", "inspection", _statistics, phone=True),
    Picture("statistics-lateness", "各月期限情况", "inspection", at("/statistics/lateness")),
    Picture("statistics-deviations", "偏离流程图的事项", "auditor", at("/statistics/deviations")),
    Picture("admin-hand-over", "移交离任人员的工作", "head-health", at("/admin/people/handler-health/hand-over")),
    Picture("admin-posts", "岗位", "admin", at("/admin/posts")),
    Picture("admin-roles", "角色", "security", at("/admin/roles")),
    Picture("admin-accounts", "账号与登录", "security", at("/admin/accounts/handler-health")),
    Picture("admin-access", "访问日志", "security", at("/admin/access")),
    Picture("admin-import", "导入人员", "admin", at("/admin/import")),
    Picture("admin-paper-cases", "接入纸质案件", "operator", _paper_cases),
    Picture("public-error", "群众看到的出错页", None, at("/nothing-here"), phone=True),
    Picture("bulletins", "通报", "inspection", at("/bulletins")),
    Picture("bulletin", "一份通报", "inspection", _bulletin),
    Picture("paper", "文书稿", "hotline", _draft),
    Picture("received", "补录先收到的材料", "hotline", at("/cases/{number}/received")),
    Picture("admin-papers", "文书模板", "admin", at("/admin/papers")),
    Picture("admin-wording", "改文书的文字", "admin", at("/admin/papers/meeting-bulletin")),
    Picture("paper-preview", "用案件预览", "hotline", at("/papers/receipt-of-letter/preview?case={number}")),
    Picture("errors", "找不到", HANDLER, at("/cases/QZ-2026-999999-9")),
    Picture("public-letter", "群众写信", None, at("/letters"), phone=True),
    Picture("public-receipt", "信已收到", None, _sent, phone=True),
    Picture("public-query", "查进度", None, at("/progress"), phone=True),
    Picture("public-progress", "办理进度", None, _progress, phone=True),
)
