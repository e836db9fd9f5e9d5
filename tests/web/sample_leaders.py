"""Sample data of what is done to several tasks at once, and of decisions that leaders made on paper."""

from app.domain.rejection import Message
from app.form import FieldView
from app.form.view_form import OptionView
from app.web.presentation.bulk_view import BulkRow, BulkView
from app.web.presentation.decisions_view import DecisionGroup, DecisionRow, DecisionsView, GoneRow
from app.web.presentation.paper_decision_view import PaperDecisionView, WaitingRow, WaitingView
from app.web.presentation.staff_view import MailForm
from app.web.presentation.task_view import Choice
from tests.web.sample_forms import HANDLING, OVERDUE, at

REFUSED = Message("%(name)s is in none of the groups of this task", {"name": "王建国"})
BARRED = Message("Its holder, the head of the unit or the owner of the procedure may give it to somebody; you are none of them", {})
FENG = Choice("handler-health-b", "冯磊", "8", True)
CLINIC = BulkRow("1", "QZ-2026-003190-1", "/tasks/1", "社区卫生站疫苗冷链断电", "签收", at(11, 25, 17, 30), "陈静", (FENG,), REFUSED)
PHARMACY = BulkRow("2", "QZ-2026-003206-4", "/tasks/2", "小区门口药店夜间购药难", "签收", None, "", (FENG,), None, BARRED)
BULK = BulkView(
    "transfer",
    "/tasks/bulk/transfer",
    "/work-list",
    (CLINIC, PHARMACY),
    (FENG,),
    "三件都涉及社区卫生站",
    Message("Say why; it goes into the history", {}),
    1,
)
URGING = BulkView("urge", "/tasks/bulk/urge", "/work-list", (CLINIC,), reason="市长要求本周办结")
NOTHING = BulkView("transfer", "/tasks/bulk/transfer", "/work-list", ())

SHOWN = (
    FieldView("text", "f-case", "", text="**东部园区精密部件厂**：未批先建\n\n依据：《建筑法》第64条"),
    FieldView("text", "f-penalty", "", text="**拟作处罚**：罚款。罚款合计 30000 元。"),
)
CHOICES = (Choice("approve", "同意实施"), Choice("return", "退回修改", "", True))
DECISIONS = DecisionsView(
    (
        DecisionGroup(
            "g1",
            "审批处罚",
            "审批",
            (
                DecisionRow("1", "CF-2026-000003-1", "/tasks/1", "东部园区精密部件厂：未批先建", "审批处罚", HANDLING, SHOWN, "吴倩", True),
                DecisionRow("2", "CF-2026-000004-9", "/tasks/2", "滨河食品厂：标签不实", "审批处罚", OVERDUE, SHOWN, "", True, REFUSED),
            ),
            CHOICES,
            "依据不足",
            "理由",
            ("退回修改",),
            (("decision", Message("Choose what is decided", {})), ("key", Message("Tick the cases that this decides", {}))),
        ),
    ),
    (DecisionRow("3", "HY-2026-000012-4", "/tasks/3", "老旧小区加装电梯", "协调承办单位", HANDLING),),
    2,
    1,
    2,
    (GoneRow("临江酒店：消防设施停用", "CF-2026-000006-5", Message("Expected an open case, but it is closed", {})),),
)
UNDECIDED = DecisionsView(())

WAITING = WaitingView((WaitingRow("CF-2026-000003-1", "/tasks/1/paper-decision", "未批先建", "审批处罚", ("吴倩",), HANDLING),), True)
NOTHING_WAITS = WaitingView(())
FIELDS = (
    *SHOWN,
    FieldView(
        "radio",
        "f-approval",
        "approval",
        "审批",
        required=True,
        options=(OptionView("同意实施", "approve", True), OptionView("退回修改", "return", False)),
    ),
)
ENTRY = PaperDecisionView(
    "/tasks/1/paper-decision",
    "/paper-decisions",
    "/tasks/1",
    "CF-2026-000003-1",
    "东部园区精密部件厂：未批先建",
    "审批处罚",
    FIELDS,
    (Choice("mayor-deputy", "吴倩", "", True),),
    "2026-11-24T09:10",
    "审批单.pdf",
)
ENTRY_REFUSED = PaperDecisionView(
    "/tasks/1/paper-decision",
    "/paper-decisions",
    "/tasks/1",
    "CF-2026-000003-1",
    "东部园区精密部件厂：未批先建",
    "审批处罚",
    FIELDS,
    (Choice("mayor-deputy", "吴倩"),),
    errors={
        "leader": Message("Choose who decided", {}),
        "decidedAt": Message("Give day and time at which it was decided, as the paper says", {}),
        "documentId": Message("Choose the scan of the paper", {}),
    },
    notice=REFUSED,
)
MAIL = MailForm("/account/mail", "chen.jing@city.example", True)
MAIL_REFUSED = MailForm(
    "/account/mail", "chen", False, Message("Expected a mail address, such as li.min@city.example, but found %(found)s", {"found": "chen"})
)
