"""The store of files is away, or its disk is full: 503 that says so and when to try again, and nothing that was typed is lost."""

import errno
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app.assemble import Duban, make_web
from app.gateways.documents import FolderOfDocuments
from app.gateways.documents_in_bucket import BucketOfDocuments
from tests.fixtures.api_city import ApiCity
from tests.fixtures.bucket import Store, bucket_of
from tests.web.pages.desk import LETTER, desk, words

JPEG = b"\xff\xd8\xff\xe0 a photo"
PDF = b"%PDF-1.7\nwords of a citizen"


def on(api: ApiCity, documents: FolderOfDocuments | BucketOfDocuments) -> ApiCity:
    """Return a node of the same city that keeps documents elsewhere."""
    duban: Duban = replace(api.duban, documents=documents)
    application = make_web(duban)
    return ApiCity(duban, application, application.test_client())


@pytest.fixture
def city(make_api: Callable[..., ApiCity], object_store: Store) -> Iterator[ApiCity]:
    """A city with its documents in a bucket, and the bucket away until the test ends."""
    found = on(make_api(), BucketOfDocuments(bucket_of(object_store.new_bucket())))
    object_store.stop()
    yield found
    object_store.start()


@pytest.fixture
def full(make_api: Callable[..., ApiCity], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ApiCity:
    """A city whose disk for documents is full."""
    found = on(make_api(), FolderOfDocuments(tmp_path / "documents"))

    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("app.gateways.documents.os.fsync", no_room)
    return found


def upload(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


@pytest.fixture(params=["bucket away", "disk full"])
def unable(request: pytest.FixtureRequest) -> ApiCity:
    found: ApiCity = request.getfixturevalue("city" if request.param == "bucket away" else "full")
    return found


def test_a_citizens_letter_comes_back_with_all_its_words(unable: ApiCity) -> None:
    answer = desk(unable).send("/letters", step=1, to=2, topic="外机扰民", content="夜里一直响", photo=upload(JPEG, "a.jpg"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    page = answer.get_data(as_text=True)
    assert "材料库暂时不能用" in page
    assert "外机扰民" in page
    assert "夜里一直响" in page


def test_a_letter_that_is_registered_is_kept_as_a_draft(unable: ApiCity) -> None:
    hotline = desk(unable, "hotline")
    sent: dict[str, Any] = {**LETTER, "anonymous": None, "_file.attachments": upload(PDF, "scan.pdf")}
    fields = hotline.get("/start/citizen-letter")
    name = fields.partition('type="file"')[0].rpartition("<input")[2] + fields.partition('type="file"')[2].partition(">")[0]
    sent[name.partition('name="')[2].partition('"')[0]] = sent.pop("_file.attachments")
    answer = hotline.send("/start/citizen-letter", **sent)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "材料库暂时不能用" in words(answer.get_data(as_text=True))
    assert "草稿" in words(answer.get_data(as_text=True))
    assert LETTER["content"] in hotline.get("/start/citizen-letter")
    assert not list((unable.duban.documents.folder or Path("/nowhere")).glob("**/.incoming-*"))


def test_a_program_is_told_so_and_when_to_try_again(unable: ApiCity) -> None:
    case = unable.number(unable.start("citizen-letter", "hotline", **LETTER))
    answer = unable.client.post(
        f"/casework/v1/cases/{case}/documents", data={"file": upload(PDF, "scan.pdf")}, auth=("hotline", "duban-demo-2026")
    )
    assert (answer.status_code, answer.get_json()["code"]) == (503, "store_unavailable")
    assert answer.headers["Retry-After"]
    assert unable.get(f"/casework/v1/cases/{case}/documents", who="hotline")["items"] == []


def test_readiness_tells(unable: ApiCity) -> None:
    assert unable.client.get("/healthz").status_code == 200
    if unable.duban.documents.folder is None:
        assert unable.client.get("/readyz").status_code == 503


def test_a_file_in_a_bucket_is_sent_to_who_may_see_it_and_not_once_it_was_changed(
    make_api: Callable[..., ApiCity], object_store: Store
) -> None:
    bucket = bucket_of(object_store.new_bucket())
    api = on(make_api(), BucketOfDocuments(bucket))
    case = api.number(api.start("citizen-letter", "hotline", **LETTER))
    path = f"/casework/v1/cases/{case}/documents"
    added = api.client.post(path, data={"file": upload(PDF, "../../etc/扫描\u202e\x01件.pdf")}, auth=("hotline", "duban-demo-2026"))
    assert added.status_code == 201, added.get_data(as_text=True)
    address = f"{path}/{added.get_json()['key']}"
    assert api.client.get("/readyz").status_code == 200
    answer = api.ask("GET", address, who="hotline")
    assert (answer.status_code, answer.get_data()) == (200, PDF)
    (row,) = api.get(path, who="hotline")["items"]
    assert row["name"] == "扫描件.pdf"
    (name,) = [name for name in bucket.names() if "/" in name]
    object_store.client().put_object(Bucket=bucket.address.bucket, Key=bucket.address.key(name), Body=b"%PDF-1.7\nother words")
    changed = api.ask("GET", address, who="hotline")
    assert changed.status_code == 404
    assert b"other words" not in changed.get_data()
    assert "another content" in changed.get_json()["detail"]
