"""No file stays open behind an answer: not where nobody reads it, and not where the answer does not come about."""

import io
from typing import IO, Any

import pytest

from app.audit.evidence.packing import Packing
from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import letter


@pytest.fixture
def opened(api: ApiCity, monkeypatch: pytest.MonkeyPatch) -> list[IO[bytes]]:
    """The files that were opened since."""
    genuine, found = type(api.duban.documents).open, list[IO[bytes]]()

    def noted(store: Any, digest: str) -> IO[bytes]:
        found.append(genuine(store, digest))
        return found[-1]

    monkeypatch.setattr(type(api.duban.documents), "open", noted)
    return found


def document(api: ApiCity, number: str, content: bytes) -> str:
    """Add a file to a case; return where it is fetched."""
    address = f"/casework/v1/cases/{number}/documents"
    answer = api.client.post(address, data={"file": (io.BytesIO(content), "现场.pdf")}, auth=("hotline", "duban-demo-2026"))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return f"{address}/{answer.get_json()['key']}"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_document_that_nobody_reads_is_not_left_open(api: ApiCity, opened: list[IO[bytes]], method: str) -> None:
    _, number = letter(api)
    address = document(api, number, b"%PDF-1.7\nseen\n")
    answer = api.ask(method, address, who="hotline")
    assert (answer.status_code, answer.headers["Content-Length"]) == (200, "14")
    assert [file.closed for file in opened] == [True]


def test_a_large_document_goes_out_in_pieces_and_is_closed_after_the_last(
    api: ApiCity, opened: list[IO[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.send_document._PIECE", 8)
    _, number = letter(api)
    content = b"%PDF-1.7\n" + b"x" * 100
    address = document(api, number, content)
    answer = api.ask("GET", address, who="hotline")
    assert not opened[-1].closed
    assert answer.get_data() == content
    assert opened[-1].closed
    api.ask("GET", address, who="hotline").close()
    assert opened[-1].closed


def test_a_bundle_that_does_not_come_about_leaves_no_file_behind(api: ApiCity, monkeypatch: pytest.MonkeyPatch) -> None:
    _, number = letter(api)
    dropped = []
    genuine = Packing.drop
    monkeypatch.setattr(Packing, "drop", lambda packing: dropped.append(packing) or genuine(packing))
    monkeypatch.setattr("app.audit.evidence.bundle.readme", lambda *said, **more: 1 / 0)
    assert api.ask("GET", f"/casework/v1/cases/{number}/evidence.zip", who="auditor").status_code == 500
    assert [packing._file.closed for packing in dropped] == [True]
