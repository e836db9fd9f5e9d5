"""A bundle of evidence that cannot be read as a whole, or whose words cannot be compared: what lies before is verified, in the same words
by both checkers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.audit.evidence.check_alone import Check, read
from app.audit.evidence.check_bundle import Checked, check_bundle
from tests.audit.test_altered_evidence import EVENTS, Whole, in_rows, whole
from tests.builders.bundles import MANIFEST, Files, text_of

__all__ = ["whole"]


def both(path: Path) -> tuple[Checked, Check]:
    return check_bundle(path), Check(read(path), "")


def said_alone(alone: Check) -> str:
    return " ".join([*alone.bad, *alone.notes])


@pytest.mark.parametrize("name", EVENTS)
def test_both_have_the_same_word_for_the_same_fault(whole: Whole, tmp_path: Path, name: str) -> None:
    file, change, seq, _ = EVENTS[name]
    for within in (False, True):
        ours, alone = both(whole.altered(tmp_path, in_rows(file, change), within=within))
        assert ours.first_bad is not None
        assert f"event {seq}: {ours.first_bad.reason}" in said_alone(alone)


def tear_words(files: Files) -> None:
    """Take the key away and call it erased, as a database would from which somebody deleted it."""
    del files["secret.txt"]
    manifest = json.loads(files[MANIFEST])
    manifest["words"] = "erased"
    files[MANIFEST] = text_of(manifest)


def withhold_words(files: Files) -> None:
    del files["secret.txt"]
    manifest = json.loads(files[MANIFEST])
    manifest["words"] = "withheld"
    files[MANIFEST] = text_of(manifest)


@pytest.mark.parametrize("alteration", [tear_words, withhold_words])
def test_words_that_cannot_be_compared_want_an_event_that_says_why(
    whole: Whole, tmp_path: Path, alteration: Callable[[Files], None]
) -> None:
    ours, alone = both(whole.altered(tmp_path, alteration, within=True))
    assert ours.first_bad is not None
    assert (ours.first_bad.seq, ours.first_bad.reason, ours.words) == (1, "missing", "missing")
    assert "event 1: missing" in said_alone(alone)


def unreadable(name: str, line: bytes) -> Callable[[Files], None]:
    """Replace the third line of a file."""

    def change(files: Files) -> None:
        lines = files[name].split(b"\n")
        lines[2] = line
        files[name] = b"\n".join(lines)

    return change


@pytest.mark.parametrize(
    "line", [b"{not json", b"\xff\xfe\x00", b"null", b"7", b"[" * 5000], ids=["json", "utf-8", "null", "number", "deep"]
)
def test_what_lies_before_an_unreadable_event_is_verified_and_said(whole: Whole, tmp_path: Path, line: bytes) -> None:
    ours, alone = both(whole.altered(tmp_path, unreadable("events.jsonl", line), within=False))
    assert ours.first_bad is not None
    assert (ours.first_bad.seq, ours.first_bad.reason, ours.holds, ours.words) == (3, "unreadable", 2, "compared")
    assert "event 3: unreadable" in said_alone(alone)
    assert "the first 2 events hold" in said_alone(alone)
    assert "line 3 cannot be read" in said_alone(alone)
    assert len(said_alone(alone)) < 1000, "no exception, and no file as a whole"


def test_unreadable_words_are_missing_from_there_on(whole: Whole, tmp_path: Path) -> None:
    ours, alone = both(whole.altered(tmp_path, unreadable("contents.jsonl", b"{not json"), within=False))
    assert ours.first_bad is not None
    assert (ours.first_bad.seq, ours.first_bad.reason, ours.holds) == (3, "missing", 2)
    assert "event 3: missing" in said_alone(alone)
    assert "the first 2 events hold" in said_alone(alone)


@pytest.mark.parametrize(("before", "behind"), [(b"x" * 700, b""), (b"", b"x" * 700)])
def test_bytes_outside_the_zip_are_found(whole: Whole, tmp_path: Path, before: bytes, behind: bytes) -> None:
    path = whole.altered(tmp_path, lambda files: None, within=False)
    ours, alone = both(path)
    assert (ours.verified, alone.bad) == (True, [])
    path.write_bytes(before + path.read_bytes() + behind)
    ours, alone = both(path)
    assert [(one.reason, one.where) for one in ours.findings] == [("added", "bytes before or behind the zip")]
    assert ["bytes outside the zip" in one for one in alone.bad] == [True]
