"""Attached files on disk: whole or not at all, each under its own digest."""

import hashlib
import io
from pathlib import Path

import pytest

from app.domain.rejection import Rejection
from app.gateways.documents import FolderOfDocuments

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 3000


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_digest_and_read_as_it_was(tmp_path: Path) -> None:
    documents = FolderOfDocuments(tmp_path / "documents")
    digest, size, head = documents.put(io.BytesIO(CONTENT), len(CONTENT))
    assert (digest, size, head) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), CONTENT[:4096])
    assert b"".join(documents.read(digest)) == CONTENT
    assert documents.put(io.BytesIO(CONTENT), len(CONTENT))[0] == digest
    assert files(tmp_path) == [digest]


def test_a_file_over_the_limit_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Rejection) as refused:
        FolderOfDocuments(tmp_path).put(io.BytesIO(CONTENT), len(CONTENT) - 1)
    assert refused.value.code == "too_large"
    assert files(tmp_path) == []


def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(size)
            if not piece:
                raise ConnectionResetError
            return piece

    with pytest.raises(ConnectionResetError):
        FolderOfDocuments(tmp_path).put(Cut(CONTENT), 1 << 30)
    assert files(tmp_path) == []


def test_a_file_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(Rejection) as refused:
        FolderOfDocuments(tmp_path).read("ab" * 32)
    assert refused.value.code == "not_found"
