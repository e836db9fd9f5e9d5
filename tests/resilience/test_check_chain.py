"""The checker of chains finds every way to tamper with one, names the first bad event, and finds nothing where nothing was done."""

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite

from tests.bench.rig.database import Database
from tests.resilience import check_chain
from tests.resilience.check_chain import COLUMNS, FIRST, Verdict, check, check_heads, digest_of

SECRET = b"s" * 32
TABLES = """create table audit_event ({columns}, primary key (case_key, seq));
create table access_event ({columns}, primary key (case_key, seq));
create table event_content (case_key text{c}, seq bigint, content text);
create table case_secret (case_key text{c}, secret {blob});
create table case_state (case_key bigint, seq bigint, chain_digest text)"""
CASES, LENGTH = ("1048576", "2097152"), 6


def make_tables(address: str) -> None:
    collation = "" if address.startswith("sqlite") else ' collate "C"'
    columns = ", ".join(f"{name} bigint" if name == "seq" else f"{name} text{collation}" for name in COLUMNS)
    with Database(address, write=True) as database:
        for statement in TABLES.format(columns=columns, c=collation, blob="blob" if not collation else "bytea").split(";"):
            database.do(statement)


def add(database: Database, event: dict[str, Any]) -> None:
    database.do(f"insert into audit_event values ({', '.join('?' * len(COLUMNS))})", *(event[name] for name in COLUMNS))


def append(database: Database, case: str, seq: int, previous: str) -> str:
    """Add an event with what people wrote, in the words of the published rule, and return its digest."""
    content = f'路灯不亮 {seq} \\ " \u2028 \x7f \n'
    event: dict[str, Any] = dict.fromkeys(COLUMNS, f"text {seq} 局")
    event |= {"case_key": case, "seq": seq, "acting_for": None, "previous_digest": previous}
    event["content_digest"] = hmac.new(SECRET, content.encode(), hashlib.sha256).hexdigest()
    event["digest"] = digest_of(event)
    add(database, event)
    database.do("insert into event_content values (?, ?, ?)", case, seq, content)
    return str(event["digest"])


def write_chains(address: str) -> None:
    """Two chains of six events."""
    with Database(address, write=True) as database:
        if database.kind == "sqlite":
            database.do("pragma journal_mode = wal")  # as the product has it: readers and the writer do not wait for each other
        for case in CASES:
            previous = FIRST
            database.do("insert into case_secret values (?, ?)", case, SECRET)
            for seq in range(1, LENGTH + 1):
                previous = append(database, case, seq, previous)
            database.do("insert into case_state values (?, ?, ?)", int(case), LENGTH, previous)


@pytest.fixture(params=["sqlite", "postgresql"])
def chains(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        sqlite.connect(tmp_path / "chains.db").close()
        address = f"sqlite:///{tmp_path / 'chains.db'}"
    else:
        address = request.getfixturevalue("postgres_url")
    make_tables(address)
    write_chains(address)
    return address


def test_untouched_chains_hold(chains: str) -> None:
    verdict = check(chains)
    assert (verdict.events, verdict.chains, verdict.problems) == (12, 2, [])


def recompute_from(database: Database, seq: int) -> None:
    """Give the first chain new digests from an event on, as one would who knows the rule, and leave the head that is kept apart."""
    names = ", ".join(COLUMNS)
    previous = database.one("select digest from audit_event where case_key = ? and seq = ?", CASES[0], seq - 1)
    for row in database.rows(f"select {names} from audit_event where case_key = ? and seq >= ? order by seq", CASES[0], seq):
        event = dict(zip(COLUMNS, row, strict=True)) | {"previous_digest": previous}
        previous = digest_of(event)
        link = "update audit_event set previous_digest = ?, digest = ? where case_key = ? and seq = ?"
        database.do(link, event["previous_digest"], previous, CASES[0], event["seq"])


def edit(database: Database) -> None:
    database.do("update audit_event set actor = 'somebody' where case_key = ? and seq = 3", CASES[0])


def delete(database: Database) -> None:
    database.do("delete from audit_event where case_key = ? and seq = 3", CASES[0])


def delete_first(database: Database) -> None:
    database.do("delete from audit_event where case_key = ? and seq = 1", CASES[0])


def swap(database: Database) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        database.do("update audit_event set seq = ? where case_key = ? and seq = ?", new, CASES[0], old)


def insert(database: Database) -> None:
    """Put an event in at the third place, with digests of its own, and shift those behind it."""
    for seq in range(LENGTH, 2, -1):
        database.do("update audit_event set seq = ? where case_key = ? and seq = ?", seq + 1, CASES[0], seq)
    event = dict(zip(COLUMNS, database.rows("select * from audit_event where case_key = ? and seq = 2", CASES[0])[0], strict=True))
    event |= {"seq": 3, "previous_digest": event["digest"]}
    event["digest"] = digest_of(event)
    add(database, event)


def cut(database: Database) -> None:
    database.do("delete from audit_event where case_key = ? and seq > 4", CASES[0])


def recompute(database: Database) -> None:
    database.do("update audit_event set actor = 'somebody' where case_key = ? and seq = 3", CASES[0])
    recompute_from(database, 3)


def relink(database: Database) -> None:
    """Change one event and its own digest; the next still names the old one."""
    row = database.rows(f"select {', '.join(COLUMNS)} from audit_event where case_key = ? and seq = 3", CASES[0])[0]
    event = dict(zip(COLUMNS, row, strict=True)) | {"actor": "somebody"}
    database.do("update audit_event set actor = 'somebody', digest = ? where case_key = ? and seq = 3", digest_of(event), CASES[0])


def rewrite_content(database: Database) -> None:
    database.do("update event_content set content = 'nothing' where case_key = ? and seq = 3", CASES[0])


@pytest.mark.parametrize(
    ("tamper", "seq", "reason"),
    [(edit, 3, "edited"), (delete, 3, "missing"), (delete_first, 1, "missing"), (swap, 3, "edited"), (insert, 4, "edited"), (cut, 6, "cut"),
     (recompute, 6, "cut"), (relink, 4, "relinked"), (rewrite_content, 3, "content")],
)  # fmt: skip
def test_tampering_is_found_at_its_first_event(chains: str, tamper: Callable[[Database], None], seq: int, reason: str) -> None:
    with Database(chains, write=True) as database:
        tamper(database)
    problems = check(chains).problems
    assert [(problem.caseKey, problem.seq, problem.reason) for problem in problems][:1] == [(CASES[0], seq, reason)]
    assert {problem.caseKey for problem in problems} == {CASES[0]}


def test_an_event_that_a_running_city_adds_while_it_is_checked_is_no_tampering(chains: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_first(database: Database, heads: dict[str, str], verdict: Verdict) -> None:
        with Database(chains, write=True) as city:
            digest = append(city, CASES[0], LENGTH + 1, heads[CASES[0]])
            city.do("update case_state set seq = ?, chain_digest = ? where case_key = ?", LENGTH + 1, digest, int(CASES[0]))
        check_heads(database, heads, verdict)

    monkeypatch.setattr(check_chain, "check_heads", add_first)
    assert check(chains).problems == []
    monkeypatch.undo()
    verdict = check(chains)
    assert (verdict.events, verdict.problems) == (len(CASES) * LENGTH + 1, [])


def test_erased_content_is_no_tampering(chains: str) -> None:
    with Database(chains, write=True) as database:
        database.do("delete from event_content where case_key = ?", CASES[0])
        database.do("delete from case_secret where case_key = ?", CASES[0])
    assert check(chains).problems == []


def test_the_digest_is_the_one_that_the_published_rule_gives() -> None:
    event = dict.fromkeys(COLUMNS) | {"case_key": "7", "seq": 1, "body": '{"facts":["é\u2028"]}', "digest": "left out"}
    written = (
        '{"acting_for":null,"actor":null,"body":"{\\"facts\\":[\\"é\u2028\\"]}","calendar_version":null,"case_key":"7","command":null,'
        '"content_digest":null,"definition_digest":null,"effective_at":null,"element_id":null,"engine_version":null,"kind":null,'
        '"previous_digest":null,"recorded_at":null,"seq":1,"snapshot_digest":null}'
    )
    assert digest_of(event) == hashlib.sha256(written.encode()).hexdigest()
