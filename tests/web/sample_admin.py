"""Sample data of the administration, of notices and of papers."""

import json
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from app.domain.calendar import Calendar
from app.domain.paper import Content
from app.domain.rejection import Message
from app.web.pages.calendar_words import months, year_view
from app.web.presentation.calendar_view import CalendarEntryView, CalendarView, MovedView
from app.web.presentation.clock_view import NoticeRow, NoticesView
from app.web.presentation.import_view import ImportRow, ImportView
from app.web.presentation.paper_view import FigureView, PaperView, ServiceView, Words
from app.web.presentation.staff_view import (
    AbsenceView,
    AdminLink,
    HandOverView,
    HeldTask,
    LeaveForm,
    NewForms,
    PairView,
    PostRow,
    PostsView,
    RolesForm,
    StaffDetail,
    StaffRow,
    StaffView,
)
from app.web.presentation.task_view import Choice, Fact
from tests.paper.samples import filled, issued
from tests.web.sample_forms import CITY, NOW, at

SHIPPED = Path(__file__).resolve().parents[2] / "app" / "domain" / "calendars"
DOCUMENT: dict[str, Any] = json.loads((SHIPPED / "2026.json").read_text(encoding="utf-8"))
CALENDAR = Calendar.from_years("3", [DOCUMENT], CITY)
LINKS = tuple(AdminLink(part, f"/admin/{part}", current=part == "people") for part in ("people", "posts", "import", "calendar"))
PEOPLE = (Choice("handler-health-b", "刘洋"), Choice("head-health", "杨帆", chosen=True))
REFUSED = Message("Fill this in", {})

CHEN_ROW = StaffRow(
    "handler-health",
    "陈静",
    "/admin/people/handler-health",
    ("市卫健局 · 经办人",),
    (PairView("A", ("刘洋",)),),
    "away",
    at(11, 26, 17, 30),
    5,
    NOW,
)
STAFF = StaffView(
    LINKS,
    (
        CHEN_ROW,
        StaffRow(
            "handler-housing", "王建国", "/admin/people/handler-housing", ("市住建局 · 经办人",), (PairView("A"),), "coming", NOW, 0, None
        ),
        StaffRow("enforcer-old", "马超", "/admin/people/enforcer-old", (), (), "disabled", None, 0, None),
    ),
    3,
    2,
    (Choice("health-bureau", "市卫健局"), Choice("housing-bureau", "市住建局")),
    "",
    "",
    StaffDetail(
        CHEN_ROW,
        ("市卫健局",),
        ("市卫健局 · 经办人",),
        ("刘洋",),
        (AbsenceView(NOW, at(11, 26, 17, 30), "外出培训", ("刘洋",), "/end", True, (REFUSED,)),),
        (REFUSED,),
        LeaveForm("/leave", "2026-11-24T13:30", "", "", "外出培训", PEOPLE, {"ends": REFUSED}),
        RolesForm(
            "/roles",
            (Choice("handler@health-bureau", "市卫健局 · 经办人"),),
            (Choice("handler", "经办人"),),
            (Choice("health-bureau", "市卫健局"),),
        ),
        "/hand-over",
        "/disable",
        reason="借调",
        problem=REFUSED,
    ),
    done=Message("The leave is entered; work reaches who stands in by itself", {}),
)
STAFF_NEW = replace(
    STAFF,
    detail=None,
    done=None,
    unmanned=("市港务局 · 经办", "市环保局 · 审批人"),
    new=NewForms(
        (Choice("handler", "经办", "", chosen=True),),
        (Choice("health-bureau", "市卫健局"),),
        (Choice("health-bureau", "市卫健局"),),
        {"account": "chen jing", "name": "陈静", "role": "handler", "of": "", "letter": "B"},
        {"account": REFUSED, "role": REFUSED},
    ),
)
STAFF_NEW_UNIT = replace(
    STAFF_NEW, new=replace(STAFF_NEW.new, typed={"id": "parks", "unit_name": "", "parent": ""}, errors={"unit_name": REFUSED})
)
POSTS = PostsView(
    LINKS,
    (PostRow("1", "来信经办岗", "市卫健局 · 经办人", PEOPLE, PEOPLE, REFUSED),),
    (Choice("handler@health-bureau", "市卫健局 · 经办人"),),
    True,
    REFUSED,
)
IMPORT = ImportView(
    LINKS,
    (
        ImportRow("人员", 2, (("account", "li-na"), ("name", "李娜"), ("unit", "health"))),
        ImportRow("人员", 3, (("account", "li-na"), ("name", ""), ("unit", "none")), (("name", REFUSED),)),
    ),
    1,
)
HAND_OVER = HandOverView(
    LINKS,
    "陈静",
    "handler-health",
    "/admin/people/handler-health/hand-over",
    "/admin/people/handler-health",
    (HeldTask("1", "QZ-2026-003187-4", "/tasks/1", "东城小区诊所夜间外机噪声扰民", "责任单位办理", at(11, 25, 17, 30), PEOPLE, REFUSED),),
    2,
    PEOPLE,
    problem=REFUSED,
)
YEAR = CalendarView(
    LINKS,
    year_view(2026, {"document": DOCUMENT, "version": 3, "entered_at": "2025-11-05T01:00:00.000000Z"}, CALENDAR),
    ((2025, True), (2026, True), (2027, False)),
    months(2026, CALENDAR, NOW),
    2027,
    37,
    "/admin/calendar/2026/entry",
)
UNKNOWN_YEAR = CalendarView(LINKS, year_view(2027, None, CALENDAR), ((2026, True), (2027, False)), months(2027, CALENDAR, NOW), 2027, 37)
TYPED = {
    "notice": "通知",
    "holidays": "2027-01-01 元旦",
    "makeUpDays": "",
    "hours": "01-01 12-31 08:30-12:00",
    "closures": "",
    "reason": "",
}
ENTRY = CalendarEntryView(LINKS, 2027, TYPED, True, "/admin/calendar/2027", {"makeUpDays": REFUSED, "reason": REFUSED, "notice": REFUSED})
ENTRY_SEEN = CalendarEntryView(
    LINKS,
    2027,
    TYPED,
    False,
    "/admin/calendar/2027",
    {},
    2,
    (
        MovedView("QZ-2026-003187-4", "群众来信来话", "责任单位办理", at(12, 31, 17, 30), at(12, 30, 17, 30), True),
        MovedView("", "群众来信来话", "责任单位办理", at(12, 31, 17, 30), at(12, 30, 17, 30), False),
    ),
)
NOTICES = NoticesView(
    (
        NoticeRow("1", REFUSED, NOW, "TZ-2026-000001-7", "东部园区精密部件厂", "陈静", is_law=True),
        NoticeRow("2", REFUSED, at(11, 20, 9), "QZ-2026-003187-4", "东城小区诊所夜间外机噪声扰民", is_read=True),
    ),
    1,
    "/notices?before=1",
)
CONTENT = filled("meeting-bulletin").content
DECISION = issued("penalty-decision")


def figures(content: Content) -> tuple[FigureView, ...]:
    return tuple(
        FigureView(one["id"], one["label"], one["value"], 1, (Fact("HY-2026-000012-4", "老旧小区", "/cases/HY"),))
        for one in content["figures"]
    )


PAPER = PaperView(
    "/papers/1",
    "HY-2026-000012-4",
    "/cases/HY-2026-000012-4",
    "bulletin",
    "draft",
    "关于落实情况的通报",
    "",
    CONTENT,
    (replace(figures(CONTENT)[0], stale="3"), *figures(CONTENT)[1:]),
    frozenset({"edit", "issue"}),
    1,
    "周海涛",
    NOW,
    (Words("title", "标题", "关于落实情况的通报"),),
    problem=REFUSED,
)
ISSUED = PaperView(
    "/papers/2",
    "CF-2026-000003-9",
    "/cases/CF-2026-000003-9",
    "decision",
    "issued",
    "行政处罚决定书",
    "云市监〔2026〕1号",
    DECISION,
    figures(DECISION),
    frozenset({"serve"}),
    2,
    "马超",
    NOW,
    issued_by="马超",
    issued_at=NOW,
    digest="ab" * 32,
    overtaken_at=NOW,
    services=(
        ServiceView(
            "1",
            NOW,
            "邮寄送达",
            "马超",
            "门卫",
            "",
            recorded_by="马超",
            recorded_at=NOW,
            struck_at=NOW,
            struck_by="马超",
            struck_reason="送错了人",
        ),
        ServiceView(
            "2",
            NOW,
            "直接送达",
            "马超",
            "张某",
            "",
            "/documents/1",
            "马超",
            NOW,
            counts=True,
            strike_href="/cases/x/papers/1/service/2/strike",
        ),
        ServiceView("3", NOW, "公告送达", "马超", "公告", recorded_by="马超", recorded_at=NOW, effective_on=NOW.date()),
    ),
    limits=("自送达之日 **2026年11月24日** 起计算：罚款缴至 **2026年12月9日**。",),
    ways=(("direct", "直接送达"),),
)
