"""The list of cases, as auditors and others see it, for the gallery."""

from typing import Any

from msgspec.structs import replace

from app.audit.break_words import said_of_break
from app.domain.rejection import Message
from app.web.presentation.case_view import CaseMark, CaseRow, CasesView, ErasedCase, LawMark
from tests.web.sample_forms import HANDLING, LAPSED, at

_CHECKED = at(11, 24, 10, 40)
_LETTER = CaseRow(
    "QZ-2026-003187-4",
    "/cases/QZ-2026-003187-4",
    "东城小区诊所夜间外机噪声扰民",
    "群众来信来话",
    "责任单位办理",
    at(11, 16, 15),
    HANDLING,
    events=12,
)
_SILENT = LawMark(LAPSED, "市消防救援支队", at(11, 20, 17, 30))


def _project(number: str, title: str, mark: CaseMark, *law: LawMark) -> CaseRow:
    address = f"/cases/{number}"
    return CaseRow(number, address, title, "投资项目联审", "审批并答复", at(11, 12, 9), HANDLING, law=law, events=34, mark=mark)


_FOUND: dict[str, Any] = {
    "asked": {"q": "联审", "process": "investment-approval", "happened": "consent", "from": "2026-09-01", "to": "2026-11-24"},
    "processes": (("citizen-letter", "群众来信来话"), ("investment-approval", "投资项目联审")),
    "units": (("fire-brigade", "市消防救援支队"),),
    "happened": (("consent", "逾期视为同意生效"), ("returned", "退回")),
    "logs": (("XES", "/x"), ("OCEL", "/o")),
    "samples": True,
}
_AUDITOR = CasesView(
    (
        _project("TZ-2026-000087-1", "云康生物医药产业园二期", CaseMark("verified", 34, _CHECKED), _SILENT),
        _project("TZ-2026-000085-5", "华澜冷链物流中心", CaseMark("before", 30, _CHECKED), _SILENT, _SILENT, _SILENT),
        _project(
            "TZ-2026-000074-3",
            "临港汽车零部件基地",
            CaseMark("differs", 17, _CHECKED, said_of_break("edited"), "/cases/TZ-2026-000074-3/replay?event=17"),
        ),
        _project("TZ-2026-000071-0", "新能源电池检测线", CaseMark("anchors", 34, _CHECKED)),
        replace(_project("TZ-2026-000068-2", "农产品加工园区", CaseMark("none")), state="completed"),
    ),
    61,
    previous_href="/cases?page=1",
    next_href="/cases?page=3",
    audits=True,
    **_FOUND,
)
_REFUSED = Message("Expected the name of the variable whose value is looked for, but found the value alone", {})
OF_CASES = (
    ("cases", CasesView((_LETTER,), 1, processes=(("citizen-letter", "群众来信来话"),))),
    ("cases-audited", _AUDITOR),
    ("cases-refused", CasesView((), 0, audits=True, refusal=_REFUSED, **_FOUND | {"asked": {"value": "联审"}})),
    ("cases-none", CasesView((), 0, hint=("发生过", 12, "/cases?q=x"), audits=True, **_FOUND)),
    (
        "cases-erased",
        CasesView(
            (),
            0,
            {"q": "QZ-2016"},
            erased=(ErasedCase("QZ-2016-000007-1", "/cases/QZ-2016-000007-1/replay", "群众来信来话", at(11, 16, 15)),),
        ),
    ),
)
