"""Rows of the commands about papers, and about the offices that issue them."""

from app.service.change_wording import ChangeWording
from app.service.discard_paper import DiscardPaper
from app.service.draft_paper import DraftPaper
from app.service.edit_paper import EditPaper
from app.service.issue_paper import IssuePaper
from app.service.record_service import RecordService
from app.service.register_office import RegisterOffice
from app.service.replace_word_template import ReplaceWordTemplate
from app.service.strike_service import StrikeService
from app.service.work import Command
from tests.builders.city import MONDAY, City
from tests.builders.errand_papers import WORD_TEMPLATE, deploy_papers
from tests.service.rows.row import IN_UNIT, SEE_ALL, Row, case_at_handle, row

WRITERS = {"hotline", "handler-health", "handler-health-b", "demo"}
"""Who writes the papers of an errand at a bureau: its owner, who has a task in it, and the demo account."""


def _draft(city: City) -> tuple[int, int]:
    """Return a case that a bureau handles, and the draft of a paper of it."""
    deploy_papers(city)
    case = case_at_handle(city)
    return case, int(city.do(DraftPaper(case, "errand-notice"), "hotline")["key"])


def _issued(city: City) -> tuple[int, int]:
    case, key = _draft(city)
    city.do(IssuePaper(case, key), "hotline")
    return case, key


def _served(city: City) -> tuple[int, int, int]:
    case, key = _issued(city)
    return case, key, int(city.do(RecordService(case, key, MONDAY, "mail", "陈静", "张玉兰"), "handler-health")["key"])


def _reworded(city: City) -> ChangeWording:
    deploy_papers(city)
    return ChangeWording("errand-notice", 1, {"blocks[0].text": "一、基本情况"}, "统一用语")


ROWS: dict[type[Command], Row] = {
    DraftPaper: row(
        lambda city: (deploy_papers(city), DraftPaper(case_at_handle(city), "errand-notice"))[1],
        "handler-health",
        "paper_drafted",
        "paper_drafted",
        {"paper", "counter"},
        WRITERS,
        SEE_ALL | IN_UNIT,
    ),
    EditPaper: row(
        lambda city: EditPaper(*_draft(city), 1, {"title": "另一个标题"}),
        "handler-health",
        "paper_edited",
        "paper_edited",
        {"paper"},
        WRITERS,
        SEE_ALL | IN_UNIT,
    ),
    DiscardPaper: row(
        lambda city: DiscardPaper(*_draft(city)), "hotline", "paper_discarded", "paper_discarded", {"paper"}, WRITERS, SEE_ALL | IN_UNIT
    ),
    IssuePaper: row(
        lambda city: IssuePaper(*_draft(city)),
        "hotline",
        "paper_issued",
        "paper_issued",
        {"paper", "counter"},
        {"hotline", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    RecordService: row(
        lambda city: RecordService(*_issued(city), MONDAY, "mail", "陈静", "张玉兰"),
        "handler-health",
        "paper_served",
        "paper_served",
        {"paper_service", "counter"},
        WRITERS,
        SEE_ALL | IN_UNIT,
    ),
    StrikeService: row(
        lambda city: StrikeService(*_served(city), "送错了人"),
        "handler-health",
        "paper_service_struck",
        "paper_service_struck",
        {"paper_service"},
        {"hotline", "handler-health", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    RegisterOffice: row(
        lambda city: RegisterOffice("legal-office", "云州市政府法制办公室", "云法"),
        "admin",
        "office_registered",
        "office_registered",
        {"office"},
        {"admin"},
    ),
    ChangeWording: row(
        _reworded, "admin", "deployment_made", "deployment_made", {"definition", "deployment", "resource", "counter"}, {"admin"}
    ),
    ReplaceWordTemplate: row(
        lambda city: (
            city.do(RegisterOffice("legal-office", "云州市政府法制办公室"), "admin"),
            ReplaceWordTemplate("legal-office", "red-head.docx", WORD_TEMPLATE.read_bytes()),
        )[1],
        "admin",
        "word_template_replaced",
        "word_template_replaced",
        {"office", "resource"},
        {"admin"},
    ),
}
