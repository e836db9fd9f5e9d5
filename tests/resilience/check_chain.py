"""`python -m tests.resilience.check_chain ADDRESS`: verifies the hash chains of audit_event and access_event, independently of the product.

The rule, from the published description of the table: seq runs from 1 without gaps; digest is the hex SHA-256 over the RFC 8785 JSON
object of all other columns, body as the text it is; previous_digest is the digest before, of the first 64 zeros. Where what people wrote
is still kept, its content_digest is the HMAC-SHA-256 of it under the case's secret. The head that the store keeps for each case is the
digest of its last event.

Prints {"events": n, "chains": n, "problems": [{"table", "caseKey", "seq", "reason"}]}; exit code 1 when there is a problem.
"""

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.bench.rig.database import Database

COLUMNS = (
    "case_key", "seq", "kind", "command", "effective_at", "recorded_at", "actor", "acting_for", "element_id", "definition_digest",
    "engine_version", "calendar_version", "snapshot_digest", "content_digest", "body", "previous_digest", "digest",
)  # fmt: skip
FIRST = "0" * 64
PAGE = 2000


@dataclass(frozen=True)
class Problem:
    """The first event of a chain that does not hold. reason: edited, missing, cut, relinked or content."""

    table: str
    caseKey: str
    seq: int
    reason: str


@dataclass
class Verdict:
    events: int = 0
    chains: int = 0
    problems: list[Problem] = field(default_factory=list)


def digest_of(event: dict[str, Any]) -> str:
    """The columns hold text, null and one integer, and their names are ASCII: for these, sorted compact JSON is the RFC 8785 form."""
    rest = {name: value for name, value in event.items() if name != "digest"}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def events(database: Database, table: str) -> Iterator[dict[str, Any]]:
    """Yield the events by case and seq, a page at a time."""
    at: tuple[str, int] = ("", 0)
    while True:
        rows = database.rows(
            f"select {', '.join(COLUMNS)} from {table} where (case_key, seq) > (?, ?) order by case_key, seq limit {PAGE}", *at
        )
        for row in rows:
            yield dict(zip(COLUMNS, row, strict=True))
        if len(rows) < PAGE:
            return
        at = (rows[-1][0], rows[-1][1])


def check_table(database: Database, table: str, verdict: Verdict) -> dict[str, str]:
    """Check every chain of a table and return the last digest of each; a chain is not read on behind its first problem."""
    heads: dict[str, str] = {}
    case, expected, previous, broken = "", 1, FIRST, False
    for event in events(database, table):
        verdict.events += 1
        if event["case_key"] != case:
            case, expected, previous, broken = event["case_key"], 1, FIRST, False
            verdict.chains += 1
        if not broken:
            reason = _reason(event, expected, previous)
            if reason:
                broken = True
                verdict.problems.append(Problem(table, case, expected if reason == "missing" else event["seq"], reason))
        expected, previous = event["seq"] + 1, event["digest"]
        heads[case] = event["digest"]
    return heads


def _reason(event: dict[str, Any], expected: int, previous: str) -> str:
    if event["seq"] != expected:
        return "missing"
    if event["digest"] != digest_of(event):
        return "edited"
    if event["previous_digest"] != previous:
        return "relinked"
    return ""


def check_heads(database: Database, heads: dict[str, str], verdict: Verdict) -> None:
    """A chain whose tail was cut still holds in itself; the head that the store keeps beside it does not agree."""
    for case, seq, digest in database.rows("select case_key, seq, chain_digest from case_state"):
        if seq > 0 and heads.get(str(case)) != digest:
            verdict.problems.append(Problem("audit_event", str(case), seq, "cut"))


def check_contents(database: Database, verdict: Verdict) -> None:
    query = (
        "select e.case_key, e.seq, e.content_digest, c.content, s.secret from audit_event e"
        " join event_content c on c.case_key = e.case_key and c.seq = e.seq join case_secret s on s.case_key = e.case_key"
        f" where (e.case_key, e.seq) > (?, ?) order by e.case_key, e.seq limit {PAGE}"
    )
    at: tuple[str, int] = ("", 0)
    while True:
        rows = database.rows(query, *at)
        for case, seq, digest, content, secret in rows:
            if hmac.new(bytes(secret), content.encode(), hashlib.sha256).hexdigest() != digest:
                verdict.problems.append(Problem("event_content", case, seq, "content"))
        if len(rows) < PAGE:
            return
        at = (rows[-1][0], rows[-1][1])


def check(address: str) -> Verdict:
    verdict = Verdict()
    with Database(address, steady=True) as database:
        heads = check_table(database, "audit_event", verdict)
        check_table(database, "access_event", verdict)
        check_heads(database, heads, verdict)
        check_contents(database, verdict)
    return verdict


def main() -> int:
    verdict = check(sys.argv[1])
    print(json.dumps(asdict(verdict), indent=1))
    return 1 if verdict.problems else 0


if __name__ == "__main__":
    sys.exit(main())
