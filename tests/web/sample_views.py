"""Invented tasks, cases and letters for pages."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from app.domain.rejection import Message
from app.web.presentation import case_view, public_view, repeat_view, sign_in_view, start_view, task_view, work_list_view
from app.web.presentation.correction_view import CorrectionView
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.shell_view import PersonView
from app.web.presentation.time_left import Left
from tests.web.sample_forms import (
    AT_ONCE,
    CHEN,
    DOCUMENTS,
    EVERYTHING,
    FORM,
    HANDLING,
    HREF,
    LAPSED,
    MET,
    NOW,
    OVERDUE,
    SHUT,
    STOPPED,
    TYPED,
    WORDS,
    at,
    fields,
    running,
)


def row(
    key: str, title: str, number: str, process: str, step: str, deadline: DeadlineView | None, *notes: str, **more: Any
) -> work_list_view.TaskRow:
    return work_list_view.TaskRow(key, f"/work-list?view=mine&task={key}", title, number, process, step, deadline, notes=notes, **more)


def group(name: str, *rows: work_list_view.TaskRow) -> work_list_view.TaskGroup:
    return work_list_view.TaskGroup(name, rows)


LETTER = "群众来信"
REPEAT = repeat_view.LikelyRepeat(
    "QZ-2026-003150-7",
    "/cases/QZ-2026-003150-7",
    "春晖路诊所噪声",
    at(11, 10, 9),
    unit="市卫健局",
    why="联系方式相同、用词相近",
    can_merge=True,
)
TARGET = repeat_view.MergeTargetView("QZ-2026-003150-7", "/cases/QZ-2026-003150-7", "春晖路诊所噪声", "running", at(11, 10, 9), "市卫健局")
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
    saved=(
        work_list_view.SavedLink("/work-list?filter=1", "快到期的", "刘洋", True),
        work_list_view.SavedLink("/work-list?filter=2", "多部门办理", current=False, drop_href="/work-list/filters/2/removal"),
    ),
    keep=(("view", "mine"), ("light", "yellow")),
    share_with="health-bureau",
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
        Message(
            "deadline of %(step)s: %(at)s, art. %(article)s, calendar %(version)s",
            {"step": "责任单位办理", "at": at(11, 25, 17, 30), "article": "11", "version": "3"},
        ),
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
MERGE_FORM = {
    "type": "default",
    "id": "assignment",
    "components": [
        {
            "type": "textfield",
            "key": "mergedInto",
            "id": "mergedInto",
            "label": "并入哪一件",
            "properties": {"mergesBy": "disposition=merge"},
        },
        {"type": "textarea", "key": "closingReason", "id": "closingReason", "label": "理由"},
    ],
}
MERGING = replace(
    TASK,
    step_name="分派来信",
    fields=fields(MERGE_FORM, {"mergedInto": "QZ-2026-003150-7"}, {}),
    merging=repeat_view.RepeatsView("mergedInto", "/tasks/4194309/merge-target", (REPEAT,), TARGET),
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


ASKED_ABOUT = "/cases/QZ-2026-003187-4"
CORRECTION = CorrectionView(ASKED_ABOUT[7:], "登记", f"{ASKED_ABOUT}/correction", ASKED_ABOUT, TASK.fields[:1], "听错了楼层", shut=SHUT)
DELEGATED = replace(
    TASK,
    can=frozenset({"complete", "comment", "upload"}),
    acting_for="刘洋",
    submit_label="交还给刘洋",
    notice=task_view.Notice("blue", "刘洋委托您办理，由其提交", "理由：这家您熟悉。记录将写：陈静 代 刘洋。期限照常计算。", alert=False),
)
SENT_BACK = replace(TASK, notice=task_view.Notice("yellow", "李敏于今天 09:12从核查退回", "现场照片没有附上。", alert=False))
URGINGS = (
    task_view.UrgingView("孙丽", at(11, 24, 9, 5), "来信人两次来电，尚无答复", answer_href=f"{HREF}&dialog=answer-urging&of=1"),
    task_view.UrgingView("孙丽", at(11, 23, 18, 5), "临近期限", "今天下午派人上门", "陈静", "刘洋", at(11, 23, 18, 30)),
)


def dialog(kind: str, **more: Any) -> task_view.TaskView:
    choices = (
        (task_view.Choice("feng", "冯磊", "市卫健局，手上 8 件"),)
        if kind in ("transfer", "delegate")
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
    merged_into=TARGET,
    receipt_href="/cases/QZ-2026-003187-4/receipt",
    notices=(task_view.Notice("yellow", "云卫〔2026〕1号的送达有更正", links=(task_view.Fact("送达", "", "/cases/QZ-2026-003187-4"),)),),
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
MET_DAYS = replace(
    DAYS,
    deadline=replace(MET, ended_at=at(11, 20, 10), days_counted=3, calendar_version="3", calendar_year=2026),
    weeks=tuple(
        tuple(
            replace(day, kind="unused" if day.on.day > 20 and day.kind != "after" else day.kind, number=0, is_end=day.on.day == 20)
            for day in week
        )
        for week in DAYS.weeks
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
    (replace(REPEAT, can_merge=False), replace(REPEAT, receipt_number="QZ-2026-003100-2", state="completed", can_merge=False)),
    saved_at=NOW,
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
PRINTED_PROJECT = replace(PRINTED, procedure="投资项目并联审批", office="云州市招商局", receipt_number="TZ-2026-000016-4", answer_by=None)
PROGRESS_PROJECT = replace(
    PROGRESS, procedure="投资项目并联审批", receipt_number="TZ-2026-000016-4", state="received", topic="", answer_by=None
)
