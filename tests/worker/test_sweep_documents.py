"""Files that were chosen and never sent go after two days; what a case names stays, however old."""

import io
import os
import time
from pathlib import Path

from app.gateways.documents import FolderOfDocuments
from app.service.add_document import AddDocument
from app.worker.sweep_documents import KEPT_SECONDS, sweep_documents
from tests.builders.city import City
from tests.service.rows import case_at_handle

DAY = 24 * 3600


def kept(files: FolderOfDocuments, content: bytes) -> str:
    return files.put(io.BytesIO(content), 100)[0]


def aged(folder: Path, seconds: float) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - seconds,) * 2)


def test_what_was_never_sent_goes_after_two_days_and_what_a_case_names_stays(sqlite_city: City, tmp_path: Path) -> None:
    files = FolderOfDocuments(tmp_path / "documents")
    sent, unsent = kept(files, b"%PDF-1.7 sent"), kept(files, b"%PDF-1.7 never sent")
    (tmp_path / "documents" / ".incoming-half").write_bytes(b"half a file")
    sqlite_city.do(AddDocument(case_at_handle(sqlite_city), "scan.pdf", sent, 13, b"%PDF-1.7 sent"), "hotline")
    assert sweep_documents(sqlite_city.door, files) == 0
    assert set(files.digests()) == {sent, unsent}
    aged(tmp_path / "documents", KEPT_SECONDS + 60)
    assert sweep_documents(sqlite_city.door, files) == 1
    assert list(files.digests()) == [sent]
    assert not (tmp_path / "documents" / ".incoming-half").exists()


def test_a_file_that_is_chosen_again_is_kept_as_if_it_were_new(sqlite_city: City, tmp_path: Path) -> None:
    files = FolderOfDocuments(tmp_path / "documents")
    digest = kept(files, b"%PDF-1.7 once more")
    aged(tmp_path / "documents", 30 * DAY)
    before = time.time() - KEPT_SECONDS
    assert list(files.older_than(before)) == [digest]
    kept(files, b"%PDF-1.7 once more")
    assert not files.drop(digest, before)
    assert sweep_documents(sqlite_city.door, files) == 0
    assert list(files.digests()) == [digest]
