"""Sample data of the page of paper cases: rows that are wrong, that come out in every way, and one that is here already."""

from msgspec.structs import replace

from app.domain.rejection import Message
from app.web.presentation.paper_cases_view import PaperCasesView, PaperLine
from app.web.presentation.staff_view import AdminLink
from tests.web.sample_forms import at

LINKS = (AdminLink("paper-cases", "/admin/paper-cases", current=True),)
PROCEDURES = (("citizen-letter", "群众来信来话"), ("penalty-review", "涉企处罚报审"))
RUNNING = PaperLine(
    2, "信〔2026〕7", "2026-11-10", "2026-11-12 10:00", "责任单位办理", "new", "", ("责任单位办理",), at(11, 19, 17, 30), "11-13", "yellow"
)
LATE = PaperLine(
    3, "信〔2026〕8", "2026-11-02", "2026-11-03", "责任单位办理", "new", "", ("责任单位办理",), at(11, 11, 17, 30), "11-13", "red", False,
    (Message("the deadline of %(step)s passed at %(at)s", {"step": "责任单位办理", "at": at(11, 11, 17, 30)}),),
)  # fmt: skip
SILENT = PaperLine(
    4, "信〔2026〕9", "2026-11-02", "2026-11-03", "答复", "new", "", (), None, "", "", False,
    (Message("silence took effect at %(step)s at %(at)s, art. %(article)s", {"step": "答复", "at": at(11, 5, 17, 30), "article": "35"}),),
    True,
)  # fmt: skip
HERE = PaperLine(5, "信〔2026〕10", "2026-11-02", "2026-11-03", "核查办理情况", "taken", "QZ-2026-003187-4")
WRONG = PaperLine(
    6, "信〔2026〕11", "2026-12-02", "2026-12-03", "co-organize", "wrong",
    errors=(
        ("收到时间", Message("expected a time that has come, found %(found)s", {"found": "2026-12-02"})),
        ("topic", Message("Fill this in", {})),
    ),
)  # fmt: skip
PAPER_CASES = PaperCasesView(
    LINKS, PROCEDURES, (RUNNING, LATE, SILENT, HERE), (), "群众来信来话", "在办来信.xlsx", "kept", 0, 3, 1, "系统上线",
    Message("Say that you have seen in which cases silence took effect", {}),
)  # fmt: skip
PAPER_CASES_WRONG = replace(PAPER_CASES, lines=(RUNNING, WRONG), sheet="", error_count=2, silent_count=0, problem=None)
PAPER_CASES_DONE = PaperCasesView(LINKS, PROCEDURES, done=(3, "QZ-2026-003187-4", "QZ-2026-003189-9"))
