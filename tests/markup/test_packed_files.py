"""A zip beside a sheet: its names are read as people wrote them, and what was made to do harm is refused before it is unpacked."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from app.domain.rejection import Rejection
from app.markup.packed_files import MOST_FILES, PackedFiles

PDF = b"%PDF-1.7 scan"


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_STORED) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as written:
        for name, content in files:
            written.writestr(name, content)
    target.seek(0)
    return target


def changed(stream: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    raw = stream.getvalue()
    assert old in raw
    assert len(old) == len(new)
    return io.BytesIO(raw.replace(old, new))


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def refusal(stream: io.BytesIO, **limits: int) -> Rejection:
    with pytest.raises(Rejection) as refused:
        PackedFiles(stream, **limits)
    return refused.value


def test_a_file_is_named_with_its_folders_or_without_where_only_one_is_called_so() -> None:
    files = PackedFiles(packed(("信 7/来信.pdf", PDF), ("信 8/来信.pdf", PDF), ("信 8/信封.PDF", PDF)))
    assert [file.name for file in files.files] == ["信 7/来信.pdf", "信 8/来信.pdf", "信 8/信封.PDF"]
    assert files.named("信 7\\来信.pdf") == files.files[0]
    assert files.named("信封.pdf") == files.files[2]
    assert files.named("来信.pdf") is None
    assert files.named("没有.pdf") is None
    assert files.head_of(files.files[0], 100) == PDF


def test_a_name_that_chinese_windows_wrote_is_read_as_it_was_meant() -> None:
    name = "来信扫描件.pdf".encode("gb18030")
    stream = changed(packed(("x" * len(name), PDF)), b"x" * len(name), name)
    assert [file.name for file in PackedFiles(stream).files] == ["来信扫描件.pdf"]


def test_what_systems_leave_behind_is_passed_over() -> None:
    files = PackedFiles(packed(("信.pdf", PDF), ("__MACOSX/._信.pdf", b"x"), ("卷/.DS_Store", b"x"), ("Thumbs.db", b"x"), ("卷/", b"")))
    assert [file.name for file in files.files] == ["信.pdf"]


@pytest.mark.parametrize(
    "name",
    [
        "../outside.pdf",
        "a/../../outside.pdf",
        "..\\outside.pdf",
        "/etc/passwd.pdf",
        "C:\\x.pdf",
        "C:x.pdf",
        "a//b.pdf",
        "./a.pdf",
        "a\n.pdf",
        "a\u202efdp.exe.pdf",
    ],
)
def test_a_name_that_leads_out_or_hides_is_refused(name: str) -> None:
    found = refusal(packed((name, PDF)))
    assert (found.code, "plain names" in str(found)) == ("bad_file", True)


@pytest.mark.parametrize(
    ("stream", "code", "said"),
    [
        (lambda: io.BytesIO(b"PK\x03\x04 and no more"), "bad_file", "cannot be read"),
        (lambda: io.BytesIO(b""), "bad_file", "cannot be read"),
        (lambda: packed((link("信.pdf"), b"/etc/passwd")), "bad_file", "is a link"),
        (lambda: packed(("信.pdf", PDF), ("信.PDF", PDF)), "bad_file", "twice"),
        (lambda: packed((f"{'长' * 200}.pdf", PDF)), "bad_file", "at most 200 characters"),
        (lambda: packed(*((f"{number}.pdf", b"") for number in range(MOST_FILES + 1))), "too_large", "at most 2000 files"),
        (lambda: with_password(packed(("信.pdf", PDF))), "bad_file", "without a password"),
    ],
)
def test_a_zip_that_no_person_would_have_packed_is_refused(stream: Callable[[], io.BytesIO], code: str, said: str) -> None:
    found = refusal(stream())
    assert (found.code, said in str(found)) == (code, True)


def with_password(stream: io.BytesIO) -> io.BytesIO:
    """Set the flag that says so, in the directory at the end of the zip."""
    raw = bytearray(stream.getvalue())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return io.BytesIO(bytes(raw))


def test_a_bomb_is_refused_by_what_it_says_and_by_what_one_file_may_have() -> None:
    bomb = packed(("信.pdf", PDF + b"0" * 5_000_000), method=zipfile.ZIP_DEFLATED)
    assert len(bomb.getvalue()) < 10_000
    assert refusal(bomb, most_unpacked=1_000_000).code == "too_large"
    files = PackedFiles(bomb)
    with pytest.raises(Rejection) as refused:
        files.head_of(files.files[0], 1_000_000)
    assert (refused.value.code, "信.pdf is larger" in str(refused.value)) == ("too_large", True)


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says() -> None:
    raw = bytearray(packed(("a.pdf", PDF + b"0" * 5_000_000), method=zipfile.ZIP_DEFLATED).getvalue())
    place = raw.index(b"PK\x01\x02") + 24
    raw[place : place + 4] = struct.pack("<I", 100)
    files = PackedFiles(io.BytesIO(bytes(raw)))
    with pytest.raises(Rejection) as refused:
        files.head_of(files.files[0], 1_000)
    assert (refused.value.code, "damaged" in str(refused.value)) == ("bad_file", True)


def test_a_damaged_file_is_named() -> None:
    files = PackedFiles(changed(packed(("信.pdf", PDF)), PDF, b"%PDF-1.7 sca!"))
    with pytest.raises(Rejection) as refused:
        files.head_of(files.files[0], 100)
    assert "信.pdf" in str(refused.value)
