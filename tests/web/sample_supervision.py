"""Sample views of supervision: all units, one unit, nothing in hand; the list behind a number, as somebody who urges and as a leader."""

from msgspec.structs import replace

from app.web.presentation.supervision_view import Bar, CountLink, SupervisionView, Tab, TaskRow, WorkRow, WorkView
from tests.web.sample_forms import at
from tests.web.sample_views import HANDLING

TABS = (
    Tab("units", "/supervision", True),
    Tab("work", "/supervision/work", False),
    Tab("points", "/supervision/points", False),
    Tab("samples", "/samples", False),
    Tab("bulletins", "/bulletins", False),
)
LIST = "/supervision/work"


def _lights(*numbers: int) -> tuple[CountLink, ...]:
    names = ("red", "yellow", "green", "blue", "none")
    return tuple(CountLink(name, number, f"{LIST}?light={name}") for name, number in zip(names, numbers, strict=True))


UNIT = WorkRow(
    "市住房和城乡建设局",
    "/supervision?unit=housing-bureau",
    _lights(5, 14, 121, 11, 2),
    CountLink("", 153, f"{LIST}?unit=housing-bureau"),
    (Bar("red", 0, 33), Bar("yellow", 33, 92), Bar("green", 125, 791), Bar("blue", 916, 72), Bar("none", 988, 12)),
    "超期 3 个工作日",
    6,
    "−2.5",
    "/supervision/points/housing-bureau?year=2026",
    "93.0%",
    "2.0,13.0 15.6,11.8 29.2,9.2 42.8,11.8 56.4,10.5 70.0,10.5",
    "逐月按时率：91.0%、92.0%、94.0%、92.0%、93.0%、93.0%",
)
OFFICE = replace(UNIT, name="热线办", lights=_lights(0, 0, 3, 0, 0), bars=(Bar("green", 0, 1000),), longest="", urged=0, points="")
PROCEDURE = replace(UNIT, name="群众来信来话", href="/supervision?process=citizen-letter", points="")
ROW = TaskRow(
    "17",
    "/tasks/17?view=all",
    "接种门诊周末不开放，上班族无法接种",
    "QZ-2026-002981-7",
    "签收、办理并答复",
    "群众来信来话",
    "市卫健局",
    "陈静",
    HANDLING,
    ("已催 1 次，最近 9:05",),
    "/tasks/bulk?action=urge&key=17&next=/supervision",
)
NOT_SEEN = replace(ROW, key="18", href="", title="", holder="", deadline=None, notes=(), urge_href="")
ALL = SupervisionView(
    tabs=TABS,
    total=CountLink("", 1_284, LIST),
    lights=_lights(23, 97, 1_108, 56, 4),
    longest="超期 12 个工作日",
    late=tuple(CountLink(days, number, f"{LIST}?late={days}") for days, number in (("1", 14), ("3", 6), ("5", 2), ("10", 0))),
    units=(UNIT, OFFICE),
    processes=(PROCEDURE,),
    idle=3,
    next=tuple(
        CountLink(name, number, f"/supervision?span={name}")
        for name, number in (("overdue", 23), ("today", 31), ("next", 55), ("three", 58))
    ),
    open_span="overdue",
    rows=(ROW, replace(ROW, key="19", notes=())),
    rows_href=f"{LIST}?light=red",
    choices=(("citizen-letter", "群众来信来话"), ("meeting-decision", "会议决定督办")),
    process="",
    unit_id="",
    unit="",
    all_href="/supervision",
    urges=True,
    whole_city=True,
    counted_at=at(11, 24, 10, 42),
)
ONE = replace(
    ALL,
    units=(),
    idle=0,
    unit_id="housing-bureau",
    unit="市住房和城乡建设局",
    rows=(NOT_SEEN, replace(ROW, urge_href="")),
    urges=False,
    open_span="three",
)
NOTHING = replace(
    ALL,
    total=CountLink("", 0, LIST),
    lights=_lights(0, 0, 0, 0, 0),
    longest="",
    units=(),
    processes=(),
    idle=11,
    next=tuple(replace(one, number=0) for one in ALL.next),
    open_span="today",
    rows=(),
)
ASKED = {"unit": "", "process": "citizen-letter", "light": "red", "span": "", "late": "3"}
ROWS = WorkView(
    tuple(replace(tab, current=tab.name == "work") for tab in TABS),
    (ROW, NOT_SEEN),
    152,
    ASKED,
    (("housing-bureau", "市住房和城乡建设局"), ("hotline", "热线办")),
    ALL.choices,
    f"{LIST}?light=red",
    f"{LIST}?light=red&page=3",
    True,
    True,
)
OF_SUPERVISION = (
    ("supervision", "supervision.html", ALL),
    ("supervision-unit", "supervision.html", ONE),
    ("supervision-nothing", "supervision.html", NOTHING),
    ("supervision-work", "supervision_work.html", ROWS),
    ("supervision-work-reader", "supervision_work.html", replace(ROWS, urges=False)),
    ("supervision-work-none", "supervision_work.html", replace(ROWS, rows=(), total=0, previous_href="", next_href="")),
)
