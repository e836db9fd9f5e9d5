"""`python -m tests.resilience.check_anchors ADDRESS FOLDER` (R13): every event of the store against the lines of anchors in a folder,
independently of the product.

The rule, from the published description: a line is `{batch, at, root, previousRoot, leaves, signature}`, numbered from 1 without gaps;
root is the RFC 6962 tree hash over the digests of the leaves, previousRoot that of the line before, at first 64 zeros; the signature is
Ed25519 over the RFC 8785 line without it, under the key in `key.pub`. Of each chain the first event is named that is not the anchored one,
does not hold in its chain, or is anchored nowhere and waits for nothing.

Prints {"batches": n, "events": n, "waiting": n, "problems": [...]}; exit code 1 when there is a problem.
"""

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.bench.rig.database import Database
from tests.resilience.check_chain import FIRST, digest_of, events

ACCESS = "access"
Place = tuple[str, int]
"""key of a chain, and seq of an event in it"""


@dataclass
class Anchors:
    """leaves: digest and batch of each anchored event, in the order of the lines. at: when each batch was made, by its number."""

    leaves: dict[Place, tuple[str, int]] = field(default_factory=dict)
    at: dict[int, datetime] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def tree_hash(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:split]) + tree_hash(leaves[split:])).digest()


def _plain(value: Any) -> bytes:
    """A line holds text, integers and lists of these, and ASCII names: for these, sorted compact JSON is the RFC 8785 form."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob("batches-*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def read_anchors(folder: Path) -> Anchors:
    """Read the lines up to the first that does not hold."""
    found, previous = Anchors(), FIRST
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex((folder / "key.pub").read_text().strip()))
    for number, line in enumerate(_lines(folder), 1):
        signature = bytes.fromhex(line.pop("signature"))
        root = tree_hash([bytes.fromhex(digest) for _, _, digest in line["leaves"]]).hex()
        try:
            key.verify(signature, _plain(line))
            signed = True
        except InvalidSignature:
            signed = False
        if (line["batch"], line["previousRoot"], line["root"], signed) != (number, previous, root, True):
            found.problems.append(f"the line of batch {number} is not the one that follows")
            break
        found.at[number], previous = datetime.fromisoformat(line["at"]), root
        for chain, seq, digest in line["leaves"]:
            if (chain, seq) in found.leaves:
                found.problems.append(f"event {seq} of chain {chain} is anchored twice, the second time in batch {number}")
            found.leaves[chain, seq] = digest, number
    return found


def in_order(chain: str) -> tuple[bool, int, str]:
    """Chains by their number, the access log's last."""
    return (not chain.isdigit(), len(chain), chain)


def first_bad(database: Database, anchors: Anchors) -> list[tuple[str, int, str]]:
    """Return of each chain that does not hold the first bad event, and why, in the order of the chains."""
    found: dict[str, tuple[int, str]] = {}

    def note(chain: str, seq: int, why: str) -> None:
        if chain not in found or seq < found[chain][0]:
            found[chain] = seq, why

    waiting = {(chain, seq): digest for chain, seq, digest in database.rows("select case_key, seq, digest from unanchored")}
    there: set[Place] = set()
    for table in ("audit_event", "access_event"):
        chain, expected, previous = "", 1, FIRST
        for event in events(database, table):
            if event["case_key"] != chain:
                chain, expected, previous = event["case_key"], 1, FIRST
            place = (chain, event["seq"])
            there.add(place)
            anchored = anchors.leaves.get(place)
            if event["seq"] != expected:
                note(chain, expected, "missing")
            elif event["digest"] != digest_of(event) or event["previous_digest"] != previous:
                note(chain, event["seq"], "edited")
            if anchored is not None and anchored[0] != event["digest"]:
                note(chain, event["seq"], "not the anchored one")
            if anchored is None and waiting.get(place) != event["digest"]:
                note(chain, event["seq"], "anchored nowhere")
            expected, previous = event["seq"] + 1, event["digest"]
    for chain, seq in anchors.leaves.keys() - there:
        note(chain, seq, "missing")
    for chain, seq in _bad_words(database):
        note(chain, seq, "words")
    return [(chain, *found[chain]) for chain in sorted(found, key=in_order)]


def _bad_words(database: Database) -> Iterator[Place]:
    secrets = dict(database.rows("select case_key, secret from case_secret"))
    digests = (
        "select c.case_key, c.seq, c.content, e.content_digest from event_content c"
        " join audit_event e on e.case_key = c.case_key and e.seq = c.seq"
    )
    for chain, seq, content, digest in database.rows(digests):
        if chain in secrets and hmac.new(bytes(secrets[chain]), content.encode(), hashlib.sha256).hexdigest() != digest:
            yield chain, seq


def longest_wait(database: Database, anchors: Anchors, chains: set[str]) -> float:
    """Return the most seconds that passed between an event of some chains and its batch."""
    longest = 0.0
    for chain in chains:
        for seq, at in database.rows("select seq, recorded_at from audit_event where case_key = ?", chain):
            if (chain, seq) in anchors.leaves:
                made = anchors.at[anchors.leaves[chain, seq][1]]
                longest = max(longest, (made - datetime.fromisoformat(at)).total_seconds())
    return longest


def check(address: str, folder: Path) -> dict[str, Any]:
    anchors = read_anchors(folder)
    with Database(address) as database:
        bad = first_bad(database, anchors)
        waiting = database.one("select count(*) from unanchored")
    problems = [*anchors.problems, *(f"event {seq} of chain {chain}: {why}" for chain, seq, why in bad)]
    return {"batches": len(anchors.at), "events": len(anchors.leaves), "waiting": waiting, "problems": problems}


def main() -> int:
    verdict = check(sys.argv[1], Path(sys.argv[2]))
    print(json.dumps(verdict, indent=1))
    return 1 if verdict["problems"] else 0


if __name__ == "__main__":
    sys.exit(main())
