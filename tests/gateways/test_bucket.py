"""A bucket that is away, wrong, or refuses us: in words, at once, and nothing acknowledged is lost."""

import builtins
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.assemble import Duban, assemble, check_documents
from app.domain.rejection import Rejection
from app.gateways.documents_in_bucket import BucketOfDocuments
from app.settings import BadSettings, read_settings
from tests.fixtures.bucket import Store, bucket_of

CONTENT = b"%PDF-1.7\nwords of a citizen"


@pytest.fixture
def away(object_store: Store) -> Iterator[Store]:
    """The store, gone until the test or its end lets it come back."""
    object_store.stop()
    yield object_store
    object_store.start()


def node(folder: Path, url: str) -> Duban:
    return assemble(read_settings({"DUBAN_DATA": str(folder), "DUBAN_SECRET_KEY": "a secret for tests", "DUBAN_DOCUMENTS_URL": url}))


def test_two_nodes_that_keep_the_same_file_at_once_keep_one(object_store: Store) -> None:
    url = object_store.new_bucket()
    nodes = [BucketOfDocuments(bucket_of(url)) for _ in range(2)]
    found: list[str] = []
    threads = [threading.Thread(target=lambda one=one: found.append(one.put(io.BytesIO(CONTENT), 100)[0])) for one in nodes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert list(nodes[0].digests()) == [found[0]] == [found[1]]


def test_an_object_is_written_under_the_condition_that_nothing_is_there(object_store: Store) -> None:
    bucket = bucket_of(object_store.new_bucket())
    digest = "9" * 64
    assert bucket.put("a", io.BytesIO(b"first"), 5, digest) is True
    assert bucket.put("a", io.BytesIO(b"other"), 5, digest) is False
    assert b"".join(bucket.read("a")) == b"first"


def test_a_store_that_goes_away_is_told_as_a_lost_database_is_and_has_all_it_had_when_it_is_back(object_store: Store) -> None:
    documents = BucketOfDocuments(bucket_of(object_store.new_bucket()))
    digest = documents.put(io.BytesIO(CONTENT), 100)[0]
    object_store.stop()
    try:
        for ask in (lambda: documents.put(io.BytesIO(b"another"), 100), lambda: documents.open(digest)):
            with pytest.raises(Rejection) as refused:
                ask()
            assert refused.value.code == "store_unavailable"
        assert not documents.is_there()
    finally:
        object_store.start()
    assert documents.is_there()
    with documents.open(digest) as file:
        assert file.read() == CONTENT
    documents.put(io.BytesIO(b"another"), 100)


def test_a_store_that_is_away_stops_no_start(away: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    duban = node(tmp_path, f"s3://city-files/documents?endpoint={away.endpoint}")
    check_documents(duban)
    assert "until it is back nothing can be attached" in caplog.text


def test_a_missing_bucket_stops_the_start_in_words(object_store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"DUBAN_DOCUMENTS_URL: .* s3://no-such-city/files at http.*there is no such bucket"):
        check_documents(node(tmp_path, f"s3://no-such-city/files?endpoint={object_store.endpoint}"))


def test_credentials_that_are_missing_stop_the_start_in_words(object_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = object_store.new_bucket()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(BadSettings, match="there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        check_documents(node(tmp_path, url))


def test_credentials_that_are_refused_stop_the_start_in_words(object_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = object_store.new_bucket()
    duban = node(tmp_path, url)
    monkeypatch.setattr("moto.core.responses.ActionAuthenticatorMixin.request_count", 0)
    monkeypatch.setattr("moto.core.responses.settings.INITIAL_NO_AUTH_ACTION_COUNT", 0)
    with pytest.raises(BadSettings, match=r"Expected to reach s3://city-.*but the credentials are refused") as refused:
        check_documents(duban)
    assert "nobody-else" not in str(refused.value)
    with pytest.raises(Rejection) as later:
        duban.documents.put(io.BytesIO(CONTENT), 100)
    assert later.value.code == "store_unavailable"


def test_without_its_package_the_start_says_the_line_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "boto3":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BadSettings, match=r"package boto3 for s3://city-files/.*pip install .*--require-hashes -r requirements-s3.txt"):
        node(tmp_path, "s3://city-files")


def test_an_endpoint_of_the_city_has_the_bucket_in_the_path_unless_it_says_otherwise(object_store: Store) -> None:
    named = bucket_of("s3://city-files?endpoint=https://minio.city.example")
    hosted = bucket_of("s3://city-files?endpoint=https://minio.city.example&addressing=virtual")
    known = bucket_of("s3://city-files?region=cn-north-1")
    ask = {"ClientMethod": "get_object", "Params": {"Bucket": "city-files", "Key": "a"}}
    addresses = [bucket._client.generate_presigned_url(**ask).partition("?")[0] for bucket in (named, hosted, known)]
    assert addresses[0] == "https://minio.city.example/city-files/a"
    assert addresses[1] == "https://city-files.minio.city.example/a"
    assert addresses[2].startswith("https://city-files.s3")
