"""A bundle of evidence that somebody altered: both checkers, which share no code, say it and name the file or the event.

Each alteration is made twice: as by somebody outside, and with a manifest that fits it, signed with the city's own key, as only somebody
within could. What the second kind does not find by the list of files, chain, anchors and digests must.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit import break_words
from app.audit.check_people import COMPARED
from app.audit.evidence.check_alone import REASONS, Check, read
from app.audit.evidence.check_bundle import Checked, check_bundle
from tests.builders.bundles import MANIFEST, Files, changed, digest_of, opened, put, rechained, refitted, rows, signed, text_of, written
from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import anchored_letter, bundle

OTHER_KEY: Final = b"another city's private key 32 byt"[:32]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Whole:
    """A bundle as it was made: five events, all anchored. private: the city's key."""

    files: Files
    private: bytes

    def altered(self, tmp_path: Path, alteration: Callable[[Files], None], *, within: bool) -> Path:
        files = dict(self.files)
        alteration(files)
        if within:
            refitted(files, self.private)
        return written(files, tmp_path / "altered.zip")


@pytest.fixture(scope="module")
def whole(api: ApiCity) -> Whole:
    _, number = anchored_letter(api)
    private = bytes.fromhex((api.duban.settings.data / "anchor-key").read_text().strip())
    return Whole(opened(bundle(api, number)), private)


def name_of(files: Files, begins: str) -> str:
    return next(name for name in sorted(files) if name.startswith(begins))


def in_rows(name: str, change: Callable[[Rows], Any]) -> Callable[[Files], None]:
    return lambda files: changed(files, name, change)


def edit_body(found: Rows) -> None:
    found[2]["body"] = found[2]["body"].replace("commentKey", "commentkey")


def edit_and_digest(found: Rows) -> None:
    edit_body(found)
    found[2]["digest"] = digest_of(found[2])


def swap(found: Rows) -> None:
    found[1], found[2] = found[2], found[1]


def swap_whole(found: Rows) -> None:
    swap(found)
    rechained(found)


def edit_all(found: Rows) -> None:
    edit_body(found)
    rechained(found)


def other_letters(found: Rows) -> None:
    found[2]["body"] = found[2]["body"].replace("commentKey", "comment\\u004bey")
    rechained(found)


def drop_and_rechain(found: Rows) -> None:
    del found[2]
    rechained(found)


def edit_words(found: Rows) -> None:
    found[2]["content"] = found[2]["content"].replace("已联系", "未联系")


def cut_anchors(found: Rows) -> None:
    for line in found:
        line["leaves"] = [leaf for leaf in line["leaves"] if leaf[1] != 3]


EVENTS: Final = {
    "an event changed": ("events.jsonl", edit_body, 3, "edited"),
    "an event changed with its digest": ("events.jsonl", edit_and_digest, 3, "edited|recomputed"),
    "an event changed with the whole chain": ("events.jsonl", edit_all, 3, "recomputed"),
    "an event in other letters, with the whole chain": ("events.jsonl", other_letters, 3, "form|recomputed"),
    "an event dropped": ("events.jsonl", lambda found: found.pop(2), 3, "missing"),
    "an event dropped and the chain computed anew": ("events.jsonl", drop_and_rechain, 3, "recomputed"),
    "two events swapped": ("events.jsonl", swap, 2, "swapped"),
    "two events swapped and the chain computed anew": ("events.jsonl", swap_whole, 2, "recomputed"),
    "an event put in": ("events.jsonl", lambda found: found.insert(2, dict(found[1])), 3, "inserted"),
    "the end cut": ("events.jsonl", lambda found: found.pop(), 5, "missing|cut"),
    "an event added": ("events.jsonl", lambda found: found.append(dict(found[-1], seq=6, actor="demo")), 6, "edited"),
    "words changed": ("contents.jsonl", edit_words, 3, "edited|words edited"),
    "words left out": ("contents.jsonl", lambda found: found.pop(2), 3, "missing|words missing"),
}


@pytest.mark.parametrize("within", [False, True], ids=["outside", "within"])
@pytest.mark.parametrize("name", EVENTS)
def test_the_first_bad_event_is_named_by_both_and_what_lies_before_it_holds(whole: Whole, tmp_path: Path, name: str, within: bool) -> None:
    file, change, seq, reasons = EVENTS[name]
    path = whole.altered(tmp_path, in_rows(file, change), within=within)
    ours = check_bundle(path)
    assert ours.first_bad is not None
    assert (ours.first_bad.seq, ours.holds) == (seq, seq - 1)
    assert ours.first_bad.reason in reasons.split("|")
    if not within:
        assert f"{file} changed" in [f"{one.file} {one.reason}" for one in ours.findings]
    alone = Check(read(path), "")
    said = [one for one in alone.bad if one.startswith("events.jsonl 事件")]
    assert [one for one in said if f"event {seq}: " in one and one.rpartition(": ")[2] in reasons.split("|")], alone.bad
    assert f"the first {seq - 1} events hold" in " ".join(alone.notes)
    assert within or any(one.startswith(f"{file} 被改动") for one in alone.bad)


def drop(begins: str) -> Callable[[Files], None]:
    return lambda files: files.pop(name_of(files, begins)) and None


def append(begins: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[name_of(files, begins)] += b" "

    return change


def add(name: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[name] = b"what nobody put there"

    return change


FILES: Final = {
    "a document missing": (drop("documents/"), "documents/", "missing"),
    "a document changed": (append("documents/"), "documents/", "changed"),
    "a diagram missing": (drop("definitions/"), "definitions/", "missing"),
    "a diagram changed": (append("definitions/"), "definitions/", "changed"),
    "the readme changed": (append("README"), "README.txt", "changed"),
    "the checker changed": (append("check.py"), "check.py", "changed"),
    "the proofs missing": (drop("proofs"), "proofs.jsonl", "missing"),
    "the calendar missing": (drop("calendars"), "calendars.jsonl", "missing"),
    "the secret missing": (drop("secret"), "secret.txt", "missing"),
    "a file added": (add("documents/new.pdf"), "documents/new.pdf", "added"),
    "a file added beside": (add("note.txt"), "note.txt", "added"),
    "the key missing": (drop("key"), "key.pub", "missing"),
    "the manifest missing": (drop("manifest"), MANIFEST, "missing"),
}
IN_CHINESE: Final = {"missing": "缺失", "changed": "被改动", "added": "多出"}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_changed_or_added_is_named_by_both(whole: Whole, tmp_path: Path, name: str) -> None:
    change, file, reason = FILES[name]
    path = whole.altered(tmp_path, change, within=False)
    ours = check_bundle(path)
    assert [one for one in ours.findings if one.file.startswith(file) and one.reason == reason]
    assert (ours.first_bad, ours.holds) == (None, 5)
    alone = Check(read(path), "")
    assert [one for one in alone.bad if one.startswith(file) and IN_CHINESE[reason] in one], alone.bad
    assert "the first 5 events hold" in " ".join(alone.notes)


@pytest.mark.parametrize("begins", ["documents/", "definitions/"])
def test_a_file_that_is_not_what_its_name_says_is_named_even_where_the_manifest_fits(whole: Whole, tmp_path: Path, begins: str) -> None:
    for change, reason in ((append(begins), "misnamed"), (drop(begins), "missing")):
        path = whole.altered(tmp_path, change, within=True)
        assert [one for one in check_bundle(path).findings if one.reason == reason]
        assert [one for one in Check(read(path), "").bad if one.startswith(begins) or f"{begins}" in one]


def wrong_root(found: Rows) -> None:
    found[-1]["root"] = "ab" * 32


def wrong_signature(found: Rows) -> None:
    found[-1]["signature"] = "0" * 128


def other_leaf(found: Rows) -> None:
    found[-1]["leaves"][-1][2] = "cd" * 32


def other_path(found: Rows) -> None:
    found[-1]["path"] = ["ef" * 32, *found[-1]["path"][1:]]


def other_position(found: Rows) -> None:
    found[-1]["position"] += 1


ANCHORS: Final = {
    "a root": ("anchors.jsonl", wrong_root, "wrong root"),
    "a signature": ("anchors.jsonl", wrong_signature, "wrong signature"),
    "a leaf": ("anchors.jsonl", other_leaf, "wrong root"),
    "a path": ("proofs.jsonl", other_path, "unproven"),
    "a position": ("proofs.jsonl", other_position, "unproven"),
}


@pytest.mark.parametrize("within", [False, True], ids=["outside", "within"])
@pytest.mark.parametrize("name", ANCHORS)
def test_an_anchor_or_a_proof_that_was_altered_is_named_by_both(whole: Whole, tmp_path: Path, name: str, within: bool) -> None:
    file, change, reason = ANCHORS[name]
    path = whole.altered(tmp_path, in_rows(file, change), within=within)
    assert [one for one in check_bundle(path).findings if (one.file, one.reason) == (file, reason) and one.where]
    assert [one for one in Check(read(path), "").bad if one.startswith(file) and ("batch" in one or "event" in one)]


def test_a_calendar_that_was_altered_is_named_by_its_event(whole: Whole, tmp_path: Path) -> None:
    def edit(found: Rows) -> None:
        found[0]["body"] = found[0]["body"].replace("-01-01", "-01-02")
        found[0]["digest"] = digest_of(found[0])

    path = whole.altered(tmp_path, in_rows("calendars.jsonl", edit), within=True)
    assert [one for one in check_bundle(path).findings if one.file == "calendars.jsonl" and one.where.startswith("0/")]
    assert [one for one in Check(read(path), "").bad if one.startswith("calendars.jsonl 事件 event 0/")]


def forged(files: Files) -> None:
    """A bundle made up as a whole, and signed with a key of one's own."""
    private = Ed25519PrivateKey.from_private_bytes(OTHER_KEY)
    files["key.pub"] = private.public_key().public_bytes_raw().hex().encode() + b"\n"
    lines = rows(files, "anchors.jsonl")
    for line in lines:
        signed(line, OTHER_KEY)
    put(files, "anchors.jsonl", lines)
    refitted(files, OTHER_KEY)


def test_a_bundle_signed_with_another_key_holds_in_itself_and_not_against_the_key_that_is_known(whole: Whole, tmp_path: Path) -> None:
    path = whole.altered(tmp_path, forged, within=False)
    key = whole.files["key.pub"].decode().strip()
    assert check_bundle(path).verified
    assert [one.reason for one in check_bundle(path, key).findings] == ["other key"]
    assert Check(read(path), "").bad == []
    assert [one for one in Check(read(path), key).bad if one.startswith("key.pub")]


def test_a_key_put_in_the_place_of_the_city_s_signs_nothing_here(whole: Whole, tmp_path: Path) -> None:
    def other(files: Files) -> None:
        files["key.pub"] = Ed25519PrivateKey.from_private_bytes(OTHER_KEY).public_key().public_bytes_raw().hex().encode()

    path = whole.altered(tmp_path, other, within=False)
    reasons = {(one.file, one.reason) for one in check_bundle(path).findings}
    assert {("key.pub", "changed"), (MANIFEST, "unsigned"), ("anchors.jsonl", "wrong signature")} <= reasons
    assert [one for one in Check(read(path), "").bad if one.startswith("manifest.json 签名不符")]


def test_a_list_of_files_that_was_changed_is_not_signed(whole: Whole, tmp_path: Path) -> None:
    def change(files: Files) -> None:
        said = json.loads(files[MANIFEST])
        files[MANIFEST] = text_of({**said, "receiptNumber": "QZ-2026-000001-3"})

    path = whole.altered(tmp_path, change, within=False)
    assert [(one.file, one.reason) for one in check_bundle(path).findings] == [(MANIFEST, "unsigned")]
    assert Check(read(path), "").bad == ["manifest.json 签名不符 wrong signature"]


def test_the_bundle_as_it_was_made_holds(whole: Whole, tmp_path: Path) -> None:
    path, key = written(whole.files, tmp_path / "whole.zip"), whole.files["key.pub"].decode().strip()
    ours: Checked = check_bundle(path, key)
    assert (ours.verified, ours.events, ours.holds, ours.anchored, ours.words) == (True, 5, 5, 5, "compared")
    alone = Check(read(path), key)
    assert (alone.bad, alone.notes[0].partition(" / ")[2]) == ([], "the first 5 events hold, 0 of them not anchored")


def run_alone(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the checker that the bundle carries, with nothing but Python: no packages, no environment, from a folder of its own."""
    command = [sys.executable, "-I", "-S", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"PYTHONIOENCODING": "utf-8"}, timeout=60, check=False)


def test_the_checker_in_the_bundle_runs_alone_in_an_empty_folder(whole: Whole, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "check.py").write_bytes(whole.files["check.py"])
    path = written(whole.files, tmp_path / "bundle.zip")
    done = run_alone(folder, "check.py", str(path), "--key", whole.files["key.pub"].decode().strip())
    assert (done.returncode, done.stderr) == (0, "")
    assert "结论：相符 / it holds" in done.stdout
    broken = whole.altered(tmp_path, in_rows("events.jsonl", edit_body), within=False)
    done = run_alone(folder, "check.py", str(broken))
    assert (done.returncode, done.stderr) == (1, "")
    assert "案件 case QZ-2026-" in done.stdout
    assert "不符 differs: events.jsonl 事件 event 3: 内容被改动 it was changed (edited)" in done.stdout
    assert run_alone(folder, "check.py", "nowhere.zip").returncode == 3
    assert run_alone(folder, "check.py", "one", "two").returncode == 2


def test_whatever_the_city_may_find_of_an_event_is_said_in_words() -> None:
    # Of the city's own record, of which no bundle is made.
    of_people = {f"{table}{what}" for table in COMPARED for what in ("", "_inserted", "_missing")}
    assert set(REASONS) == set(break_words.REASONS) - of_people


def test_it_checks_the_folder_that_the_bundle_was_unpacked_to(whole: Whole, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    for name, raw in whole.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    assert run_alone(tmp_path, str(folder / "check.py")).returncode == 0
    (folder / name_of(whole.files, "documents/")).unlink()
    done = run_alone(tmp_path, str(folder / "check.py"))
    assert done.returncode == 1
    assert "缺失 missing" in done.stdout


def test_it_is_short_and_leans_on_nothing_of_ours(whole: Whole) -> None:
    text = whole.files["check.py"].decode()
    assert len(text.splitlines()) < 200
    imported = {line.split()[1].partition(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= {*sys.stdlib_module_names, "__future__"}
