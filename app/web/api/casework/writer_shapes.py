"""What /casework/v1 answers and asks of a writer who is kept from the unit: what is put right, and what is asked."""

from app.web.api.casework.shapes import Page, Shape


class WriterWords(Shape, forbid_unknown_fields=True):
    """text: the question as it is put to the writer, or the answer without name and contact."""

    text: str


class WriterCorrected(Shape, forbid_unknown_fields=True):
    """name, contact: as they are right; without one, it stays as it was."""

    reason: str
    name: str | None = None
    contact: str | None = None


class WriterQuestion(Shape):
    """askedFor, answeredFor: in whose place it was asked and answered."""

    question_key: str
    question: str
    asked_by: str
    asked_for: str | None
    asked_at: str
    answer: str | None
    answered_by: str | None
    answered_for: str | None
    answered_at: str | None


class WriterQuestionList(Shape):
    items: list[WriterQuestion]
    page: Page
