"""Sample data of the records of cases that have ended."""

from datetime import date

from app.domain.rejection import Message
from app.web.presentation.retention_view import DueRow, ErasedRow, HeldRow, ProposalRow, RetentionView, RuleRow
from tests.web.sample_forms import NOW, at

LETTER = "群众来信办理"
WRONG = Message(
    "Expected a case whose retention is over, but %(number)s is kept until %(until)s", {"number": "QZ", "until": date(2036, 11, 16)}
)
DUE = DueRow("1", "QZ-2016-000104-7", "/cases/QZ-2016-000104-7", "关于东城街道路灯不亮的来信", LETTER, at(11, 20, 9), date(2026, 11, 20))
ERASING = ProposalRow("2", "QZ-2016-000087-1", LETTER, "erase", "林晓", NOW, "保管期限已满，无利用价值", True)
RETENTION = RetentionView(
    (RuleRow(LETTER, 10), RuleRow("会议议定事项督办", 0)),
    (DUE, DueRow("3", "QZ-2016-000110-2", "/cases/QZ-2016-000110-2", "楼下外机扰民", LETTER, at(11, 21, 9), date(2026, 11, 21), WRONG)),
    True,
    (
        ERASING,
        ProposalRow("4", "QZ-2016-000088-9", LETTER, "hold", "林晓", NOW, "市中级人民法院调卷", False),
        ProposalRow("5", "QZ-2016-000090-1", LETTER, "release", "林晓", NOW, "案件已审结", True, WRONG, "理由不充分"),
    ),
    (HeldRow("6", "QZ-2016-000070-3", LETTER, NOW, "行政复议", True, WRONG), HeldRow("7", "QZ-2016-000071-1", LETTER, NOW, "审计", False)),
    (
        ErasedRow("QZ-2015-000012-4", "/cases/QZ-2015-000012-4/replay", LETTER, NOW, date(2025, 12, 1), NOW, "林晓", "安全管理员"),
        ErasedRow("QZ-2015-000013-2", "", LETTER, None, date(2025, 12, 1), NOW, "林晓", "安全管理员"),
    ),
    True,
    True,
    "保管期限已满",
    "QZ-2016",
    "审计",
    Message("Say why; it goes into the history", {}),
    WRONG,
    (WRONG,),
    "proposed",
    2,
)
NOTHING_KEPT = RetentionView((), (), False, (), (), (), True, False)
ONLY_DECIDES = RetentionView((RuleRow(LETTER, 10),), (), False, (ERASING,), (), (), False, True, done="erase", count=1)
