"""Checking a bundle of evidence with the product's own means. The bundle carries a second checker, which shares nothing with this one."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

from msgspec import Struct, field

from app.audit.anchor_line import BadAnchors, is_signed, read_anchor
from app.audit.chain_break import Break, Head, first_break
from app.audit.check_definitions import definitions_of
from app.audit.evidence.packing import pieces_of
from app.audit.hash_chain import COLUMNS, event_digest, keyed_digest
from app.audit.merkle import root_by_path
from app.domain.canonical import parse
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection

MANIFEST: Final = "manifest.json"
_NAMED_BY_DIGEST: Final = ("definitions/", "documents/")
_FILES: Final = {"document_added": ("digest",), "paper_issued": ("pdfDigest", "wordDigest")}
_LONGEST_LINES: Final = 512 * 1024 * 1024
_UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, Rejection)


class NoBundle(Exception):
    """What was given is no bundle at all."""


class Finding(Struct, frozen=True):
    """file: of the bundle. reason: missing, changed, added, unreadable, unsigned, other key, misnamed, unproven, or of a batch as
    BadAnchors has it. where: the batch or event in it, where it is about one."""

    file: str
    reason: str
    where: str = ""


class Checked(Struct):
    """number, key: as the bundle says. events: in it. holds: those before the first that does not. anchored: of these, in signed batches.

    words: compared, withheld or erased. first_bad: the first event that does not hold.
    """

    number: str = ""
    key: str = ""
    events: int = 0
    holds: int = 0
    anchored: int = 0
    words: str = ""
    findings: list[Finding] = field(default_factory=list)
    first_bad: Break | None = None

    @property
    def verified(self) -> bool:
        return not self.findings and self.first_bad is None


def check_bundle(path: Path, key: str = "") -> Checked:
    """Check a bundle. key: the city's public key as it is known from elsewhere; "" where it is not.

    Raises NoBundle where the file is no zip with a manifest.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            return _Checking(bundle, key).done()
    except zipfile.BadZipFile as problem:
        raise NoBundle(str(problem)) from None


class _Checking:
    def __init__(self, bundle: zipfile.ZipFile, key: str) -> None:
        self._bundle, self._wanted_key, self._found = bundle, key, Checked()
        self._names = [info.filename for info in bundle.infolist()]
        self._manifest: Mapping[str, Any] = {}
        self._anchored: dict[tuple[str, int], str] = {}
        self._rows: list[Mapping[str, Any]] = []
        self._contents: dict[int, str] = {}

    def done(self) -> Checked:
        self._found.key = self._text("key.pub").strip()
        if self._wanted_key and self._wanted_key.lower() != self._found.key:
            self._note("key.pub", "other key")
        self._check_files()
        for name, step in (
            ("anchors.jsonl", self._check_anchors),
            ("proofs.jsonl", self._check_proofs),
            ("contents.jsonl", self._read_contents),
            ("events.jsonl", self._check_events),
            ("calendars.jsonl", self._check_calendars),
            ("events.jsonl", self._check_named_files),
        ):
            try:
                step()
            except _UNREADABLE:
                self._note(name, "unreadable")
        return self._found

    def _note(self, file: str, reason: str, where: str = "") -> None:
        if (finding := Finding(file, reason, where)) not in self._found.findings:
            self._found.findings.append(finding)

    # ---------------------------------------------------------------- reading

    def _open(self, name: str) -> IO[bytes] | None:
        return self._bundle.open(name) if name in self._names else None

    def _text(self, name: str) -> str:
        """Return a file as text, empty where it is missing or damaged: that is named where digests are compared."""
        try:
            if name not in self._names or self._bundle.getinfo(name).file_size > _LONGEST_LINES:
                return ""
            return self._bundle.read(name).decode(errors="replace")
        except Exception:  # zlib and zipfile have many words for what is damaged
            return ""

    def _lines(self, name: str) -> Iterator[str]:
        return (line for line in self._text(name).split("\n") if line)

    def _digest(self, name: str) -> str:
        """Return the digest of a file; empty where it is damaged."""
        digest = hashlib.sha256()
        try:
            with self._bundle.open(name) as file:
                for piece in pieces_of(file):
                    digest.update(piece)
        except Exception:  # as above
            return ""
        return digest.hexdigest()

    # ---------------------------------------------------------------- the bundle itself

    def _check_files(self) -> None:
        if MANIFEST not in self._names:
            return self._note(MANIFEST, "missing")
        try:
            self._manifest = parse(self._text(MANIFEST))
            listed = {str(one["name"]): str(one["sha256"]) for one in self._manifest["files"]}
            self._found.number = str(self._manifest["receiptNumber"])
            signed = is_signed({**self._manifest, "signature": str(self._manifest["signature"])}, self._found.key)
        except _UNREADABLE:
            self._manifest = {}
            return self._note(MANIFEST, "unreadable")
        if not signed:
            self._note(MANIFEST, "unsigned")
        for name in sorted({*listed, *self._names} - {MANIFEST}):
            if name not in self._names:
                self._note(name, "missing")
            elif name not in listed or self._names.count(name) > 1:
                self._note(name, "added")
            elif (digest := self._digest(name)) != listed[name]:
                self._note(name, "changed")
            elif name.startswith(_NAMED_BY_DIGEST) and Path(name).stem != digest:
                self._note(name, "misnamed")
        return None

    # ---------------------------------------------------------------- what was signed outside the database

    def _check_anchors(self) -> None:
        before: tuple[int, str] | None = None
        for line in self._lines("anchors.jsonl"):
            said = json.loads(line)
            number = int(said["batch"])
            try:
                batch = read_anchor(number, line, self._found.key)
            except BadAnchors as bad:
                self._note("anchors.jsonl", bad.reason, str(number))
                before = None
                continue
            if before is not None and before[0] + 1 == number and before[1] != said["previousRoot"]:
                self._note("anchors.jsonl", "unlinked", str(number))
            self._anchored.update({(chain, seq): digest for chain, seq, digest in batch.leaves})
            before = number, batch.root

    def _check_proofs(self) -> None:
        for line in self._lines("proofs.jsonl"):
            said = json.loads(line)
            place = str(said["caseKey"]), int(said["seq"])
            path = [bytes.fromhex(step) for step in said["path"]]
            root = root_by_path(bytes.fromhex(said["digest"]), int(said["position"]), int(said["count"]), path)
            if root is None or root.hex() != said["root"] or self._anchored.get(place) != said["digest"]:
                self._note("proofs.jsonl", "unproven", f"{place[0]}/{place[1]}")

    # ---------------------------------------------------------------- the case

    def _read_contents(self) -> None:
        for line in self._lines("contents.jsonl"):
            said = json.loads(line)
            self._contents[int(said["seq"])] = str(said["content"])

    def _check_events(self) -> None:
        rows = [json.loads(line) for line in self._lines("events.jsonl")]
        key = str(self._manifest.get("caseKey", rows[0]["case_key"] if rows else ""))
        head = Head(int(self._manifest["events"]), str(self._manifest["head"])) if self._manifest else None
        self._rows, self._found.events = rows, len(rows)
        breaks = [_misplaced(rows, key) or first_break(rows, head, key), self._not_anchored(rows, key), self._bad_words(rows, key)]
        breaks.append(next((Break(key, place, "edited") for place, row in enumerate(rows, 1) if set(row) != {*COLUMNS, "digest"}), None))
        self._found.first_bad = min((one for one in breaks if one is not None), key=lambda one: one.seq, default=None)
        bad = self._found.first_bad
        self._found.holds = len(rows) if bad is None else min(bad.seq - 1, len(rows))
        self._found.anchored = sum((key, seq) in self._anchored for seq in range(1, self._found.holds + 1))

    def _not_anchored(self, rows: Sequence[Mapping[str, Any]], key: str) -> Break | None:
        """Return the first event that is not the one which was anchored."""
        there = {int(row["seq"]): row["digest"] for row in rows}
        other = [seq for (chain, seq), digest in self._anchored.items() if chain == key and there.get(seq) != digest]
        return Break(key, min(other), "recomputed" if min(other) in there else "missing") if other else None

    def _bad_words(self, rows: Sequence[Mapping[str, Any]], key: str) -> Break | None:
        secret = self._text("secret.txt").strip()
        self._found.words = "compared" if secret else str(self._manifest.get("words", "withheld"))
        for row in rows if secret else ():
            content = self._contents.get(int(row["seq"]))
            if content is None:
                return Break(key, int(row["seq"]), "missing")
            if keyed_digest(bytes.fromhex(secret), content.encode()) != row["content_digest"]:
                return Break(key, int(row["seq"]), "edited")
        return None

    def _check_calendars(self) -> None:
        for line in self._lines("calendars.jsonl"):
            row = json.loads(line)
            place = str(row["case_key"]), int(row["seq"])
            if (
                place[0] != str(CITY_CHAIN)
                or event_digest(row) != row["digest"]
                or self._anchored.get(place, row["digest"]) != row["digest"]
            ):
                self._note("calendars.jsonl", "changed", f"{place[0]}/{place[1]}")

    def _check_named_files(self) -> None:
        """See that what the events name by its digest is in the bundle."""
        there = {Path(name).stem for name in self._names if name.startswith(_NAMED_BY_DIGEST)} | set(self._manifest.get("absent", ()))
        for row in self._rows:
            wanted = {f"definitions/{digest}" for digest in definitions_of(row)}
            private = json.loads(self._contents.get(row["seq"], "{}")).get("private", {})
            for place, fact in enumerate(json.loads(row["body"])["facts"]):
                said = private.get(str(place), {})
                wanted |= {f"documents/{said[name]}" for name in _FILES.get(fact["fact"], ()) if name in said}
            for name in sorted(wanted):
                if name.partition("/")[2] not in there:
                    self._note(name, "missing", f"event {row['seq']}")


def _misplaced(rows: Sequence[Mapping[str, Any]], key: str) -> Break | None:
    """Return the first line that stands at another's place, where each event is there once or one is there twice."""
    places = [int(row["seq"]) for row in rows]
    first = next((place for place, seq in enumerate(places, 1) if seq != place), None)
    if first is None:
        return None
    if sorted(places) == list(range(1, len(rows) + 1)):
        return Break(key, first, "swapped")
    return Break(key, first, "inserted") if places.count(places[first - 1]) > 1 else None
