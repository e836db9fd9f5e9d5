"""What who handles a case has its writer asked, as the pages show it."""

from datetime import datetime

from msgspec import Struct


class WriterQuestion(Struct, frozen=True):
    """One question. asked_for, answered_for: in whose place. answer: empty for none yet; then answer_href is where it is entered, for those
    who may. case_href, receipt_number, title: on the list of all that wait."""

    who: str
    at: datetime
    question: str
    asked_for: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_for: str = ""
    answered_at: datetime | None = None
    answer_href: str = ""
    case_href: str = ""
    receipt_number: str = ""
    title: str = ""


class WriterQuestionsView(Struct, frozen=True):
    """questions: those that wait for this person, the oldest first."""

    questions: tuple[WriterQuestion, ...] = ()
