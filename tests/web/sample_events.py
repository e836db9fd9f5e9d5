"""Events of all cases: of a person, the law, a substitute, a secret case and the city's own record; and samples of cases."""

from datetime import date

from msgspec.structs import replace

from app.domain.rejection import Message
from app.web.presentation.events_view import EventRow, EventsView
from app.web.presentation.samples_view import SampledCase, SampleRow, SamplesView, SampleView
from tests.web.sample_forms import at

STEP = "部门出具意见"
ROWS = (
    EventRow(
        12,
        at(11, 24, 10, 41),
        "办结环节",
        "handler-health",
        "QZ-2026-003187-4",
        "东城小区诊所夜间外机噪声扰民",
        "群众来信来话",
        "/cases/QZ-2026-003187-4/replay?event=12",
        Message("completed %(step)s", {"step": STEP}),
        "陈静",
        "刘洋",
        ("11",),
    ),
    EventRow(
        31,
        at(11, 20, 17, 30),
        "逾期视为同意生效",
        "clock",
        "TZ-2026-000087-2",
        "云康生物医药产业园二期",
        "投资项目联审",
        "/cases/TZ-2026-000087-2/replay?event=31",
        Message("silence took effect at %(step)s", {"step": STEP}),
        articles=("34, 35",),
        recorded_at=at(11, 20, 17, 31),
        secret=True,
    ),
    EventRow(7, at(11, 19, 9, 0), "变更角色", "security", who="周敏"),
)
EVENTS = EventsView(
    ROWS,
    {"who": "", "kind": "task_completed", "from": "2026-11-01", "to": "", "unit": "", "article": "", "case": "", "process": ""},
    10_000,
    capped=True,
    kinds=(("task_completed", "办结环节"), ("deadline_lapsed", "逾期视为同意生效")),
    processes=(("citizen-letter", "群众来信来话"),),
    units=(("health-bureau", "市卫健局"),),
    people=(("handler-health", "陈静"),),
    newer_href="/events?before=x",
    older_href="/events?after=x",
    newest_href="/events",
    csv_href="/events.csv",
    xlsx_href="/events.xlsx",
)
NO_EVENTS = replace(EVENTS, rows=(), total=0, capped=False, newer_href="", older_href="", newest_href="")
DRAWN = SampleRow(
    7,
    "/samples/7?seed=2026-11-24-a&size=20",
    at(11, 24, 9),
    "孙丽",
    "2026-11-24-a",
    20,
    187,
    "群众来信来话",
    date(2026, 10, 1),
    date(2026, 10, 31),
)
ASKED = {"process": "citizen-letter", "from": "2026-10-01", "to": "", "size": "20", "seed": "2026-11-24-a"}
SAMPLES_DRAWN = SamplesView((DRAWN, replace(DRAWN, seq=6, process="", since=None, until=None)), EVENTS.processes, ASKED)
TOO_MANY = Message("Expected a sample of 1 to %(most)s cases, but found %(found)s", {"most": 1_000, "found": 0})
NO_SAMPLES = SamplesView((), EVENTS.processes, ASKED, TOO_MANY)
SAMPLE = SampleView(
    DRAWN,
    (
        SampledCase("QZ-2026-003187-4", "东城小区诊所夜间外机噪声扰民", "群众来信来话", at(10, 20, 9), "running"),
        SampledCase("QZ-2026-003100-7", "路灯不亮", "群众来信来话", at(10, 9, 9), "completed"),
    ),
    "7c1e" * 16,
    "7c1e" * 16,
    187,
    3_145_728,
)
SAMPLE_ALTERED = replace(SAMPLE, again="41f0" * 16, size_now=186)
