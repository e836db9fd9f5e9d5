"""Statistics across cases: ways and times, with a way of several items, one by silence and one in hand; and the cases of one way."""

from typing import Any

from msgspec.structs import replace

from app.web.presentation.statistics_view import (
    ChoiceView,
    DeviationRow,
    DeviationsView,
    LatenessView,
    OutcomeBar,
    OutcomeRow,
    SortCount,
    StatisticsView,
    StepRow,
    VariantCase,
    VariantCasesView,
    VariantRow,
    VariantStep,
)
from tests.web.sample_events import ROWS
from tests.web.sample_forms import at

TABS = (("ways", "/statistics", True), ("lateness", "/statistics/lateness", False), ("deviations", "/statistics/deviations", False))
NEXT = "/statistics/cases?variant="
CHOICE = ChoiceView(
    {"process": "citizen-letter", "version": "2", "from": "2026-01-01", "to": "", "unit": ""},
    (("citizen-letter", "群众来信来话"), ("investment-approval", "投资项目联审")),
    (("health-bureau", "市卫健局"), ("housing-bureau", "市住建局")),
    TABS,
    (("2", "ab" * 32, 1_284), ("1", "cd" * 32, 87)),
)
WAY = (
    VariantStep("分派来信", "done"),
    VariantStep("签收、办理并答复", "done"),
    VariantStep("核查办理情况", "done"),
    VariantStep("回访群众", "done"),
)
VARIANTS = (
    VariantRow(1, WAY, "COMPLETED", 902, "70.2", 100, "4.2 个工作日", "9.8 个工作日", 31, 0, f"{NEXT}1"),
    VariantRow(2, (*WAY[:3], *WAY[1:]), "COMPLETED", 301, "23.4", 33, "7.9 个工作日", "14.0 个工作日", 64, 0, f"{NEXT}2"),
    VariantRow(
        3,
        (WAY[0], VariantStep("部门出具意见", "lapsed"), VariantStep("回访群众", "left")),
        "TERMINATED",
        41,
        "3.2",
        4,
        "2.0 个工作日",
        "3.5 个工作日",
        0,
        41,
        f"{NEXT}3",
    ),
    VariantRow(4, (WAY[0], VariantStep("签收、办理并答复", "open")), "ACTIVE", 39, "3.0", 4, "", "", 2, 0, f"{NEXT}4"),
    VariantRow(5, (), "TERMINATED", 1, "0.1", 1, "12 分钟", "12 分钟", 0, 0, f"{NEXT}5"),
)
STEPS = (
    StepRow("assign", "分派来信", 1_284, 0, 0, 0, "2.1 办公小时", "5.3 办公小时", 1, "2.1 / 5.3 小时"),
    StepRow("handle", "签收、办理并答复", 1_204, 0, 41, 39, "3.4 个工作日", "8.7 个工作日", 5, "3.4 / 8.7 工作日", at(11, 12, 9)),
    StepRow("check", "核查办理情况", 1_203, 3, 0, 0, "1.5 个工作日", "2.2 个工作日", 3, "1.5 / 2.2 工作日"),
    StepRow("call-back", "回访群众", 0, 0, 0, 2, "", "", 0, "", at(11, 23, 15)),
)
STATISTICS = StatisticsView(
    CHOICE,
    1_284,
    1_245,
    97,
    41,
    "4.4 个工作日",
    "11.2 个工作日",
    VARIANTS,
    12,
    STEPS,
    "/statistics/diagram.xml",
    "median",
    (("median", "/statistics"), ("high", "/statistics?by=high")),
    {f"{what}.{ending}": f"/statistics/{what}.{ending}" for what in ("variants", "steps") for ending in ("csv", "xlsx")},
    "7",
)
NO_STATISTICS = replace(STATISTICS, cases=0, ended=0, variants=(), steps=(), drawing="")
WAY_CASES = VariantCasesView(
    WAY,
    "COMPLETED",
    (
        VariantCase("QZ-2026-003187-4", "夜间外机噪声扰民", at(10, 20, 9), at(10, 27, 16), "5.3 个工作日", late=False, silent=False),
        VariantCase("QZ-2026-003100-7", "路灯不亮", at(10, 9, 9), at(11, 2, 11), "16.1 个工作日", late=True, silent=True),
        VariantCase("QZ-2026-003101-5", "", at(10, 9, 9), None, "", late=True, silent=False),
    ),
    "/statistics",
    "/statistics/cases?after=1",
)

SORT_COUNTS = (
    SortCount("sent-back", "退回", 41, 37, "/statistics/deviations?sort=sent-back"),
    SortCount("moved", "期限变动", 12, 11, "/statistics/deviations?sort=moved"),
)
DEVIATIONS = DeviationsView(
    replace(CHOICE, tabs=tuple((name, href, name == "deviations") for name, href, _ in TABS)),
    "moved",
    SORT_COUNTS,
    tuple(DeviationRow("期限变动", row) for row in ROWS[:2]),
    "/statistics/deviations",
    {f"deviations.{ending}": f"/statistics/deviations.{ending}" for ending in ("csv", "xlsx")},
    "/statistics/deviations?after=x",
    "/statistics/deviations",
)
NO_DEVIATIONS = replace(DEVIATIONS, sort="", sorts=(), rows=(), older_href="", newest_href="")
MONTH = OutcomeRow(
    "2026-11",
    612,
    23,
    14,
    9,
    31,
    658,
    "96.5",
    (OutcomeBar("in_time", 0, 930), OutcomeBar("extended", 930, 35), OutcomeBar("late", 965, 21), OutcomeBar("silent", 986, 14)),
)
LATENESS = LatenessView(
    replace(CHOICE, tabs=tuple((name, href, name == "lateness") for name, href, _ in TABS)),
    "month",
    (("month", "/statistics/lateness"), ("week", "/statistics/lateness?by=week")),
    replace(MONTH, name="全部"),
    (MONTH, OutcomeRow("2026-10", 0, 0, 0, 0, 0, 0, "", ()), replace(MONTH, name="2026-09")),
    (replace(MONTH, name="群众来信来话"),),
    (replace(MONTH, name="市卫健局"),),
    {f"lateness.{ending}": f"/statistics/lateness.{ending}" for ending in ("csv", "xlsx")},
    cut=True,
)
NO_LATENESS = replace(LATENESS, whole=replace(MONTH, total=0), spans=(), processes=(), units=())
OF_STATISTICS: tuple[tuple[str, str, Any], ...] = (
    ("statistics", "statistics.html", STATISTICS),
    ("statistics-none", "statistics.html", NO_STATISTICS),
    ("statistics-lateness", "statistics_lateness.html", LATENESS),
    ("statistics-lateness-none", "statistics_lateness.html", NO_LATENESS),
    ("statistics-deviations", "statistics_deviations.html", DEVIATIONS),
    ("statistics-deviations-none", "statistics_deviations.html", NO_DEVIATIONS),
    ("statistics-cases", "statistics_cases.html", WAY_CASES),
)
"""Name, template and view of each sample."""
