"""Attached files, in a folder and in a bucket alike: whole or not at all, each under its own digest, and as they were or not at all."""

import hashlib
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.rejection import Rejection
from app.gateways.documents import FolderOfDocuments
from app.gateways.documents_in_bucket import BucketOfDocuments
from tests.fixtures.bucket import Store, address_of, bucket_of

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 8000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@dataclass
class Kept:
    """documents: the store as the product has it. names, lay: what lies in it, past the product. again: as a second node has it."""

    documents: FolderOfDocuments | BucketOfDocuments
    names: Callable[[], list[str]]
    lay: Callable[[str, bytes], object]
    again: Callable[[], FolderOfDocuments | BucketOfDocuments]


def in_folder(root: Path) -> Kept:
    def lay(name: str, content: bytes) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)

    def names() -> list[str]:
        return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())

    return Kept(FolderOfDocuments(root), names, lay, lambda: FolderOfDocuments(root))


def in_bucket(store: Store) -> Kept:
    url = store.new_bucket()
    address, client = address_of(url), store.client()

    def names() -> list[str]:
        found = client.list_objects_v2(Bucket=address.bucket).get("Contents", [])
        return sorted(one["Key"].removeprefix("hall/documents/") for one in found)

    def lay(name: str, content: bytes) -> None:
        client.put_object(Bucket=address.bucket, Key=address.key(name), Body=content)

    return Kept(BucketOfDocuments(bucket_of(url)), names, lay, lambda: BucketOfDocuments(bucket_of(url)))


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    if request.param == "folder":
        return in_folder(tmp_path / "documents")
    store: Store = request.getfixturevalue("object_store")
    return in_bucket(store)


def read(documents: FolderOfDocuments | BucketOfDocuments, digest: str) -> bytes:
    with documents.open(digest) as file:
        return file.read()


def test_a_file_is_kept_under_its_digest_and_read_as_it_was(kept: Kept) -> None:
    assert kept.documents.put(io.BytesIO(CONTENT), len(CONTENT)) == (DIGEST, len(CONTENT), CONTENT[:4096])
    assert read(kept.documents, DIGEST) == CONTENT
    assert kept.names() == [f"{DIGEST[:2]}/{DIGEST}"]


def test_the_same_content_twice_is_one_file(kept: Kept) -> None:
    assert [kept.documents.put(io.BytesIO(CONTENT), len(CONTENT))[0] for _ in range(2)] == [DIGEST, DIGEST]
    assert kept.names() == [f"{DIGEST[:2]}/{DIGEST}"]
    assert read(kept.documents, DIGEST) == CONTENT


def test_what_a_browser_sent_comes_from_the_disk_and_is_kept_whole(kept: Kept) -> None:
    with tempfile.SpooledTemporaryFile(1000) as upload:
        upload.write(CONTENT)
        upload.seek(0)
        assert kept.documents.put(upload, len(CONTENT))[:2] == (DIGEST, len(CONTENT))
    assert read(kept.documents, DIGEST) == CONTENT


def test_a_file_over_the_limit_leaves_nothing(kept: Kept) -> None:
    with pytest.raises(Rejection) as refused:
        kept.documents.put(io.BytesIO(CONTENT), len(CONTENT) - 1)
    assert refused.value.code == "too_large"
    assert kept.names() == []


def test_a_file_that_breaks_off_leaves_nothing(kept: Kept) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(size)
            if not piece:
                raise ConnectionResetError
            return piece

    with pytest.raises(ConnectionResetError):
        kept.documents.put(Cut(CONTENT), 1 << 30)
    assert kept.names() == []


@pytest.mark.parametrize("digest", ["ab" * 32, "", "../../etc/passwd", "AB" * 32])
def test_a_file_that_is_not_there_is_told_in_words(kept: Kept, digest: str) -> None:
    with pytest.raises(Rejection) as refused:
        kept.documents.open(digest)
    assert refused.value.code == "not_found"


@pytest.mark.parametrize("change", [CONTENT[:-1], CONTENT + b"x", b"", b"x" + CONTENT[1:]], ids=["cut", "longer", "empty", "other"])
def test_a_file_that_was_changed_is_never_served_and_the_log_names_it(kept: Kept, change: bytes, caplog: pytest.LogCaptureFixture) -> None:
    kept.documents.put(io.BytesIO(CONTENT), len(CONTENT))
    kept.lay(f"{DIGEST[:2]}/{DIGEST}", change)
    with pytest.raises(Rejection, match="holds another content") as refused:
        kept.documents.open(DIGEST)
    assert refused.value.code == "not_found"
    assert DIGEST in caplog.text


def test_a_file_that_was_changed_is_whole_again_once_its_content_comes_again(kept: Kept) -> None:
    kept.documents.put(io.BytesIO(CONTENT), len(CONTENT))
    kept.lay(f"{DIGEST[:2]}/{DIGEST}", b"changed")
    kept.documents.put(io.BytesIO(CONTENT), len(CONTENT))
    assert read(kept.documents, DIGEST) == CONTENT


def test_the_digests_of_what_lies_there_are_told_in_order_and_nothing_else(kept: Kept) -> None:
    known = sorted(kept.documents.put(io.BytesIO(content), 100)[0] for content in (b"one", b"two", b"three"))
    kept.lay("notes.txt", b"of a stranger")
    kept.lay(".incoming-abc", b"half a file")
    assert list(kept.documents.digests()) == known


def test_what_one_node_kept_another_reads(kept: Kept) -> None:
    kept.documents.put(io.BytesIO(CONTENT), len(CONTENT))
    assert read(kept.again(), DIGEST) == CONTENT
    assert kept.again().put(io.BytesIO(CONTENT), len(CONTENT))[0] == DIGEST


def test_a_store_that_takes_files_says_so_and_keeps_nothing_that_would_be_a_document(kept: Kept) -> None:
    kept.documents.check()
    kept.documents.check()
    assert kept.documents.is_there()
    assert list(kept.documents.digests()) == []
