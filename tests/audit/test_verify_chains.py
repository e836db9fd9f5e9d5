"""Whatever somebody does to the events behind the product's back is found, named and placed."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest

from app.audit.chain_break import Break
from app.audit.hash_chain import COLUMNS, event_digest
from app.audit.verify_chains import Verdict, verify_chains
from app.domain.actor import PUBLIC
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.draft_paper import DraftPaper
from app.service.issue_paper import IssuePaper
from app.store.database import Reader
from tests.builders.city import City
from tests.builders.errand_papers import deploy_papers
from tests.service.rows import case_at_handle

EVENTS = 7
ALL = ", ".join((*COLUMNS, "digest"))
Fault = Callable[[Reader, str], None]


def case_with_events(city: City) -> int:
    case = case_at_handle(city)
    for number in range(EVENTS - len(city.events(case))):
        city.do(AddComment(case, f"word {number}"), "demo")
    return case


def verdict(city: City) -> Verdict:
    with city.database.read() as store:
        return verify_chains(store)


def change(store: Reader, key: str, at: int, /, **columns: Any) -> None:
    settings = ", ".join(f"{name} = :{name}" for name in columns)
    done = store.run(f"UPDATE audit_event SET {settings} WHERE case_key = :key AND seq = :at", key=key, at=at, **columns)
    assert done == 1


def edited(store: Reader, key: str) -> None:
    change(store, key, 3, actor="somebody-else")


def edited_with_its_digest(store: Reader, key: str) -> None:
    event = dict(store.all(f"SELECT {ALL} FROM audit_event WHERE case_key = :key AND seq = 3", key=key)[0])
    event["actor"] = "somebody-else"
    change(store, key, 3, actor="somebody-else", digest=event_digest(event))


def missing(store: Reader, key: str) -> None:
    store.run("DELETE FROM audit_event WHERE case_key = :key AND seq = 3", key=key)


def missing_and_closed_up(store: Reader, key: str) -> None:
    missing(store, key)
    for seq in range(4, EVENTS + 1):
        change(store, key, seq, seq=seq - 1)


def inserted(store: Reader, key: str) -> None:
    """Put in an event that fits what is before it, and push on what comes after."""
    for seq in range(EVENTS, 2, -1):
        change(store, key, seq, seq=seq + 1)
    event = dict(store.all(f"SELECT {ALL} FROM audit_event WHERE case_key = :key AND seq = 2", key=key)[0])
    event |= {"seq": 3, "previous_digest": event["digest"]}
    put_in(store, event)


def inserted_at_the_end(store: Reader, key: str) -> None:
    event = dict(store.all(f"SELECT {ALL} FROM audit_event WHERE case_key = :key AND seq = :last", key=key, last=EVENTS)[0])
    put_in(store, event | {"seq": EVENTS + 1, "previous_digest": event["digest"]})


def put_in(store: Reader, event: dict[str, Any]) -> None:
    event["digest"] = event_digest(event)
    store.run(f"INSERT INTO audit_event ({ALL}) VALUES ({', '.join(':' + name for name in event)})", **event)


def swapped(store: Reader, key: str) -> None:
    for was, becomes in ((3, 100), (5, 3), (100, 5)):
        change(store, key, was, seq=becomes)


def cut(store: Reader, key: str) -> None:
    store.run("DELETE FROM audit_event WHERE case_key = :key AND seq > 4", key=key)


def cut_whole(store: Reader, key: str) -> None:
    store.run("DELETE FROM audit_event WHERE case_key = :key", key=key)


def recomputed(store: Reader, key: str) -> None:
    """Change an event and give it and all after it digests that fit."""
    previous = ""
    for row in store.all(f"SELECT {ALL} FROM audit_event WHERE case_key = :key ORDER BY seq", key=key):
        event = dict(row)
        if event["seq"] >= 3:
            event |= {"actor": "handler-health", "previous_digest": previous}
            event["digest"] = event_digest(event)
            change(store, key, event.pop("seq"), **event)
        previous = event["digest"]


def words_edited(store: Reader, key: str) -> None:
    store.run("UPDATE event_content SET content = REPLACE(content, 'word', 'ward') WHERE case_key = :key AND seq = 4", key=key)


def words_gone(store: Reader, key: str) -> None:
    store.run("DELETE FROM event_content WHERE case_key = :key AND seq = 4", key=key)


FAULTS: list[tuple[Fault, int, str]] = [
    (edited, 3, "edited"),
    (edited_with_its_digest, 3, "edited"),
    (missing, 3, "missing"),
    (missing_and_closed_up, 3, "missing"),
    (inserted, 3, "inserted"),
    (inserted_at_the_end, EVENTS + 1, "inserted"),
    (swapped, 3, "swapped"),
    (cut, 5, "cut"),
    (cut_whole, 1, "cut"),
    (recomputed, EVENTS, "recomputed"),
    (words_edited, 4, "edited"),
    (words_gone, 4, "missing"),
]


def test_chains_that_nobody_touched_hold(city: City) -> None:
    case_with_events(city)
    found = verdict(city)
    assert found.first_bad is None
    assert (found.chains, found.events) == (2, city.value("SELECT COUNT(*) FROM audit_event"))


@pytest.mark.parametrize(("fault", "seq", "reason"), FAULTS, ids=[fault.__name__ for fault, *_ in FAULTS])
def test_a_fault_is_named_and_placed(sqlite_city: City, fault: Fault, seq: int, reason: str) -> None:
    case = case_with_events(sqlite_city)
    with sqlite_city.database.write() as store:
        fault(store, str(case))
    assert verdict(sqlite_city).first_bad == Break(str(case), seq, reason)


@pytest.mark.parametrize("column", [*COLUMNS[2:], "digest"])
def test_no_column_can_be_edited_unnoticed(sqlite_city: City, column: str) -> None:
    case = case_with_events(sqlite_city)
    with sqlite_city.database.write() as store:
        change(store, str(case), 3, **{column: "2026-01-01T00:00:00.000000Z"})
    broken = verdict(sqlite_city).first_bad
    assert broken is not None
    assert (broken.case_key, broken.seq, broken.reason) == (str(case), 3, "edited")


def test_the_chain_of_definitions_and_the_access_log_are_walked_too(sqlite_city: City) -> None:
    with sqlite_city.database.write() as store:
        change(store, "0", 2, actor="somebody-else")
    assert verdict(sqlite_city).first_bad == Break("0", 2, "edited")


def test_the_access_log_is_walked_too(sqlite_city: City) -> None:
    with sqlite_city.database.write() as store:
        row = dict(store.all(f"SELECT {ALL} FROM audit_event WHERE case_key = '0' AND seq = 1")[0]) | {"case_key": "access"}
        row["digest"] = event_digest(row)
        store.run(f"INSERT INTO access_event ({ALL}) VALUES ({', '.join(':' + name for name in row)})", **row)
    assert verdict(sqlite_city).first_bad is None
    with sqlite_city.database.write() as store:
        store.run("UPDATE access_event SET actor = :actor", actor=PUBLIC.account)
    assert verdict(sqlite_city).first_bad == Break("access", 1, "edited")


def case_with_files(city: City) -> tuple[int, str, str]:
    """Return a case with a document and an issued paper, and the digests of the two files."""
    deploy_papers(city)
    case = case_at_handle(city)
    digest, _, head = city.files.put(io.BytesIO(b"%PDF-1.7 a scan"), 100)
    city.do(AddDocument(case, "扫描件.pdf", digest, 15, head), "demo")
    paper = int(city.do(DraftPaper(case, "errand-notice"), "hotline")["key"])
    city.do(IssuePaper(case, paper), "hotline")
    return case, digest, str(city.value("SELECT pdf_digest FROM paper WHERE key = :key", key=paper))


def checked(city: City) -> Verdict:
    def condition(digest: str) -> str | None:
        kept = city.files.kept.get(digest)
        return "missing" if kept is None else None if hashlib.sha256(kept).hexdigest() == digest else "edited"

    with city.database.read() as store:
        return verify_chains(store, condition)


def test_files_that_nobody_touched_hold(city: City) -> None:
    case_with_files(city)
    assert checked(city).first_bad is None


def test_a_document_or_paper_that_was_changed_or_is_gone_is_named_by_the_event_that_brought_it(city: City) -> None:
    case, document, paper = case_with_files(city)
    last = len(city.events(case))
    del city.files.kept[paper]
    assert checked(city).first_bad == Break(str(case), last, "missing")
    city.files.kept[document] = b"%PDF-1.7 another scan"
    assert checked(city).first_bad == Break(str(case), last - 2, "edited")
    assert verdict(city).first_bad is None, "without files only the chains are walked"


@pytest.mark.parametrize(
    ("sql", "back"),
    [
        ("UPDATE document SET digest = REPEAT_AB", 2),
        ("UPDATE paper SET word_digest = REPEAT_AB", 0),
        ("UPDATE paper SET content = '{}'", 0),
    ],
)
def test_a_row_that_names_another_file_or_other_words_than_its_event_is_found(city: City, sql: str, back: int) -> None:
    case, _, _ = case_with_files(city)
    with city.database.write() as store:
        store.run(sql.replace("REPEAT_AB", f"'{'ab' * 32}'"))
    assert checked(city).first_bad == Break(str(case), len(city.events(case)) - back, "edited")
