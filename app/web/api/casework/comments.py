"""Comments on a case: words to colleagues."""

from typing import Any, Final

from flask import Response

from app.domain.receipt_number import read_receipt_number
from app.queries.allowed import may_add_to_case
from app.queries.case_page import seen_case
from app.queries.case_papers import comments
from app.service.add_comment import AddComment
from app.web.access import note_read
from app.web.api.casework import shapes
from app.web.api.casework.operation import LIST, Operation, asked, cut
from app.web.api.exchange import asker, carry_out, permitted
from app.web.surface import surface


def _case_key(number: str) -> int:
    return surface().door.ask(seen_case, asker(), read_receipt_number(number)).key


def get_comments(receiptNumber: str) -> shapes.CommentList:  # named as in the address
    key = _case_key(receiptNumber)
    note_read("comments", cases={key})
    rows, page = cut(list(surface().door.ask(comments, key)), lambda row: str(row["key"]))
    items = [
        shapes.Comment(
            comment_key=str(row["key"]), author=row["author"], author_name=row["who"], written_at=row["written_at"], text=row["text"]
        )
        for row in rows
    ]
    return shapes.CommentList(items=items, page=page)


def add_comment(receiptNumber: str) -> Response:  # named as in the address
    key = _case_key(receiptNumber)
    new = permitted(lambda: asked(shapes.NewComment), lambda: surface().door.ask(may_add_to_case, asker(), key))
    return carry_out(AddComment(key, new.text), _created)


def _created(answer: dict[str, Any]) -> tuple[int, Any]:
    return 201, shapes.Created(key=str(answer["key"]))


_PATH: Final = "/cases/{receiptNumber}/comments"
OPERATIONS: Final = (
    Operation("GET", _PATH, "getComments", "The comments on a case, oldest first", get_comments, shapes.CommentList, parameters=LIST),
    Operation("POST", _PATH, "addComment", "Comment on a case", add_comment, shapes.Created, 201, asks=shapes.NewComment),
)
