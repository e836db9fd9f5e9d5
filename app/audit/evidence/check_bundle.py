"""Checking a bundle of evidence with the product's own means. The bundle carries a second checker, which shares nothing with this one."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import IO, Any, Final

from msgspec import Struct, field

from app.audit.anchor_line import AnchorBatch, BadAnchors, is_signed, read_anchor
from app.audit.chain_break import FORM, Break, Head, first_break
from app.audit.check_definitions import definitions_of
from app.audit.erased import first_undue, says_erased
from app.audit.evidence.packing import pieces_of
from app.audit.hash_chain import COLUMNS, event_digest, keyed_digest
from app.audit.late_anchor import LateAnchor, late_anchor, latest_in_time
from app.audit.merkle import root_by_path
from app.domain.canonical import is_canonical, parse
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection

MANIFEST: Final = "manifest.json"
_NAMED_BY_DIGEST: Final = ("definitions/", "documents/")
_FILES: Final = {"document_added": ("digest",), "paper_issued": ("pdfDigest", "wordDigest")}
_END_SIZE: Final = 22
"""Of the record with which a zip ends that has no comment, in bytes."""

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

    words: compared, withheld, erased, or missing where no event says that they were. first_bad: the first event that does not hold.
    late: of those that hold, anchored long after they say they were recorded.
    """

    number: str = ""
    key: str = ""
    events: int = 0
    holds: int = 0
    anchored: int = 0
    words: str = ""
    findings: list[Finding] = field(default_factory=list)
    first_bad: Break | None = None
    late: list[LateAnchor] = field(default_factory=list)

    @property
    def verified(self) -> bool:
        return not self.findings and self.first_bad is None


def check_bundle(path: Path, key: str = "") -> Checked:
    """Check a bundle. key: the city's public key as it is known from elsewhere; "" where it is not.

    Raises NoBundle where the file is no zip with a manifest.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            checking = _Checking(bundle, key)
            if _has_more(path, bundle):
                checking.note(path.name, "added", "bytes before or behind the zip")
            return checking.done()
    except zipfile.BadZipFile as problem:
        raise NoBundle(str(problem)) from None


class _Checking:
    def __init__(self, bundle: zipfile.ZipFile, key: str) -> None:
        self._bundle, self._wanted_key, self._found = bundle, key, Checked()
        self._names = [info.filename for info in bundle.infolist()]
        self._manifest: Mapping[str, Any] = {}
        self._anchored: dict[tuple[str, int], str] = {}
        self._batches: dict[tuple[str, int], AnchorBatch] = {}
        self._rows: list[Mapping[str, Any]] = []
        self._contents: dict[int, str] = {}
        self._stopped: set[str] = set()

    def done(self) -> Checked:
        self._found.key = self._text("key.pub").strip()
        if self._wanted_key and self._wanted_key.lower() != self._found.key:
            self.note("key.pub", "other key")
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
                self.note(name, "unreadable")
        return self._found

    def note(self, file: str, reason: str, where: str = "") -> None:
        if (finding := Finding(file, reason, where)) not in self._found.findings:
            self._found.findings.append(finding)

    # ---------------------------------------------------------------- reading

    def _open(self, name: str) -> IO[bytes] | None:
        return self._bundle.open(name) if name in self._names else None

    def _text(self, name: str) -> str:
        return self._raw(name).decode(errors="replace")

    def _raw(self, name: str) -> bytes:
        """Return a file, empty where it is missing or damaged: that is named where digests are compared."""
        try:
            if name not in self._names or self._bundle.getinfo(name).file_size > _LONGEST_LINES:
                return b""
            return self._bundle.read(name)
        except Exception:  # zlib and zipfile have many words for what is damaged
            return b""

    def _objects(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the lines of a file with the object on each, up to the first that cannot be read."""
        for place, line in enumerate(filter(None, self._raw(name).split(b"\n")), 1):
            try:
                text = line.decode()
                said = json.loads(text)
            except (ValueError, RecursionError):
                said = None
            if not isinstance(said, dict):
                self._stopped.add(name)
                return self.note(name, "unreadable", f"line {place}")
            yield text, said
        return None

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
            return self.note(MANIFEST, "missing")
        try:
            self._manifest = parse(self._text(MANIFEST))
            listed = {str(one["name"]): str(one["sha256"]) for one in self._manifest["files"]}
            self._found.number = str(self._manifest["receiptNumber"])
            signed = is_signed({**self._manifest, "signature": str(self._manifest["signature"])}, self._found.key)
        except _UNREADABLE:
            self._manifest = {}
            return self.note(MANIFEST, "unreadable")
        if not signed:
            self.note(MANIFEST, "unsigned")
        for name in sorted({*listed, *self._names} - {MANIFEST}):
            if name not in self._names:
                self.note(name, "missing")
            elif name not in listed or self._names.count(name) > 1:
                self.note(name, "added")
            elif (digest := self._digest(name)) != listed[name]:
                self.note(name, "changed")
            elif name.startswith(_NAMED_BY_DIGEST) and Path(name).stem != digest:
                self.note(name, "misnamed")
        return None

    # ---------------------------------------------------------------- what was signed outside the database

    def _check_anchors(self) -> None:
        before: tuple[int, str] | None = None
        for line, said in self._objects("anchors.jsonl"):
            number = int(said["batch"])
            try:
                batch = read_anchor(number, line, self._found.key)
            except BadAnchors as bad:
                self.note("anchors.jsonl", bad.reason, str(number))
                before = None
                continue
            if before is not None and before[0] + 1 == number and before[1] != said["previousRoot"]:
                self.note("anchors.jsonl", "unlinked", str(number))
            self._anchored.update({(chain, seq): digest for chain, seq, digest in batch.leaves})
            self._batches.update({(chain, seq): batch for chain, seq, _ in batch.leaves})
            before = number, batch.root

    def _check_proofs(self) -> None:
        for _, said in self._objects("proofs.jsonl"):
            place = str(said["caseKey"]), int(said["seq"])
            path = [bytes.fromhex(step) for step in said["path"]]
            root = root_by_path(bytes.fromhex(said["digest"]), int(said["position"]), int(said["count"]), path)
            if root is None or root.hex() != said["root"] or self._anchored.get(place) != said["digest"]:
                self.note("proofs.jsonl", "unproven", f"{place[0]}/{place[1]}")

    # ---------------------------------------------------------------- the case

    def _read_contents(self) -> None:
        for _, said in self._objects("contents.jsonl"):
            self._contents[int(said["seq"])] = str(said["content"])

    def _check_events(self) -> None:
        read = [row for _, row in self._objects("events.jsonl")]
        rows: list[Mapping[str, Any]] = list(takewhile(_is_event, read))
        key = str(self._manifest.get("caseKey", rows[0]["case_key"] if rows else ""))
        odd = len(rows) < len(read) or "events.jsonl" in self._stopped
        head = Head(int(self._manifest["events"]), str(self._manifest["head"])) if self._manifest and not odd else None
        self._found.events = len(read)
        breaks = [self._found_by_maker(key), _misplaced(rows, key) or first_break(rows, head, key)]
        breaks.append(Break(key, len(rows) + 1, "edited" if len(rows) < len(read) else "unreadable") if odd else None)
        breaks += [self._not_anchored(rows, key), self._bad_words(rows, key)]
        undue = first_undue(rows)
        breaks.append(Break(key, undue, "disposal") if undue is not None else None)
        found = (one for one in breaks if one is not None)
        # Of one event, that it is another than the one that was anchored says more than in which letters.
        bad = self._found.first_bad = min(found, key=lambda one: (one.seq, one.reason == FORM), default=None)
        self._found.holds = len(rows) if bad is None else min(bad.seq - 1, len(rows))
        self._found.anchored = sum((key, seq) in self._anchored for seq in range(1, self._found.holds + 1))
        self._rows = rows[: self._found.holds]
        for row in self._rows:
            batch = self._batches.get((key, row["seq"]))
            if batch and (late := late_anchor(batch, row["seq"], row["recorded_at"], latest_in_time(batch))) is not None:
                self._found.late.append(late)

    def _not_anchored(self, rows: Sequence[Mapping[str, Any]], key: str) -> Break | None:
        """Return the first event that is not the one which was anchored."""
        there = {int(row["seq"]): row["digest"] for row in rows}
        other = [seq for (chain, seq), digest in self._anchored.items() if chain == key and there.get(seq) != digest]
        if not other:
            return None
        return Break(key, min(other), "recomputed" if min(other) in there else "cut" if min(other) > len(rows) else "missing")

    def _found_by_maker(self, key: str) -> Break | None:
        """Return what was found wrong before the bundle was signed: nobody can compare words without the case's secret later."""
        said = self._manifest.get("firstBad")
        return Break(key, int(said["seq"]), str(said["reason"]), str(said.get("file", ""))) if said else None

    def _bad_words(self, rows: Sequence[Mapping[str, Any]], key: str) -> Break | None:
        """Return the first event whose words are not what was written, or are not there though no event says why.

        A secret that was torn out of the bundle is named as a file of it.

        Without the secret nothing is compared: of an erased case, and of one that keeps who wrote in, which an event must say.
        """
        secret, left_out = self._text("secret.txt").strip(), set[int]()
        listed = any(one.get("name") == "secret.txt" for one in self._manifest.get("files", ()))
        self._found.words = "compared" if secret else "" if listed else "missing"
        if not secret and says_erased(rows):
            self._found.words = "erased"
            return None
        if not secret and self._manifest.get("words") == "withheld" and _keeps_the_writer(rows):
            self._found.words, left_out = "withheld", set(self._manifest["withheld"])
        for row in rows:
            content = self._contents.get(int(row["seq"]))
            if self._found.words == "missing" or (content is None and row["seq"] not in left_out):
                return Break(key, int(row["seq"]), "missing")
            if secret and content is not None and keyed_digest(bytes.fromhex(secret), content.encode()) != row["content_digest"]:
                return Break(key, int(row["seq"]), "edited")
            if content is not None and not is_canonical(content):
                return Break(key, int(row["seq"]), FORM)
        return None

    def _check_calendars(self) -> None:
        for _, row in self._objects("calendars.jsonl"):
            place = str(row["case_key"]), int(row["seq"])
            if (
                place[0] != str(CITY_CHAIN)
                or event_digest(row) != row["digest"]
                or not is_canonical(row["body"])
                or self._anchored.get(place, row["digest"]) != row["digest"]
            ):
                self.note("calendars.jsonl", "changed", f"{place[0]}/{place[1]}")

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
                    self.note(name, "missing", f"event {row['seq']}")


def _has_more(path: Path, bundle: zipfile.ZipFile) -> bool:
    """Say whether a file holds bytes before the first entry of its zip, or behind the record that ends it."""
    with path.open("rb") as file:
        file.seek(-min(_END_SIZE, path.stat().st_size), 2)
        ends = file.read(4) == b"PK\5\6"
    return not ends or min((info.header_offset for info in bundle.infolist()), default=0) > 0


def _is_event(row: Mapping[str, Any]) -> bool:
    """Say whether a row has the columns of an event, with values that they can have."""
    rest = [value for name, value in row.items() if name != "seq"]
    return set(row) == {*COLUMNS, "digest"} and type(row["seq"]) is int and all(value is None or isinstance(value, str) for value in rest)


def _keeps_the_writer(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether an event says that who wrote in is kept, and none after it that the protection was lifted."""
    said = [fact for row in rows for fact in json.loads(row["body"])["facts"]]
    kept = [fact["fact"] for fact in said if fact.get("identityKept") or fact["fact"] in ("identity_kept", "identity_protection_lifted")]
    return bool(kept) and kept[-1] != "identity_protection_lifted"


def _misplaced(rows: Sequence[Mapping[str, Any]], key: str) -> Break | None:
    """Return the first line that stands at another's place, where each event is there once or one is there twice."""
    places = [int(row["seq"]) for row in rows]
    first = next((place for place, seq in enumerate(places, 1) if seq != place), None)
    if first is None:
        return None
    if sorted(places) == list(range(1, len(rows) + 1)):
        return Break(key, first, "swapped")
    return Break(key, first, "inserted") if places.count(places[first - 1]) > 1 else None
