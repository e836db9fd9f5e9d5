"""Sample data of bulletins, templates and papers received before."""

from msgspec.structs import replace

from app.domain.rejection import Message
from app.form import FieldView
from app.web.pages.template_words import unfilled
from app.web.presentation.bulletins_view import BulletinRow, BulletinsView, PeriodLine
from app.web.presentation.received_view import ReceivedView, RepliedStep
from app.web.presentation.templates_view import (
    LookedAt,
    OfficeRow,
    PreviewView,
    TemplateRow,
    TemplatesView,
    VersionRow,
    WordChange,
    WordingView,
    WordsField,
)
from tests.paper.samples import filled, template
from tests.web.sample_admin import LINKS, PAPER, REFUSED
from tests.web.sample_forms import HANDLING, LAPSED, NOW, at

FIGURES = (("议定事项", "7"), ("按时率", "85.7%"))
BULLETIN = BulletinRow(
    "/bulletins/1", "关于市政府第19次常务会议议定事项落实情况的通报", "云政督〔2026〕12号", "云州市政府督查室", "周海涛", NOW, FIGURES, 2
)
DRAFT = replace(BULLETIN, href="/cases/HY/papers/2", number="", figures=FIGURES)
LETTERS = "群众来信来话办理情况通报"
PERIODS = (
    PeriodLine(LETTERS, "2026年11月", "coming", NOW),
    PeriodLine(LETTERS, "2026年10月", "begins", NOW),
    PeriodLine(LETTERS, "2026年9月", "due", NOW, href="/cases/TB-2026-000010-8"),
    PeriodLine(LETTERS, "2026年8月", "late", NOW),
    PeriodLine(LETTERS, "2026年7月", "issued", NOW, NOW, "云热〔2026〕7号", "/bulletins/7"),
    PeriodLine(LETTERS, "2026年6月", "issued late", NOW, NOW, "云热〔2026〕6号", "/bulletins/6"),
    PeriodLine(LETTERS, "2026年5月", "closed", NOW),
)
BULLETINS = BulletinsView(
    (BULLETIN, replace(BULLETIN, corrects="云政督〔2026〕11号")), (DRAFT,), "/bulletins", "/bulletins?skip=50", PERIODS
)
NO_BULLETINS = BulletinsView(())
READ_BULLETIN = replace(
    PAPER, state="issued", number="云政督〔2026〕12号", can=frozenset(), case_href="/bulletins", back="通报", problem=None
)
TYPED_PAPER = replace(PAPER, problem=None, typed={"part title": "改过的标题"}, saved_at=NOW, moved_on=True)
VERSIONS = (
    VersionRow(2, "pending", "系统管理员", NOW, "/admin/papers/meeting-bulletin?version=2"),
    VersionRow(1, "active", "设计员", NOW, "?version=1", 3),
)
OFFICE = OfficeRow(
    "hotline",
    "云州市政务热线办公室",
    "云热",
    "红头.docx",
    (WordChange(NOW, "系统管理员", "红头.docx", "/word"), WordChange(NOW, "系统管理员", "", "")),
)
TEMPLATES = TemplatesView(
    LINKS,
    (TemplateRow("/admin/papers/meeting-bulletin", "meeting-bulletin", "一会一通报", "通报", "会议议定事项督办", VERSIONS[0], True),),
    (OFFICE, replace(OFFICE, id="legal-office", typed={"name": "法制办", "code": "云热"}, problem=REFUSED, history=(), word_name="")),
    True,
    REFUSED,
)
LOOKED_THROUGH = TemplatesView(LINKS, (), (replace(OFFICE, code="", history=()),), False)
FIELDS = (
    WordsField("title", "标题", "关于{{meeting}}议定事项落实情况的通报", error=REFUSED, changed=True),
    WordsField("blocks[0].text", "第 1 段", "截至{{today()}}，办结{{figures.done}}项。", 2),
)
WORDING = WordingView(
    LINKS,
    "/admin/papers/meeting-bulletin",
    "/papers/meeting-bulletin/preview",
    "一会一通报",
    "meeting-bulletin",
    "通报",
    "会议议定事项督办",
    2,
    VERSIONS[0],
    VERSIONS,
    FIELDS,
    (("meeting", "会议名称"), ("items", "")),
    unfilled(
        template("meeting-bulletin"),
        {"": "按案件填写", "meeting": "会议名称", "dueOn": "完成时限", "content": "事项", "office.name": "发文机关"},
    ),
    True,
    moved_on=True,
    reason="统一用语",
    problem=REFUSED,
    problems=(REFUSED,),
    saved_at=NOW,
    looked=(LookedAt("周海涛", "HY-2026-000012-4", NOW),),
    done=REFUSED,
)
OLD_WORDING = replace(WORDING, may_change=False, old=True, moved_on=False, problem=None, problems=(), saved_at=None, looked=(), done=None)
PREVIEW = PreviewView(
    "一会一通报", "/papers/meeting-bulletin/preview", "HY-2026-000012-4", filled("meeting-bulletin").content, "/p.pdf", None, "/admin", True
)
NO_PREVIEW = PreviewView("一会一通报", "/papers/meeting-bulletin/preview", "HY-2026-000012-4", None, "", REFUSED)
RECEIVED = ReceivedView(
    "/cases/TZ-2026-000001-7/received",
    "TZ-2026-000001-7",
    "/cases/TZ-2026-000001-7",
    "东部园区精密部件厂",
    (RepliedStep("1", "消防大队审批", LAPSED, lapsed=True), RepliedStep("2", "规划局审批", HANDLING, missed_at=HANDLING.deadline_at)),
    (("1", "收文登记.pdf"),),
    {"_step": "1", "_at": "2026-11-20T16:00", "_reason": "窗口收到后未及时登记", "_document": "1"},
    "2026-11-24T10:42",
    "2026-11-17T00:00",
    {
        "_at": Message("Expected the day and time of receipt, such as 2026-11-24T10:30", {}),
        "_document": REFUSED,
        "_reason": REFUSED,
        "_step": REFUSED,
    },
    saved_at=at(11, 24, 10, 40),
    fields=(FieldView("textfield", "f-ground", "ground", "法律依据"),),
)
EMPTY_RECEIVED = replace(
    RECEIVED,
    documents=(),
    typed=dict.fromkeys(RECEIVED.typed, ""),
    errors={},
    saved_at=None,
    steps=RECEIVED.steps[1:],
    problem=REFUSED,
    fields=(),
)
