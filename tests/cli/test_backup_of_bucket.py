"""Backup and restore of a city whose documents lie in a bucket: all of it is in the file, and it goes wherever the settings say then."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.gateways.documents import FolderOfDocuments
from app.gateways.documents_in_bucket import BucketOfDocuments
from app.service.add_document import AddDocument
from tests.builders.city import City
from tests.builders.real_city import environment, real_city
from tests.builders.typed import Typed, typed
from tests.fixtures.bucket import Store, address_of, bucket_of
from tests.service.rows import case_at_handle

Type = Callable[..., Typed]
FILES = [b"%PDF-1.7\nwords of a citizen", b"%PDF-1.7\n" + b"a long one" * 200_000]


@pytest.fixture
def url(object_store: Store) -> str:
    return object_store.new_bucket()


@pytest.fixture
def folder(tmp_path: Path, sqlite_city_file: Path) -> Path:
    return real_city(tmp_path / "city", sqlite_city_file)


@pytest.fixture
def digests(folder: Path, url: str) -> list[str]:
    """Of the files of a case, which lie in the bucket."""
    city, documents = City(f"sqlite:///{folder / 'duban.db'}"), BucketOfDocuments(bucket_of(url))
    case, found = case_at_handle(city), []
    for content in FILES:
        digest, size, head = documents.put(io.BytesIO(content), 10_000_000)
        city.do(AddDocument(case, "scan.pdf", digest, size, head), "handler-health")
        found.append(digest)
    city.close()
    return found


@pytest.fixture
def duban(capsys: pytest.CaptureFixture[str]) -> Type:
    return lambda *words, of, at: typed(capsys, {**environment(of), "DUBAN_DOCUMENTS_URL": at}, *map(str, words))


def test_a_backup_holds_the_documents_of_the_bucket_and_is_restored_into_another(
    folder: Path, url: str, digests: list[str], duban: Type, object_store: Store, tmp_path: Path
) -> None:
    done = duban("backup", tmp_path / "night.tar", "--json", of=folder, at=url)
    assert done.code == 0, done
    assert (json.loads(done.out)["documents"], json.loads(done.out)["missingDocuments"]) == (2, 0)
    other = object_store.new_bucket()
    restored = duban("restore", tmp_path / "night.tar", "--json", of=tmp_path / "elsewhere", at=other)
    assert restored.code == 0, restored
    assert json.loads(restored.out)["missingDocuments"] == 0
    documents = BucketOfDocuments(bucket_of(other))
    for digest, content in zip(digests, FILES, strict=True):
        with documents.open(digest) as file:
            assert file.read() == content


def test_a_backup_of_a_bucket_is_restored_into_a_folder(folder: Path, url: str, digests: list[str], duban: Type, tmp_path: Path) -> None:
    duban("backup", tmp_path / "night.tar", of=folder, at=url)
    place = tmp_path / "my documents"
    assert duban("restore", tmp_path / "night.tar", of=tmp_path / "elsewhere", at=place.as_uri()).code == 0
    assert set(FolderOfDocuments(place).digests()) == set(digests)


def test_a_city_goes_back_to_its_own_bucket_and_what_was_changed_there_is_whole_again(
    folder: Path, url: str, digests: list[str], duban: Type, object_store: Store, tmp_path: Path
) -> None:
    duban("backup", tmp_path / "night.tar", of=folder, at=url)
    address = address_of(url)
    object_store.client().put_object(Bucket=address.bucket, Key=address.key(f"{digests[0][:2]}/{digests[0]}"), Body=b"changed")
    assert duban("restore", tmp_path / "night.tar", of=tmp_path / "elsewhere", at=url).code == 0
    with BucketOfDocuments(bucket_of(url)).open(digests[0]) as file:
        assert file.read() == FILES[0]


def test_a_document_that_was_changed_is_left_out_and_said_and_all_others_are_in_the_backup(
    folder: Path, url: str, digests: list[str], duban: Type, object_store: Store, tmp_path: Path
) -> None:
    address = address_of(url)
    object_store.client().put_object(Bucket=address.bucket, Key=address.key(f"{digests[1][:2]}/{digests[1]}"), Body=b"changed")
    done = duban("backup", tmp_path / "night.tar", of=folder, at=url)
    assert done.code == 1
    assert digests[1] in done.err
    assert "1 documents that the database names" in done.err
    with tarfile.open(tmp_path / "night.tar") as tar:
        listed = json.loads((tar.extractfile("backup.json") or io.BytesIO()).read())["files"]
        assert sorted(name for name in tar.getnames() if name != "backup.json") == sorted(listed)
    assert [name for name in listed if name.startswith("documents/")] == [f"documents/{digests[0][:2]}/{digests[0]}"]
    restored = duban("restore", tmp_path / "night.tar", "--json", of=tmp_path / "elsewhere", at=f"{url}&region=cn-a".replace("hall", "new"))
    assert restored.code == 1
    assert json.loads(restored.out)["missingDocuments"] == 1


def test_while_the_bucket_is_away_there_is_no_half_backup(
    folder: Path, url: str, digests: list[str], duban: Type, object_store: Store, tmp_path: Path
) -> None:
    duban("backup", tmp_path / "night.tar", of=folder, at=url)
    object_store.stop()
    try:
        failed = duban("backup", tmp_path / "second.tar", of=folder, at=url)
        refused = duban("restore", tmp_path / "night.tar", of=tmp_path / "elsewhere", at=url)
    finally:
        object_store.start()
    assert (failed.code, refused.code) == (1, 1)
    assert "store of files cannot be used" in failed.err
    assert not (tmp_path / "second.tar").exists()
    assert not (tmp_path / "elsewhere" / "duban.db").exists()
    assert duban("restore", tmp_path / "night.tar", of=tmp_path / "elsewhere", at=url).code == 0
