"""Sample views of points."""

from datetime import date

from msgspec.structs import replace

from app.domain.rejection import Message
from app.web.presentation import points_view
from app.web.presentation.supervision_view import Tab
from tests.web.sample_forms import at

_HREF = "/supervision/points/housing-bureau?year=2026"
TABS = (Tab("units", "/supervision", False), Tab("points", "/supervision/points", True))
YEARS = ((2026, "/supervision/points?year=2026"), (2025, "/supervision/points?year=2025"))
UNITS = points_view.PointsView(
    2026,
    YEARS,
    (
        points_view.UnitRow("housing-bureau", "市住建局", _HREF, "−2", 4, 1),
        points_view.UnitRow("health-bureau", "市卫健局", "/supervision/points/health-bureau?year=2026", "0", 0, 0),
    ),
    tabs=TABS,
)
ROW = points_view.MovementRow(
    "9",
    f"{_HREF}&movement=9",
    date(2026, 11, 19),
    "QZ-2026-002981-7",
    "/cases/QZ-2026-002981-7?tab=history",
    18,
    "丽景苑电梯困人",
    "超期 3 个工作日办结",
    "late-3",
    "15",
    "−1",
    "open",
    False,
    True,
)
OTHER = replace(
    ROW, key="8", href=f"{_HREF}&movement=8", on=date(2026, 10, 13), points="−0.5", appeal="granted", given_back=True, open=False
)
DETAIL = points_view.MovementDetail(
    ROW,
    "签收、办理并答复",
    "积分规则第 3 版，第 2 条",
    at(11, 19, 8, 30),
    at(11, 13, 17, 30),
    "罗斌",
    at(11, 20, 9, 12),
    "维保单位封梯检修期间应停止计时，经办人漏点了停止。",
    "",
    None,
    "",
    "/supervision/points/housing-bureau/9",
    frozenset({"decide"}),
)
UNIT = points_view.PointsView(
    2026,
    tuple((year, f"/supervision/points/housing-bureau?year={year}") for year, _ in YEARS),
    unit="市住建局",
    total="−2",
    movements=(ROW, OTHER, replace(OTHER, key="7", case_href="", title="", appeal="", points="+0.5", given_back=False)),
    detail=DETAIL,
    sheet_href="/supervision/points/housing-bureau.xlsx?year=2026",
    back_href="/supervision/points?year=2026",
    tabs=TABS,
)
_OPEN = replace(ROW, appeal="none")
APPEAL = replace(
    UNIT,
    movements=(_OPEN, replace(OTHER, appeal="upheld", given_back=False)),
    detail=replace(
        DETAIL,
        row=_OPEN,
        appellant="",
        appealed_at=None,
        appeal_reason="",
        can=frozenset({"appeal"}),
        problem=Message("Expected a reason of 1 to %(most)s characters, but found %(found)s", {"most": 1000, "found": 0}),
    ),
)
DECIDED = replace(
    UNIT,
    detail=replace(
        DETAIL,
        row=replace(ROW, appeal="upheld"),
        decider="周海涛",
        decided_at=at(11, 23, 10),
        decision_reason="检修记录上没有 11月12日。",
        can=frozenset(),
    ),
)
NOTHING = replace(UNIT, movements=(), detail=None, total="0")
