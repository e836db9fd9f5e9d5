"""The documents of a case."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from app.domain.keys import case_key_of, read_key
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.allowed import may_add_to_case
from app.queries.case_page import seen_case
from app.queries.case_papers import document, documents
from app.service.add_document import AddDocument
from app.web.access import note_read
from app.web.api.casework import shapes
from app.web.api.casework.operation import LIST, Operation, cut
from app.web.api.exchange import asker, carry_out
from app.web.send_document import send_document
from app.web.surface import surface


def shown_document(row: Mapping[str, Any]) -> shapes.Document:
    return shapes.Document(
        document_key=str(row["key"]),
        name=row["name"],
        media_type=row["media_type"],
        size_bytes=row["size_bytes"],
        digest=row["digest"],
        version=row["version"],
        replaces=str(row["replaces"]) if row["replaces"] is not None else None,
        user_task_key=str(row["task_key"]) if row["task_key"] is not None else None,
        added_by=row["added_by"],
        added_at=row["added_at"],
        is_current=bool(row["is_current"]),
    )


def _case_key(number: str) -> int:
    return surface().door.ask(seen_case, asker(), read_receipt_number(number)).key


def get_documents(receiptNumber: str) -> shapes.DocumentList:  # named as in the address
    key = _case_key(receiptNumber)
    note_read("documents", cases={key})
    items, page = cut(list(surface().door.ask(documents, asker(), key)), lambda row: str(row["key"]))
    return shapes.DocumentList(items=[shown_document(row) for row in items], page=page)


def add_document(receiptNumber: str) -> Response:  # named as in the address
    """Keep a file and make it part of the case."""
    key, around = _case_key(receiptNumber), surface()
    around.door.ask(may_add_to_case, asker(), key)
    upload = request.files.get("file")
    for name in {*request.form, *request.files} - {"file", "userTaskKey", "replaces"}:
        raise Rejection(
            "bad_request", "Expected only %(allowed)s, but found %(found)s", allowed="file, replaces, userTaskKey", found=name[:60]
        )
    if upload is None or not upload.filename or len(request.files.getlist("file")) != 1:
        raise Rejection("bad_request", "Expected one file as %(name)s in a multipart request, but found none or several", name="file")
    task, replaces = _key("userTaskKey"), _key("replaces")
    if task is not None and case_key_of(task) != key:
        raise Rejection("bad_request", "Expected a task of this case as userTaskKey, but found %(found)s", found=task)
    digest, size, head = around.documents.put(upload.stream, around.configuration.upload_max_bytes)
    return carry_out(AddDocument(key, upload.filename, digest, size, head, task, replaces), _created)


def _key(name: str) -> int | None:
    text = request.form.get(name)
    return read_key(text, name) if text else None


def _created(answer: dict[str, Any]) -> tuple[int, Any]:
    return 201, shapes.Created(key=str(answer["key"]))


def get_document(receiptNumber: str, documentKey: str) -> Response:  # named as in the address
    key = _case_key(receiptNumber)
    row = surface().door.ask(document, asker(), key, read_key(documentKey, "documentKey"))
    note_read("document", cases={key})
    return send_document(row)


_PATH: Final = "/cases/{receiptNumber}/documents"
OPERATIONS: Final = (
    Operation("GET", _PATH, "getDocuments", "The documents of a case, newest first", get_documents, shapes.DocumentList, parameters=LIST),
    Operation("POST", _PATH, "addDocument", "Add a document to a case", add_document, shapes.Created, 201, upload=True),
    Operation(
        "GET",
        f"{_PATH}/{{documentKey}}",
        "getDocument",
        "One document, as an attachment",
        get_document,
        None,
        sends="application/octet-stream",
    ),
)
