"""A sample of the replay page: an event of the law, one of each kind of change, deadline, document and seal."""

from datetime import date

from msgspec.structs import replace

from app.audit.late_anchor import LateAnchor, said_of_late
from app.domain.rejection import Message
from app.web.presentation.replay_view import (
    NO_VALUE,
    AuthorView,
    ChangeView,
    ReplayDeadline,
    ReplayDocument,
    ReplayLine,
    ReplayView,
    SealView,
    ShownPart,
    ShownValue,
    Tick,
    ValueView,
)
from app.web.presentation.task_view import HistoryEntry
from tests.web.sample_forms import LAPSED, MET, STOPPED, at
from tests.web.sample_views import DIAGRAM

HREF = "/cases/TZ-2026-000087-2/replay"
STEP = "部门出具意见"
OUTSIDE = Message("Expected an event from 1 to %(last)s, but found %(asked)s; the nearest is shown", {"last": 34, "asked": "99"})
TWO = (("投资项目联审", "?of=1", True), ("延期申请", "?of=2", False))
ENTRIES = [
    HistoryEntry(29, at(11, 20, 11, 5), "person", "done", Message("completed %(step)s", {"step": STEP}), "reviewer", "苏梅"),
    HistoryEntry(30, at(11, 20, 15, 37), "person", "done", Message("completed %(step)s", {"step": STEP}), "handler", "陈静", "刘洋"),
    HistoryEntry(
        31,
        at(11, 20, 17, 30),
        "law",
        "law",
        Message("silence took effect at %(step)s", {"step": STEP}),
        "clock",
        article="34",
        recorded_at=at(11, 20, 17, 31),
    ),
    HistoryEntry(32, at(11, 23, 9, 0), "deadline", "blue", Message("stopped the clock of %(step)s", {"step": STEP}), "investment", "郑凯"),
]
LINES = [ReplayLine(entry, str(entry.seq), "verified", entry.seq == 32) for entry in ENTRIES]
VERIFIED = SealView("verified", 34, 34, at(11, 24, 10, 40), now_href=f"{HREF}?check=now")
DIFFERS = SealView(
    "differs",
    34,
    30,
    at(11, 24, 10, 40),
    31,
    "recomputation",
    Message("the state after it", {}),
    (("snapshot", "a1" * 32, "b2" * 32), ("variable pending", "2", None)),
    f"{HREF}?event=31",
    now_href=f"{HREF}?check=now",
)
CHECKING = SealView("checking", 34, 12, more=f"{HREF}/seal", now_href=f"{HREF}?check=now")
UNANCHORED = SealView("waiting", 34, 34, at(11, 24, 10, 40), waiting=(33, 34), now_href=f"{HREF}?check=now")
ERASED = SealView("erased", 34, 34, at(11, 24, 10, 40), now_href=f"{HREF}?check=now", anchored=34)
_LATE = list(said_of_late([LateAnchor(31, "2026-11-11T02:30:00.000000Z", "2026-11-24T02:42:00.000000Z")]))
LATE = SealView(
    "verified",
    34,
    34,
    at(11, 24, 10, 40),
    now_href=f"{HREF}?check=now",
    late=tuple((said, f"{HREF}?event={seq}") for seq, said in _LATE),
    late_events=dict(_LATE),
    anchored=34,
)
NOBODY = AuthorView(31, at(11, 20, 17, 30), f"{HREF}?event=31")
SOMEBODY = AuthorView(31, at(11, 20, 17, 30), f"{HREF}?event=31", "陈静")
WORK = ShownValue(
    "",
    "[]",
    (
        ShownPart("第1项 工作内容", "[1].content", "出具地块规划条件"),
        ShownPart("第1项 责任部门", "[1].unit", "市规划局", "planning-bureau"),
        ShownPart("", "[1].left", NO_VALUE),
    ),
)
REPLAY = ReplayView(
    number="TZ-2026-000087-2",
    href=HREF,
    title="云康生物医药产业园二期",
    process_name="投资项目联审",
    seq=31,
    last=34,
    at=at(11, 20, 17, 30),
    event=LINES[2],
    lines=((date(2026, 11, 20), tuple(LINES[:3])), (date(2026, 11, 23), (LINES[3],))),
    seal=VERIFIED,
    changes=(
        ChangeView(
            "review",
            STEP,
            (
                ValueView("decision", None, ShownValue("视为同意", "deemed"), "意见"),
                ValueView("pending", ShownValue("2"), ShownValue("1")),
                ValueView("note", ShownValue("补充"), ShownValue(NO_VALUE)),
            ),
            NOBODY,
            AuthorView(30, at(11, 20, 15, 37), f"{HREF}?event=30", "陈静", "刘洋"),
        ),
        ChangeView("note", "", (ValueView("", ShownValue("旧的说明"), None),), SOMEBODY, replace(NOBODY, seq=3), label="说明"),
        ChangeView("work", "", (ValueView("", None, WORK),), NOBODY, label="会议交办的工作"),
        ChangeView("contact", "", (), NOBODY, hidden=True),
        ChangeView("content", "", (), SOMEBODY, erased=True, label="内容"),
    ),
    deadlines=(
        ReplayDeadline(LAPSED, touched=True),
        ReplayDeadline(STOPPED, touched=False),
        ReplayDeadline(MET, touched=False),
    ),
    documents=(
        ReplayDocument("勘察报告.pdf", "7c1e" * 16, "/cases/TZ/documents/1", 20, f"{HREF}?event=20", 2),
        ReplayDocument("", "", "/cases/TZ/documents/2", 21, f"{HREF}?event=21", erased=True),
        ReplayDocument("合并通知书", "90a4" * 16, "/cases/TZ/papers/3", 25, f"{HREF}?event=25", number="云投〔2026〕12号"),
    ),
    diagram=DIAGRAM,
    digest="7c1e" * 16,
    previous_digest="41f0" * 16,
    active=1,
    done=4,
    lapsed=1,
    counts=(("handle", 1, 2), ("assign", 0, 1)),
    ticks=(Tick(8.0, date(2026, 11, 12)), Tick(246.0, date(2026, 11, 16)), Tick(600.0, None)),
)
REPLAYS = {
    "law": replace(REPLAY, evidence=True, volumes=2, programs=True),
    "differs": replace(REPLAY, seal=DIFFERS, event=replace(REPLAY.event, seal="differs")),
    "checking": replace(REPLAY, seal=CHECKING, outside=OUTSIDE, evidence=True, identity_kept=True),
    "waiting": replace(REPLAY, seal=UNANCHORED, event=LINES[3], seq=32, changes=(), deadlines=(), documents=()),
    "late": replace(REPLAY, seal=LATE),
    "erased": replace(REPLAY, seal=ERASED, erased=True, diagrams=TWO),
}
