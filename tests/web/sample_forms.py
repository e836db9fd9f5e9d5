"""Invented deadlines and forms for pages."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.audit.given_before import SECRET
from app.domain.rejection import Message
from app.feel import FeelWorld
from app.form import check_answers, read_form, view_form
from app.web.presentation import task_view
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.shell_view import PersonView
from app.web.presentation.time_left import Left

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


HANDLING = running("yellow", at(11, 25, 17, 30), Left(1, 5, 18), calendar_version="3", calendar_year=2026)
OVERDUE = running("red", at(11, 23, 17, 30), Left(0, 2, 12, overdue=True))
AT_ONCE = running("at-once", at(11, 24, 11, 30), Left(0, 0, 48), "7", unit="at once", length="")
STOPPED = DeadlineView(
    "suspended",
    "blue",
    at(11, 26, 17, 30),
    Left(1, 0, 0),
    "35",
    length="2",
    suspended_since=at(11, 19, 10),
    stopped_days=3,
    name="现场勘察",
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


SHUT = (("密级", Message(SECRET, {})),)
