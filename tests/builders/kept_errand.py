"""An errand of a procedure that says how long its cases are kept, full of things that people wrote, and ended."""

import io
from datetime import timedelta

from app.domain.rejection import Rejection
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.answer_for_writer import AnswerForWriter
from app.service.ask_writer import AskWriter
from app.service.decide_disposal import DecideDisposal
from app.service.draft_paper import DraftPaper
from app.service.issue_paper import IssuePaper
from app.service.keep_draft import keep_draft
from app.service.keep_identity import KeepIdentity
from app.service.propose_disposal import ProposeDisposal
from app.service.publish_message import PublishMessage
from app.service.record_service import RecordService
from app.service.urge_tasks import UrgeTasks
from app.service.work import Command
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS, errand
from tests.builders.errand_papers import deploy_papers

YEARS = 10
LATER = timedelta(days=365 * YEARS + 30)
WORD = "canary-7f3a"
"""Stands in everything that somebody wrote in the case."""


def keeping(retention: str) -> bytes:
    """Return the errand's diagram with its retention."""
    drawn, owner = errand(), b'<zeebe:property name="owner"'
    assert drawn.count(owner) == 1
    return drawn.replace(owner, f'<zeebe:property name="retention" value="{retention}"/>'.encode() + owner)


def written(city: City, retention: str = f"P{YEARS}Y") -> int:
    """Return an errand in which everything that can hold words holds the canary, still running."""
    city.deploy({"errand.bpmn": keeping(retention)})
    deploy_papers(city)
    case = city.start(PROCESS, topic=f"a tap {WORD}", name=f"Shi {WORD}", contact="13987654321", note=WORD)
    city.do(KeepIdentity(case, f"asked for it {WORD}"), "hotline")
    city.do(AddComment(case, f"a word {WORD}"), "hotline")
    digest, size, head = city.files.put(io.BytesIO(b"%PDF-1.7\n" + WORD.encode()), 1000)
    city.do(AddDocument(case, f"{WORD}.pdf", digest, size, head), "hotline")
    city.complete(case, "take", "hotline", worth=3, note=WORD)
    task = city.task(case, "handle")
    city.do(UrgeTasks(case, f"hurry {WORD}", task), "inspection")
    question = int(city.do(AskWriter(case, f"since when {WORD}"), "handler-health")["key"])
    city.do(AnswerForWriter(case, question, f"since Monday {WORD}"), "hotline")
    city.do(AskWriter(case, f"and where {WORD}"), "handler-health")
    paper = int(city.do(DraftPaper(case, "errand-notice"), "hotline")["key"])
    city.do(IssuePaper(case, paper), "hotline")
    city.do(RecordService(case, paper, MONDAY, "mail", WORD, WORD), "hotline")
    city.do(DraftPaper(case, "errand-notice"), "hotline")
    deadline = city.value("SELECT key FROM deadline WHERE case_key = :case", case=case)
    for key, owner in (
        (task, "handler-health"),
        (case, "hotline upload"),
        (case, "hotline answer-for-writer"),
        (paper, "hotline words"),
        (0, f"hotline extension-request {deadline}"),
    ):
        city.door.keep(keep_draft, key, owner, {"text": WORD}, None)
    return case


def ended(city: City, retention: str = f"P{YEARS}Y") -> int:
    """Return such an errand, ended by a message that somebody published, with the clock past its retention."""
    case = written(city, retention)
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    city.do(PublishMessage("withdraw", number, variables={"why": WORD}), "operator")
    assert city.value("SELECT state FROM process_instance WHERE key = :case", case=case) != "ACTIVE"
    city.at(LATER)
    return case


def erase(city: City, case: int) -> None:
    city.do(ProposeDisposal(case, "erase", f"over {WORD}"), "hotline")
    city.do(DecideDisposal(case, "erase", True), "security")


def refusal(city: City, command: Command, who: str) -> Rejection:
    """Return why a command was refused."""
    try:
        city.do(command, who)
    except Rejection as rejection:
        return rejection
    raise AssertionError(f"Expected {command} to be refused, but it was carried out")
