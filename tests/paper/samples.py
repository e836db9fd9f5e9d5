"""What the cases of each procedure know, for the papers at their ends: invented, and the same in pictures and tests."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.domain.calendar import Calendar
from app.domain.calendar_functions import feel_functions
from app.domain.calendar_shipped import shipped_years
from app.domain.demo_city import OFFICES, UNITS
from app.domain.paper import Content
from app.feel import FeelWorld
from app.paper import Filled, PaperTemplate, Sources, fill_paper, read_paper

ROOT: Final = Path(__file__).resolve().parents[2]
ZONE: Final = ZoneInfo("Asia/Shanghai")
NOW: Final = datetime(2026, 11, 24, 2, 42, tzinfo=UTC)
CASE: Final[dict[str, Any]] = {
    "receivedAt": datetime(2026, 11, 16, 9, 12, tzinfo=ZONE),
    "startedBy": "hotline",
    "owner": "hotline",
}


def _item(content: str, unit: str, due: str, done: str | None, result: str, **more: Any) -> dict[str, Any]:
    return {"content": content, "unit": unit, "dueOn": due, "doneOn": done, "result": result, "extendedTo": None, **more}


def _letter(number: str, topic: str, unit: str, *, closed: date | None = None, missed: bool = False, **more: Any) -> dict[str, Any]:
    """Return a letter as a monthly bulletin sees it."""
    limit = {"element": "handling", "until": datetime(2026, 10, 16, 17, 30, tzinfo=ZONE), "isMissed": missed, "isMissedNow": missed}
    said = {"number": number, "title": topic, "topic": topic, "unit": unit, "receivedOn": date(2026, 10, 8), "isNew": True, **more}
    return {**said, "closedOn": closed, "isClosed": closed is not None, "outcome": None, "deadlines": [limit]}


LETTER: Final[dict[str, Any]] = {
    "anonymous": False,
    "name": "张玉兰",
    "contact": "13800000001",
    "topic": "东城小区诊所夜间外机噪声扰民",
    "place": "东城街道春晖路 18 号",
    "content": "楼下新开的诊所把两台空调外机装在我家卧室窗下，夜里一直响，孩子睡不好。找过物业两次都没有结果。",
    "replyUntil": "2026-11-25T17:30:00+08:00",
    "unit": "health-bureau",
    "findings": "到现场查看并做了检测，夜间 56 分贝，超过二类区限值。诊所已移机并加装隔声罩。",
    "answerText": "诊所的两台外机已经移到背街一面并加装隔声罩，复测达标。",
}
MEETING: Final[dict[str, Any]] = {
    "meeting": "市政府第19次常务会议",
    "meetingOn": "2026-08-27",
    "items": [
        _item("秋季学期学位保障", "education-bureau", "2026-09-10", "2026-09-08", "onTime"),
        _item("汛后河道清淤验收", "environment-bureau", "2026-09-30", "2026-09-29", "onTime"),
        _item("城区公交线网优化", "transport-bureau", "2026-10-15", "2026-10-15", "onTime"),
        _item("农贸市场改造补助办法", "market-bureau", "2026-10-30", "2026-11-12", "extended", extendedTo="2026-11-13"),
        _item(
            "夜间施工噪声联合整治",
            "housing-bureau",
            "2026-11-18",
            "2026-11-23",
            "late",
            daysLate=Decimal(3),
            note="联合检查方案未按期会签，也未按第5条提前3天书面说明。请该局于12月1日前报送整改措施。",
        ),
        _item("社区养老服务站选址", "planning-bureau", "2026-11-06", "2026-11-04", "onTime"),
        _item("重点项目用林用地保障", "planning-bureau", "2026-11-20", "2026-11-19", "onTime"),
    ],
}
COMMITTEE: Final[dict[str, Any]] = {
    "meeting": "市委常委会第20次会议",
    "meetingOn": "2026-10-12",
    "decided": _item("制定托育服务三年计划", "health-bureau", "2026-11-20", "2026-11-18", "onTime"),
    "agreedDue": "2026-11-20",
    "firstReportAt": "2026-11-18T10:00:00+08:00",
    "reportedLate": False,
    "reportText": "计划已于2026年11月17日印发，经费已列入明年预算。",
    "committeeReport": "计划已印发实施，分年度任务已分解到各区（县）。",
}
STOPPED: Final[dict[str, Any]] = {
    "step": "reviewing",
    "unit": "environment-bureau",
    "group": "reviewer@environment-bureau",
    "since": datetime(2026, 11, 24, 10, 40, tzinfo=ZONE),
    "until": date(2026, 12, 4),
    "reason": "专家评审",
}
INVESTMENT: Final[dict[str, Any]] = {
    "stoppedClocks": [STOPPED],
    "investor": "云州精密制造有限公司",
    "project": "高端轴承生产线",
    "content": "新建轴承生产线两条，年产值约三亿元。",
    "site": "东部园区二期",
    "investment": Decimal(12000),
    "approvals": [
        {"unit": "planning-bureau", "approval": "用地规划", "kind": "general"},
        {"unit": "fire-brigade", "approval": "消防设计", "kind": "general"},
    ],
    "sessionAt": "2026-11-16T09:30+08:00",
    "sessionPlace": "市行政服务大厅联审会议室",
    "sessionNote": None,
    "putOffReason": None,
    "missingPapers": "1. 项目申请报告\r\n\r\n2、用地预审意见",
    "wantedPapers": "消防设计专篇",
    "item": {"unit": "fire-brigade", "approval": "消防设计", "kind": "general"},
    "replies": [
        {"unit": "planning-bureau", "approval": "用地规划", "reply": "agree", "at": "2026-11-18T10:05:00+08:00", "article": None},
        {
            "unit": "environment-bureau",
            "approval": "环境影响评价",
            "reply": "conditions",
            "note": "夜间不得进行锻造作业。",
            "at": "2026-11-20T16:20:00+08:00",
            "article": None,
        },
        {"unit": "fire-brigade", "approval": "消防设计", "reply": "deemed", "at": "2026-11-23T17:30:00+08:00", "article": "35"},
        {"unit": "housing-bureau", "approval": "施工许可", "reply": "deemed", "at": "2026-11-16T09:00:00+08:00", "article": "34"},
    ],
    "tasks": [{"unit": "east-park", "content": "接通厂区临时用电", "dueOn": "2026-12-04"}],
}
PENALTY: Final[dict[str, Any]] = {
    "stoppedClocks": [{**STOPPED, "step": "legal-review", "unit": None, "group": "legal-office", "reason": "审核期间需要听证"}],
    "unit": "market-bureau",
    "enterprise": "云州鲜达食品有限公司",
    "enterpriseCode": "91440000MA00000000",
    "address": "云州市东部园区兴业路 6 号",
    "legalRepresentative": "王某某",
    "violation": "2026年10月9日，本机关检查发现你单位销售的两批次预包装食品标签未标明生产日期，货值金额三千二百元。",
    "evidence": ["现场检查笔录一份", "涉案产品照片六张", "进货票据复印件两份"],
    "noticeOn": "2026-11-02",
    "statement": None,
    "legalBasis": "《中华人民共和国食品安全法》第六十七条第一款",
    "grade": "一般",
    "gradeReason": None,
    "penalties": ["没收违法所得六百元", "罚款五千元"],
    "fine": Decimal(5000),
    "decision": {"paperKey": "1048576", "number": "云市监〔2026〕1号"},
    "admonition": "讲明标签必须标明生产日期，当面教育。",
    "help": "提供标签样本，派员指导换标。",
    "correctBy": "2026-12-04",
    "noneReason": "货值不大，当场下架并已换标，没有造成后果。",
}
REPORTED: Final[dict[str, Any]] = {
    "period": {"name": "2026年10月", "first": date(2026, 10, 1), "last": date(2026, 10, 31)},
    "rules": {"issueDays": Decimal(5), "lateItemDays": Decimal(5)},
    "reported": [
        _letter("QZ-2026-003001-2", "路灯不亮", "housing-bureau", closed=date(2026, 10, 9)),
        _letter("QZ-2026-003002-0", "井盖缺失", "housing-bureau", missed=True),
        _letter("QZ-2026-003003-9", "污水外溢", "environment-bureau", closed=date(2026, 10, 28), missed=True),
        _letter(
            "QZ-2026-003004-7",
            "公交候车亭破损",
            "transport-bureau",
            closed=date(2026, 10, 20),
            irregular=True,
            irregularity="答复内容与反映事项不符，未说明办理依据。",
        ),
    ],
}
KNOWN: Final = {
    "receipt-of-letter": ("citizen-letter", LETTER, "QZ-2026-003187-4"),
    "answer-to-letter": ("citizen-letter", LETTER, "QZ-2026-003187-4"),
    "letter-bulletin": ("letter-bulletin", REPORTED, "TB-2026-000011-6"),
    "meeting-bulletin": ("meeting-decision", MEETING, "HY-2026-000033-5"),
    "meeting-summary": ("meeting-decision", MEETING, "HY-2026-000033-5"),
    "committee-report": ("meeting-decision", COMMITTEE, "HY-2026-000038-9"),
    "combined-notice": ("investment-approval", INVESTMENT, "TZ-2026-000012-8"),
    "papers-missing": ("investment-approval", INVESTMENT, "TZ-2026-000012-8"),
    "papers-wanted": ("investment-approval", INVESTMENT, "TZ-2026-000012-8"),
    "reply-clock-stopped": ("investment-approval", INVESTMENT, "TZ-2026-000012-8"),
    "session-call": ("investment-approval", INVESTMENT, "TZ-2026-000012-8"),
    "penalty-admonition": ("penalty-review", PENALTY, "CF-2026-000007-2"),
    "penalty-none": ("penalty-review", PENALTY, "CF-2026-000007-2"),
    "penalty-decision": ("penalty-review", PENALTY, "CF-2026-000007-2"),
    "review-clock-stopped": ("penalty-review", PENALTY, "CF-2026-000007-2"),
    "penalty-service": ("penalty-review", PENALTY, "CF-2026-000007-2"),
}


def template(paper: str) -> PaperTemplate:
    path = ROOT / "processes" / KNOWN[paper][0] / "papers" / f"{paper}.paper"
    return read_paper(path.read_bytes(), path.name)


def filled(paper: str, now: datetime = NOW, **more: Any) -> Filled:
    """Return a paper as its case fills it at an instant; more: variables that are otherwise."""
    _, variables, number = KNOWN[paper]
    offices = {id: {"name": name, "code": code} for id, name, code in OFFICES}
    calendar = Calendar.from_years("shipped", shipped_years(), ZONE)
    world = FeelWorld(now, ZONE, functions=feel_functions(calendar))
    units = {**dict(UNITS), **{id: name for id, name, _ in OFFICES}}
    return fill_paper(template(paper), Sources({**variables, **more}, world, {**CASE, "receiptNumber": number}, units, offices))


def issued(paper: str, serial: int = 1, **more: Any) -> Content:
    """Return the content as it is frozen with a number."""
    content = filled(paper, **more).content
    return {**content, "number": f"{content['office']['code']}〔2026〕{serial}号", "issuedOn": "2026年11月24日"}
