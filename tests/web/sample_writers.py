"""Sample data for what a unit has a kept writer asked, and for the dialogs of it."""

from msgspec.structs import replace

from app.domain.rejection import Message
from app.web.presentation.task_view import DialogView, Input
from app.web.presentation.writer_view import WriterQuestion, WriterQuestionsView
from tests.web.sample_forms import DOCUMENTS, at
from tests.web.sample_views import CASE

HREF = "/cases/QZ-2026-003187-4"
OPEN = WriterQuestion(
    "陈静",
    at(11, 18, 11),
    "哪几天晚上最响？我们错开时间去测。",
    answer_href=f"{HREF}?dialog=answer-for-writer&of=1",
    case_href=HREF,
    receipt_number="QZ-2026-003187-4",
    title="东城小区诊所夜间外机噪声扰民",
)
ANSWERED = replace(
    OPEN, answer="周五、周六晚上十点以后。", answered_by="李敏", answered_for="周华", answered_at=at(11, 18, 15), answer_href=""
)
TO_PUT = WriterQuestionsView((OPEN, replace(OPEN, who="刘洋", asked_for="陈静")))
NOTHING_TO_PUT = WriterQuestionsView()
NAMED = Message("Leave out who wrote it: name and contact are kept from those who read this", {})
CASES = {
    "asked": replace(CASE, asked=(OPEN, replace(OPEN, answer_href=""), ANSWERED)),
    "withheld": replace(CASE, tab="documents", documents=(replace(DOCUMENTS[0], withheld=True), *DOCUMENTS[1:]), withheld=2),
    "ask": replace(CASE, dialog=DialogView("ask-writer", HREF, HREF, "转问来信人", "由政务热线办公室转告来信人。")),
    "answer": replace(
        CASE,
        dialog=DialogView(
            "answer-for-writer", HREF, HREF, "填写来信人的答复", about=OPEN.question, reason="石青禾说周五。", errors={"reason": NAMED}
        ),
    ),
    "correct-identity": replace(
        CASE,
        dialog=DialogView(
            "correct-identity",
            HREF,
            HREF,
            "更正姓名或联系方式",
            "这里不显示现在保存的内容。",
            inputs=(Input("name", "来信人姓名", "石清和"), Input("contact", "电话或其他联系方式")),
            errors={"name": NAMED},
        ),
    ),
}
