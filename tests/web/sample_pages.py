"""Every template with sample data: the scenes of the city as they would come from the questions."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from app.domain.rejection import Message
from app.feel import FeelWorld
from app.form import check_answers, read_form, view_form
from app.web.presentation import case_view, error_view, incident_view, public_view, sign_in_view, start_view, task_view, work_list_view
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.environment import configure_environment
from app.web.presentation.languages import CATALOGUES, LANGUAGE
from app.web.presentation.shell_view import NavLink, PersonView, Shell, Toast
from app.web.presentation.time_left import Left
from app.web.presentation.wording import Wording

CITY = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 2, 42, tzinfo=UTC)
CHEN = PersonView("handler-health", "陈静", "市卫健局 · A岗")
HREF = "/work-list?view=mine&task=4194309"


def at(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=CITY).astimezone(UTC)


def running(light: str, deadline_at: datetime, left: Left, article: str = "11", **more: Any) -> DeadlineView:
    settings: dict[str, Any] = {
        "length": "7",
        "started_at": at(11, 16, 15, 2),
        "days_counted": 5,
        "days_left_out": 2,
        "share": 0.757,
    } | more
    return DeadlineView(
        "running", light, deadline_at, left, article, days_href="/cases/QZ-2026-003187-4/deadlines/1", name="责任单位办理", **settings
    )


HANDLING = running("yellow", at(11, 25, 17, 30), Left(1, 5, 18), calendar_version="2026 第 3 版")
OVERDUE = running("red", at(11, 23, 17, 30), Left(0, 2, 12, overdue=True))
AT_ONCE = running("at-once", at(11, 24, 11, 30), Left(0, 0, 48), "7", unit="at once", length="")
STOPPED = DeadlineView(
    "suspended", "blue", at(11, 26, 17, 30), None, "35", length="2", suspended_since=at(11, 19, 10), stopped_days=3, name="现场勘察"
)
LAPSED = DeadlineView("lapsed", "red", at(11, 20, 17, 30), None, "34", length="5", silence="consent", name="消防审查")
MET = DeadlineView("met", "green", at(11, 27, 17, 30), None, "11", length="7", name="签收")

FORM = {
    "type": "default",
    "id": "letter-handling",
    "components": [
        {"type": "text", "id": "words", "text": "**群众原话**\n\n> {{content}}"},
        {
            "type": "radio",
            "id": "kind",
            "key": "kind",
            "label": "事项类别",
            "validate": {"required": True},
            "values": [
                {"label": "情况清楚，马上办", "value": "clear", "hint": "7 个工作日（第11条）"},
                {"label": "工作量大", "value": "large", "hint": "10 个工作日，须书面说明（第12条）"},
                {"label": "涉及多个部门", "value": "several", "hint": "30 个工作日（第13条）"},
            ],
        },
        {
            "type": "textarea",
            "id": "result",
            "key": "result",
            "label": "办理情况",
            "description": "将随答复发给群众，请勿写入个人信息。",
            "validate": {"required": True, "maxLength": 2000},
        },
        {
            "type": "select",
            "id": "measure",
            "key": "measure",
            "label": "处理措施",
            "validate": {"required": True},
            "layout": {"row": "r1"},
            "values": [{"label": "责令限期整改", "value": "ordered"}, {"label": "解释政策", "value": "explained"}],
        },
        {
            "type": "datetime",
            "id": "doneOn",
            "key": "doneOn",
            "dateLabel": "整改完成日期",
            "subtype": "date",
            "validate": {"required": True},
            "disallowPassedDates": True,
            "layout": {"row": "r1"},
        },
        {"type": "filepicker", "id": "photos", "key": "photos", "label": "现场照片、检测记录", "multiple": True},
    ],
}
EVERYTHING = {
    "type": "default",
    "id": "everything",
    "components": [
        {"type": "textfield", "id": "a", "key": "phone", "label": "联系电话", "validate": {"validationType": "phone", "required": True}},
        {
            "type": "number",
            "id": "b",
            "key": "amount",
            "label": "金额",
            "appearance": {"prefixAdorner": "¥", "suffixAdorner": "元"},
            "validate": {"min": 0},
        },
        {"type": "checkbox", "id": "c", "key": "agreed", "label": "已向群众说明", "description": "电话或当面都可以"},
        {
            "type": "checklist",
            "id": "d",
            "key": "units",
            "label": "协办单位",
            "values": [{"label": label, "value": label} for label in ("住建局", "环保局", "消防", "街道")],
        },
        {
            "type": "taglist",
            "id": "e",
            "key": "tags",
            "label": "标签",
            "values": [{"label": label, "value": label} for label in ("噪声", "油烟", "违建")],
        },
        {"type": "datetime", "id": "f", "key": "visit", "label": "到场时间", "subtype": "datetime"},
        {"type": "separator", "id": "g"},
        {
            "type": "group",
            "id": "h",
            "label": "当事人",
            "path": "party",
            "showOutline": True,
            "components": [{"type": "textfield", "id": "i", "key": "name", "label": "名称"}],
        },
        {
            "type": "dynamiclist",
            "id": "j",
            "path": "papers",
            "label": "材料",
            "components": [{"type": "textfield", "id": "k", "key": "title", "label": "材料名称"}],
        },
        {
            "type": "table",
            "id": "l",
            "label": "历次测量",
            "dataSource": "=measurements",
            "columns": [{"key": "at", "label": "时间"}, {"key": "value", "label": "分贝"}],
        },
        {"type": "expression", "id": "m", "key": "total", "label": "合计", "expression": "=amount"},
        {"type": "textfield", "id": "n", "key": "fixed", "label": "受理单位", "readonly": True},
        {"type": "spacer", "id": "o"},
        {"type": "button", "id": "p", "label": "重置", "action": "reset"},
    ],
}
TYPED = {
    "kind": "clear",
    "result": "11月18日会同东城街道到现场查看：诊所两台空调外机装在居民窗下 1.2 米处，夜间 22 时实测 56 分贝，超过限值。",
    "measure": "ordered",
    "doneOn": "2026-11-20",
    "photos": ["d1"],
}
WORDS = {"content": "楼下新开的诊所把两台空调外机装在我家卧室窗下，夜里一直响，孩子睡不好。找过物业两次都没有结果……"}
DOCUMENTS = (
    task_view.DocumentView(
        "d1", "现场照片.jpg", "/documents/d1", 1_843_200, 1, "9f2c1a7be0" * 6, "陈静", at(11, 18, 16, 4), "责任单位办理"
    ),
    task_view.DocumentView("d2", "检测报告.pdf", "/documents/d2", 319_488, 2, "03b7ff12aa" * 6, "陈静", at(11, 20, 9, 30), "责任单位办理"),
    task_view.DocumentView(
        "d3", "检测报告.pdf", "/documents/d3", 300_100, 1, "17aa0c99de" * 6, "刘洋", at(11, 19, 9, 1), "责任单位办理", is_current=False
    ),
)


def fields(schema: dict[str, Any], sent: dict[str, Any], variables: dict[str, Any], checked: bool = False) -> tuple[Any, ...]:
    form = read_form(json.dumps(schema).encode(), "sample.form")
    world = FeelWorld(now=NOW, zone=CITY)
    errors = check_answers(form, sent, variables, world).errors if checked else {}
    return tuple(view_form(form, sent, variables, world, errors))


def row(
    key: str, title: str, number: str, process: str, step: str, deadline: DeadlineView | None, *notes: str, **more: Any
) -> work_list_view.TaskRow:
    return work_list_view.TaskRow(key, f"/work-list?view=mine&task={key}", title, number, process, step, deadline, notes=notes, **more)


def group(name: str, *rows: work_list_view.TaskRow) -> work_list_view.TaskGroup:
    return work_list_view.TaskGroup(name, rows)


LETTER = "群众来信"
GROUPS = (
    group("at-once", row("1", "赵明远批示：查清人民路诊所停电原因", "LD-2026-000311-0", "领导批办", "紧急事项", AT_ONCE)),
    group("overdue", row("2", "社区医院挂号排队两小时无人疏导", "QZ-2026-003102-9", LETTER, "办理", OVERDUE, "昨日 18:05 督查室催办 1 次")),
    group(
        "soon",
        row(
            "3",
            "接种门诊周末不开放，上班族无法接种",
            "QZ-2026-003175-1",
            LETTER,
            "答复",
            running("yellow", at(11, 24, 17, 30), Left(0, 5, 18), "12"),
            "代 刘洋（B岗）办理",
        ),
        row("4194309", "东城小区诊所夜间外机噪声扰民", "QZ-2026-003187-4", LETTER, "责任单位办理", HANDLING, is_open=True),
    ),
    group("stopped", row("5", "云康口腔门诊执业登记", "XK-2026-000764-2", "行政审批", "现场勘察", STOPPED)),
    group(
        "later",
        row(
            "6",
            "关于加强社区医养结合的建议",
            "TA-2026-000057-8",
            "议案提案",
            "月度进展",
            running("green", at(11, 29, 0), Left(3, 1, 0), "17"),
        ),
        row("7", "希望公布流感疫苗到货时间", "QZ-2026-003201-3", LETTER, "签收", running("green", at(12, 1, 17, 30), Left(5, 2, 0))),
        row(
            "8",
            "城乡居民医保与社区签约衔接",
            "QZ-2026-003150-7",
            LETTER,
            "多部门办理",
            running("green", at(12, 28, 17, 30), Left(24, 0, 0), "13", provisional=True),
        ),
    ),
)


def link(name: str, count: int, current: bool = False, label: str = "") -> work_list_view.FilterLink:
    return work_list_view.FilterLink(name, f"/work-list?view=mine&{name}", label, count, current)


LIST = work_list_view.WorkListView(
    "mine",
    GROUPS,
    12,
    views=(link("mine", 12, True), link("unassigned", 7), link("all", 41), link("done", 1286)),
    lights=(link("red", 1), link("yellow", 3), link("green", 6), link("blue", 1), link("at-once", 1)),
    processes=(link("citizen-letter", 7, label="群众来信来话"), link("licence", 1, label="行政审批")),
    starts=(work_list_view.FilterLink("citizen-letter", "/start/citizen-letter", "登记群众来信"),),
    sort_href="/work-list?sort=-receivedAt",
    export_href="/work-list.xlsx?view=mine",
    next_href="/work-list?view=mine&after=x",
)
EMPTY = replace(LIST, groups=(), total=0, next_href="", unassigned=7, first_unassigned_at=at(11, 25, 17, 30))
FILTERED = replace(
    LIST,
    view="unassigned",
    chips=(work_list_view.Chip("流程：群众来信来话", "/work-list"), work_list_view.Chip("灯：临期", "/work-list")),
    clear_href="/work-list",
)

HISTORY = (
    task_view.HistoryEntry(34, NOW - timedelta(seconds=12), "person", "pencil", Message("saved a draft", {}), who="陈静"),
    task_view.HistoryEntry(33, at(11, 23, 15), "deadline", "clock", Message("The light turned yellow", {}), actor="clock"),
    task_view.HistoryEntry(
        32, at(11, 20, 17, 30), "law", "law", Message("Deemed consent", {}), actor="clock", article="34", recorded_at=at(11, 20, 17, 30, 4)
    ),
    task_view.HistoryEntry(
        31,
        at(11, 20, 16, 5),
        "person",
        "back",
        Message("sent back “%(step)s”", {"step": "责任单位办理"}),
        who="李敏",
        quote="没有写检测结果，群众要的是分贝数。",
    ),
    task_view.HistoryEntry(
        30, at(11, 19, 9, 12), "person", "done", Message("submitted “%(step)s”", {"step": "责任单位办理"}), who="陈静", acting_for="刘洋"
    ),
    task_view.HistoryEntry(
        29,
        at(11, 16, 15, 20),
        "deadline",
        "calendar",
        Message("The deadline runs until %(deadline)s", {"deadline": at(11, 25, 17, 30)}),
        article="11",
    ),
)
DIAGRAM = task_view.DiagramView(
    "/cases/QZ-2026-003187-4/diagram.xml",
    (
        task_view.Step("start", "登记", "done", "10", at(11, 16, 15, 2), "李敏"),
        task_view.Step("handle", "责任单位办理", "active", "11", at(11, 17, 8, 40), "陈静"),
        task_view.Step("answer", "答复群众", "later", "14"),
    ),
    ("flow1",),
)
TASK = task_view.TaskView(
    key="4194309",
    address="/tasks/4194309",
    href=HREF,
    list_href="/work-list?view=mine",
    receipt_number="QZ-2026-003187-4",
    process_name="群众来信来话",
    step_name="责任单位办理",
    title="东城小区诊所夜间外机噪声扰民",
    deadline=HANDLING,
    assignee=CHEN,
    is_mine=True,
    can=frozenset({"complete", "release", "send-back", "transfer", "withdraw", "urge", "comment", "upload"}),
    fields=fields(FORM, TYPED, WORDS, checked=True),
    draft_saved_at=NOW - timedelta(seconds=12),
    facts=(
        task_view.Fact("来源", "政务热线"),
        task_view.Fact("地点", "东城街道春晖路 18 号"),
        task_view.Fact("相似", "2 件同地点来信", "/cases?q=x"),
    ),
    next_step="提交后转「答复群众」，仍由本单位办理，期限不变（第14条）。",
    history=HISTORY,
    history_count=34,
    diagram=DIAGRAM,
    documents=DOCUMENTS,
    document_count=3,
    comments=(task_view.CommentView("周海涛", at(11, 23, 10), "请注意写明检测时间。"),),
    comment_count=1,
    case_href="/cases/QZ-2026-003187-4",
)
CONFLICT = replace(
    TASK,
    is_mine=False,
    assignee=PersonView("w", "王芳"),
    claimed_at=at(11, 24, 10, 41),
    can=frozenset(),
    readonly="由王芳办理，您可以看，不能改",
    draft_saved_at=None,
    fields=fields(FORM, {"kind": "clear"}, WORDS),
    notice=task_view.Notice(
        "yellow",
        "没有认领成功：王芳已在 10:41 认领了这件",
        "您填的内容没有丢，存成了草稿；王芳放回后可以接着用。",
        (task_view.Fact("看下一件", "J", "/work-list"),),
    ),
)
UNCLAIMED = replace(
    TASK,
    is_mine=False,
    assignee=None,
    can=frozenset({"claim"}),
    readonly="认领之后才能填写",
    draft_saved_at=None,
    fields=fields(EVERYTHING, {}, {"fixed": "市卫健局", "measurements": [{"at": "22:00", "value": 56}]}),
)
ALL_KINDS = replace(
    TASK,
    fields=fields(EVERYTHING, {"phone": "12", "amount": "x", "papers": [{"title": "平面图"}, {}]}, {"fixed": "市卫健局"}, checked=True),
)


def dialog(kind: str, **more: Any) -> task_view.TaskView:
    choices = (
        (task_view.Choice("feng", "冯磊", "市卫健局，手上 8 件"),)
        if kind == "transfer"
        else (task_view.Choice("assign", "分派", "李敏，11月16日"),)
        if kind == "send-back"
        else ()
    )
    return replace(
        TASK, dialog=task_view.DialogView(kind, f"/tasks/4194309/{kind}", HREF, choices=choices, earlier=("昨日 18:05 督查室",), **more)
    )


CASE = case_view.CaseView(
    "QZ-2026-003187-4",
    "/cases/QZ-2026-003187-4",
    "东城小区诊所夜间外机噪声扰民",
    "群众来信来话",
    "running",
    at(11, 16, 15, 2),
    entered_at=at(11, 16, 15, 3),
    facts=TASK.facts,
    deadlines=(HANDLING, STOPPED, LAPSED, MET),
    tasks=(row("4194309", "t", "QZ", LETTER, "责任单位办理", HANDLING, assignee="陈静"),),
    history=HISTORY,
    history_count=34,
    diagram=DIAGRAM,
    documents=DOCUMENTS,
    document_count=3,
    comments=TASK.comments,
    comment_count=1,
    can=frozenset({"cancel", "comment", "upload"}),
    merged_into=task_view.Fact("", "QZ-2026-003150-7", "/cases/QZ-2026-003150-7"),
    receipt_href="/cases/QZ-2026-003187-4/receipt",
)


def weeks() -> tuple[tuple[case_view.CountedDayView, ...], ...]:
    days = []
    number = 0
    for offset in range(21):
        on = date(2026, 11, 16) + timedelta(days=offset)
        kind = (
            "start" if offset == 0 else "after" if offset > 9 else "rest" if on.weekday() > 4 else "stopped" if offset == 3 else "counted"
        )
        number += kind == "counted"
        days.append(
            case_view.CountedDayView(
                on,
                kind,
                number if kind == "counted" else 0,
                is_today=offset == 8,
                is_due=offset == 9,
                is_ahead=kind == "counted" and offset > 7,
            )
        )
    return tuple(tuple(days[start : start + 7]) for start in (0, 7, 14))


DAYS = case_view.DeadlineDaysView(
    "QZ-2026-003187-4",
    "东城小区诊所夜间外机噪声扰民",
    HREF,
    replace(HANDLING, stopped_days=1, original_at=at(11, 24, 17, 30)),
    weeks(),
    HISTORY[1:3],
    list_href="?list",
    grid_href="?grid",
)
INCIDENT = incident_view.IncidentRow(
    "9",
    "/incidents?key=9",
    "QZ-2026-003198-0",
    "/cases/QZ-2026-003198-0",
    "群众来信来话",
    7,
    "算期限",
    Message("Expected one rule of %(decision)s to match, but found none", {"decision": "letter-days"}),
    at(11, 24, 9, 14),
    is_open=True,
)
INCIDENTS = incident_view.IncidentsView(
    "open",
    (INCIDENT, replace(INCIDENT, key="10", is_open=False, deadline=HANDLING)),
    2,
    48,
    "/incidents",
    "/incidents?state=resolved",
    1281,
    incident_view.IncidentDetail(
        INCIDENT, "/incidents/9/resolution", (task_view.Fact("kind", "null"),), 1, errors=(("reason", Message("Fill this in", {})),)
    ),
)
STEPS = (
    public_view.PublicStep("已受理", "done", at(11, 16, 15, 2)),
    public_view.PublicStep("已交市卫生健康局", "done", at(11, 16, 15, 20)),
    public_view.PublicStep("正在办理", "now", note="11月18日到现场查看并做了检测"),
    public_view.PublicStep("答复您", "later"),
)
PROGRESS = public_view.ProgressView(
    "QZ-2026-003187-4", "running", "环境噪声", STEPS, at(11, 16, 15, 2), at(11, 25, 17, 30), Left(1, 5, 18), "市卫生健康局", "11", "7"
)
WRITING = public_view.LetterView(
    1,
    "小区路灯不亮",
    "",
    "从 11月20日晚上开始，小区东门外三盏路灯都不亮，老人晚上出门看不清。",
    errors={"place": Message("Write the place, so that we know who is in charge", {})},
)
PEOPLE = tuple(
    sign_in_view.DemoPerson(account, name, role)
    for account, name, role in [
        ("handler-health", "陈静", "市卫健局经办，A岗"),
        ("handler-health-b", "刘洋", "市卫健局经办，B岗"),
        ("hotline", "李敏", "政务热线办公室"),
        ("supervisor", "周海涛", "市政府督查室"),
        ("office", "许文", "市政府办公室"),
        ("mayor-deputy", "赵明远", "分管副市长"),
        ("auditor", "孙丽", "审计员"),
        ("demo", "演示", "全部岗位，供试用"),
    ]
)
SIGN_IN = sign_in_view.SignInView(
    "云州市人民政府", "handler-heath", "wrong", 4, provider="市统一身份认证", demo=PEOPLE, more_demo=PEOPLE[:3], demo_password="duban-demo"
)
START = start_view.StartView(
    "citizen-letter",
    "群众来信来话",
    "/start/citizen-letter",
    fields(EVERYTHING, {}, {}),
    "登记来信、来电和信箱邮件。",
    True,
    repeats=(start_view.LikelyRepeat("QZ-2026-003150-7", "/cases/QZ-2026-003150-7", "春晖路诊所噪声", at(11, 10, 9), "同一地点"),),
)
PRINTED = public_view.PrintedReceiptView(
    "云州市",
    "云州市政务热线办公室",
    "QZ-2026-003187-4",
    "7KMP2RXW",
    at(11, 16, 15, 2),
    NOW,
    (("反映事项", "诊所夜间噪声"), ("地点", "东城街道春晖路 18 号")),
    at(11, 25, 17, 30),
    "11",
    progress_address="https://duban.example/progress",
)


@dataclass(frozen=True)
class Sample:
    """A page to draw. width: of the window that its mock-up is drawn for."""

    name: str
    template: str
    values: dict[str, Any]
    signed_in: bool = True
    section: str = "work-list"
    width: int = 1366


def work(name: str, page: work_list_view.WorkListView, task: task_view.TaskView | None) -> Sample:
    return Sample(name, "work_list.html", {"page": page, "task": task})


def public(name: str, template: str, page: Any) -> Sample:
    return Sample(name, f"public/{template}.html", {"page": page}, signed_in=False, width=390)


def error(status: int, **more: Any) -> Sample:
    return Sample(f"error-{status}", "error.html", {"page": error_view.ErrorView(status, **more)})


SAMPLES = (
    Sample("sign-in", "sign_in.html", {"page": SIGN_IN}, signed_in=False),
    Sample("sign-in-ran-out", "sign_in.html", {"page": replace(SIGN_IN, problem="ran-out", provider="", demo=())}, signed_in=False),
    Sample("sign-in-locked", "sign_in.html", {"page": replace(SIGN_IN, problem="locked", locked_until=at(11, 24, 11))}, signed_in=False),
    work("work-list", LIST, TASK),
    work("work-list-conflict", replace(FILTERED, groups=GROUPS), CONFLICT),
    work("work-list-unclaimed", LIST, UNCLAIMED),
    work("work-list-every-field", LIST, ALL_KINDS),
    work("work-list-empty", EMPTY, None),
    work("work-list-nothing-matches", replace(FILTERED, groups=(), total=0, stale_since=at(11, 24, 10, 30)), None),
    work(
        "work-list-done",
        replace(
            LIST,
            view="done",
            groups=(
                group(
                    "done",
                    row("9", "t", "QZ-2026-000001-2", LETTER, "办理", LAPSED),
                    row("8", "u", "QZ-2026-000002-0", LETTER, "办理", None, ended_at=at(11, 20, 9)),
                ),
            ),
        ),
        None,
    ),
    *(work(f"task-{tab}", LIST, replace(TASK, tab=tab)) for tab in ("history", "diagram", "documents", "comments")),
    *(work(f"dialog-{kind}", LIST, dialog(kind)) for kind in ("send-back", "transfer", "withdraw")),
    work("dialog-urge-refused", LIST, dialog("urge", errors={"reason": Message("Fill this in", {})})),
    Sample("task-form-alone", "task/form.html", {"task": TASK}),
    Sample("task-fields-alone", "task/fields.html", {"task": ALL_KINDS}),
    *(
        Sample(f"case-{tab}", "case.html", {"case": replace(CASE, tab=tab)}, section="cases")
        for tab in ("overview", "history", "diagram", "documents", "comments")
    ),
    Sample(
        "case-cancel",
        "case.html",
        {"case": replace(CASE, dialog=task_view.DialogView("cancel", "/cases/QZ/cancellation", "/cases/QZ"))},
        section="cases",
    ),
    Sample(
        "cases",
        "cases.html",
        {
            "page": case_view.CasesView(
                (
                    case_view.CaseRow(
                        "QZ-2026-003187-4",
                        "/cases/QZ-2026-003187-4",
                        "东城小区诊所夜间外机噪声扰民",
                        "群众来信来话",
                        "责任单位办理",
                        at(11, 16, 15),
                        HANDLING,
                    ),
                ),
                1,
                processes=(("citizen-letter", "群众来信来话"),),
            )
        },
        section="cases",
    ),
    Sample("cases-none", "cases.html", {"page": case_view.CasesView((), 0, "x")}, section="cases"),
    Sample("deadline", "deadline.html", {"page": DAYS}),
    Sample("deadline-list", "deadline.html", {"page": replace(DAYS, as_list=True)}),
    Sample("incidents", "incidents.html", {"page": INCIDENTS}, section="incidents"),
    Sample(
        "incidents-none",
        "incidents.html",
        {"page": replace(INCIDENTS, rows=(), detail=None, open_count=0, last_resolved_at=at(11, 20, 9))},
        section="incidents",
    ),
    Sample("start", "start.html", {"page": START}),
    error(
        404,
        message=Message("Expected a case, but found none numbered %(number)s", {"number": "QZ-2026-003817-4"}),
        nearest=(task_view.Fact("QZ-2026-003187-4", "东城小区诊所夜间外机噪声扰民", "/cases/QZ"),),
    ),
    error(403, message=Message("Fill this in", {}), may="吴倩、张衡"),
    error(409, message=Message("Fill this in", {}), draft_kept=True, back_href="/work-list?task=1"),
    error(503, retry_seconds=8, event_number="5f1c-20a7"),
    public("public-letter", "letter", WRITING),
    public("public-letter-contact", "letter", replace(WRITING, step=2, place="春晖路 18 号", errors={})),
    public(
        "public-letter-check",
        "letter",
        replace(
            WRITING,
            step=3,
            place="春晖路 18 号",
            errors={},
            photos=(public_view.Photo("p1", "路灯.jpg"),),
            name="张三",
            contact="13800138000",
        ),
    ),
    public("public-receipt", "receipt", public_view.LetterReceiptView("QZ-2026-003187-4", "7KMP2RXW", NOW, at(12, 3, 17, 30), 2)),
    public("public-query", "query", public_view.QueryView("QZ-2026-003178-4", "wrong", 4)),
    public("public-query-locked", "query", public_view.QueryView("QZ-2026-003178-4", "locked", locked_until=at(11, 24, 11))),
    public("public-progress", "progress", PROGRESS),
    *(
        public(
            f"public-progress-{state}",
            "progress",
            replace(
                PROGRESS,
                state=state,
                stopped_why="等待专家检测",
                merged_into="QZ-2026-003150-7",
                answered_at=at(11, 24, 9),
                answer="已责令整改。",
                provisional=True,
            ),
        )
        for state in ("received", "late", "stopped", "answered", "closed", "merged")
    ),
    public("public-error", "error", error_view.ErrorView(503, retry_seconds=8, is_public=True)),
    Sample("printed-receipt", "printed_receipt.html", {"page": PRINTED}),
)


def environment(asset: Callable[[str], str]) -> Environment:
    found = Environment(loader=FileSystemLoader(CATALOGUES.parent / "templates"), autoescape=True)
    configure_environment(found, asset)
    return found


def draw(sample: Sample, jinja: Environment, language: str = "zh_Hans", theme: str = "") -> str:
    """Return a sample page as HTML."""
    sections = ("work-list", "cases", "incidents")
    shell = Shell(
        city="云州市",
        now=NOW,
        here="/work-list?view=mine",
        language=language,
        theme=theme,
        person=CHEN if sample.signed_in else None,
        links=tuple(NavLink(section, section == sample.section) for section in sections) if sample.signed_in else (),
        office_hours="08:30-12:00、13:30-17:30",
        toasts=(Toast("已退回热线办", "/tasks/1/withdrawal"),) if sample.name == "work-list-empty" else (),
        test_clock=sample.name == "start",
    )
    token = LANGUAGE.set(language)
    try:
        return jinja.get_template(sample.template).render(show=Wording(language, CITY, NOW), shell=shell, **sample.values)
    finally:
        LANGUAGE.reset(token)
