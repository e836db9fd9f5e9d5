"""What who handles a case has its writer asked, where the case keeps who that is."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.keys import read_key
from app.domain.receipt_number import read_receipt_number
from app.queries.allowed import may_answer_for_writer, may_ask_writer
from app.queries.case_page import seen_case
from app.queries.writer_questions import questions_of_case
from app.service.answer_for_writer import AnswerForWriter
from app.service.ask_writer import AskWriter
from app.web.access import note_read
from app.web.api.casework import shapes, writer_shapes
from app.web.api.casework.operation import LIST, Operation, asked, cut
from app.web.api.exchange import asker, carry_out, permitted
from app.web.surface import surface


def get_questions(receiptNumber: str) -> writer_shapes.WriterQuestionList:  # named as in the address
    key = _case_key(receiptNumber)
    note_read("case", cases={key})
    rows, page = cut(list(surface().door.ask(questions_of_case, key)), lambda row: str(row["key"]))
    return writer_shapes.WriterQuestionList(items=[_question(row) for row in rows], page=page)


def ask_writer(receiptNumber: str) -> Response:  # named as in the address
    key = _case_key(receiptNumber)
    given = permitted(lambda: asked(writer_shapes.WriterWords), lambda: surface().door.ask(may_ask_writer, asker(), key))
    return carry_out(AskWriter(key, given.text), lambda answer: (201, shapes.Created(key=str(answer["key"]))))


def answer_for_writer(receiptNumber: str, questionKey: str) -> Response:  # named as in the address
    key, question = _case_key(receiptNumber), read_key(questionKey, "questionKey")
    given = permitted(lambda: asked(writer_shapes.WriterWords), lambda: surface().door.ask(may_answer_for_writer, asker(), key))
    return carry_out(AnswerForWriter(key, question, given.text), lambda answer: (201, shapes.Created(key=str(answer["key"]))))


def _case_key(number: str) -> int:
    return surface().door.ask(seen_case, asker(), read_receipt_number(number)).key


def _question(row: Mapping[str, Any]) -> writer_shapes.WriterQuestion:
    names = ("question", "asked_by", "asked_for", "asked_at", "answer", "answered_by", "answered_for", "answered_at")
    return writer_shapes.WriterQuestion(question_key=str(row["key"]), **{name: row[name] for name in names})


_PATH: Final = "/cases/{receiptNumber}/writer/questions"
OPERATIONS: Final = (
    Operation(
        "GET",
        _PATH,
        "getWriterQuestions",
        "What the writer was asked by way of who knows the writer, oldest first",
        get_questions,
        writer_shapes.WriterQuestionList,
        parameters=LIST,
    ),
    Operation(
        "POST",
        _PATH,
        "askWriter",
        "Have a writer asked who is kept from the asker",
        ask_writer,
        shapes.Created,
        201,
        asks=writer_shapes.WriterWords,
    ),
    Operation(
        "POST",
        f"{_PATH}/{{questionKey}}/answer",
        "answerForWriter",
        "Enter what the writer answered, without name and contact",
        answer_for_writer,
        shapes.Created,
        201,
        asks=writer_shapes.WriterWords,
    ),
)
