"""Where files lie is said in one line, and what cannot be meant is refused with what was expected."""

from pathlib import Path

import pytest

from app.gateways.store_address import BucketAddress, StoreRefused, read_address

NAME = "DUBAN_DOCUMENTS_URL"


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("file:/srv/duban/documents", "/srv/duban/documents"),
        ("file:///srv/duban/documents", "/srv/duban/documents"),
        ("file://localhost/srv/d", "/srv/d"),
        ("file:///srv/my%20city/%E6%96%87%E4%BB%B6", "/srv/my city/文件"),
    ],
)
def test_a_folder_is_named_by_its_path(url: str, folder: str) -> None:
    assert read_address(url, NAME) == Path(folder)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("s3://city-files", BucketAddress("city-files")),
        ("s3://city-files/", BucketAddress("city-files")),
        ("s3://city-files/hall/documents/", BucketAddress("city-files", "hall/documents")),
        (
            "s3://city-files/hall?endpoint=https://minio.city.example:9000&region=cn-east&addressing=virtual",
            BucketAddress("city-files", "hall", "https://minio.city.example:9000", "cn-east", False),
        ),
    ],
)
def test_a_bucket_is_named_by_bucket_prefix_and_where_it_is(url: str, address: BucketAddress) -> None:
    assert read_address(url, NAME) == address


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://files", "to begin with file: or s3:, but found 'ftp://files'"),
        ("documents", "to begin with file: or s3:"),
        ("file:documents", "a folder of this machine"),
        ("file://server/share", "a folder of this machine"),
        ("s3:///prefix", "to name a bucket"),
        ("s3://no", "3 to 63 letters"),
        ("s3://city-files/a//b", "plain parts"),
        ("s3://city-files/../b", "plain parts"),
        ("s3://city-files/a%00b", "plain parts"),
        ("s3://city-files?endpont=https://x", "found endpont; did you mean endpoint?"),
        ("s3://city-files?colour=red", "addressing, endpoint, region after the ? of DUBAN_DOCUMENTS_URL, but found colour"),
        ("s3://city-files?region=", "one value of region in DUBAN_DOCUMENTS_URL, but found none"),
        ("s3://city-files?region=a&region=b", "but found several"),
        ("s3://city-files?endpoint=minio:9000", "like https://minio.city.example:9000, but found 'minio:9000'"),
        ("s3://city-files?addressing=both", "to be path or virtual, but found 'both'"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_was_expected(url: str, said: str) -> None:
    with pytest.raises(StoreRefused) as refused:
        read_address(url, NAME)
    assert said in str(refused.value)
    assert NAME in str(refused.value)


@pytest.mark.parametrize(
    "url", ["s3://key:hidden-word@city-files/a", "s3://city-files?endpoint=https://key:hidden-word@minio", "ftp://key:hidden-word@files"]
)
def test_a_secret_in_an_address_is_refused_and_not_said_again(url: str) -> None:
    with pytest.raises(StoreRefused) as refused:
        read_address(url, NAME)
    assert "hidden-word" not in str(refused.value)
