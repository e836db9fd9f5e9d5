"""Which files come in: by their names and by what they begin with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.attachment import ALLOWED, endings_of, media_type_of, plain_name
from app.domain.rejection import Rejection

MP4 = b"\x00\x00\x00\x20ftypisom"


def head_of(ending: str) -> bytes:
    media_type, beginnings = ALLOWED[ending]
    return MP4 if media_type.endswith("/mp4") else (beginnings[0] if beginnings else b"words")


@pytest.mark.parametrize("ending", ALLOWED)
def test_a_file_that_is_what_it_says_comes_in(ending: str) -> None:
    assert media_type_of(f"scan.{ending.upper()}", head_of(ending)) == ALLOWED[ending][0]


@pytest.mark.parametrize("ending", ["html", "svg", "exe", "js", "pdf.html", "", "htm", "xml", "zip"])
def test_a_kind_that_is_not_on_the_list_is_refused(ending: str) -> None:
    with pytest.raises(Rejection) as refused:
        media_type_of(f"scan.{ending}", b"%PDF-")
    assert refused.value.code == "bad_file"


@pytest.mark.parametrize("ending", [ending for ending in ALLOWED if ending != "txt"])
def test_a_page_under_another_ending_is_refused(ending: str) -> None:
    with pytest.raises(Rejection):
        media_type_of(f"scan.{ending}", b"<html><script>alert(1)</script>")


@pytest.mark.parametrize(("name", "head"), [("a.pdf", b""), ("a.txt", b"words\x00"), ("a.mp4", b"\x00\x00\x00\x20moov")])
def test_an_empty_or_binary_one_is_refused(name: str, head: bytes) -> None:
    with pytest.raises(Rejection):
        media_type_of(name, head)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\fakepath\\邮戳.jpg", "邮戳.jpg"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_a_name_keeps_neither_path_nor_control_characters(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@given(st.text())
def test_a_name_is_short_and_can_stand_in_a_header_and_a_folder(name: str) -> None:
    found = plain_name(name)
    assert 1 <= len(found) <= 151
    assert not set(found) & set('/\\"<>|:*?\r\n\x00')
    assert found not in (".", "..")


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        (".pdf,.PNG", ("png", "pdf")),
        ("audio/*", ("mp3", "m4a")),
        ("application/pdf, .exe", ("pdf",)),
        (".exe", ()),
        (" ", tuple(ALLOWED)),
    ],
)
def test_a_field_takes_what_its_form_names_within_what_is_allowed(accept: str, taken: tuple[str, ...]) -> None:
    assert endings_of(accept) == taken
