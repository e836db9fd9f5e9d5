"""Erasing a case: nothing that anybody wrote is left anywhere, and chain and anchors prove what they proved before."""

import io
import json
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.audit.chain_break import Break
from app.audit.erased import was_erased
from app.audit.recompute_all import recompute_all
from app.audit.replay import replay
from app.audit.verify_chains import verify_chains
from app.queries.writer_questions import questions_to_put
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.answer_for_writer import AnswerForWriter
from app.service.decide_disposal import DecideDisposal
from app.service.propose_disposal import ProposeDisposal
from app.store.apply.disposal import OF_CASE
from app.store.copy_out import copy_out
from app.store.database import Reader
from app.store.tables import METADATA
from app.store.upgrade import checkpoint
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS
from tests.builders.kept_errand import LATER, WORD, ended, erase, keeping, refusal, written

STAYS = {
    "audit_event": "digests and facts: what the chain proves",
    "access_event": "who looked, and when",
    "unanchored": "digests",
    "case_state": "the head of the chain, without its snapshot",
    "erased_case": "numbers, instants, accounts",
    "event_article": "which article an event was under",
    "points_movement": "the account of the unit, without the words of an appeal",
    "paper": "the number that stays taken, without a word of the paper",
    "legal_hold": "there is none: a held case is not erased",
}
"""Tables with rows of a case that are not simply deleted, and what is left in them."""

KEPT_APART = ("kept_identity", "writer_question")


def everything(city: City) -> dict[str, list[str]]:
    """Return the canary's places: for each table the columns in which it stands."""
    found: dict[str, list[str]] = {}
    with city.database.read() as store:
        for table in METADATA.sorted_tables:
            for row in store.all(f"SELECT * FROM {table.name}"):
                found.setdefault(table.name, []).extend(name for name, value in row.items() if holds(value))
    return {table: columns for table, columns in found.items() if columns}


def holds(value: Any) -> bool:
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return WORD.encode() in raw


def test_each_table_that_knows_cases_is_judged() -> None:
    """A new table with a column for the case has to be thought of here: whether its rows go, or what is left in them."""
    known = {table.name for table in METADATA.sorted_tables if "case_key" in table.columns}
    assert known ^ {*OF_CASE, *STAYS} == set()


def test_nothing_that_anybody_wrote_is_left_in_any_table(city: City) -> None:
    case = ended(city)
    before = everything(city)
    assert {
        "event_content",
        "comment",
        "document",
        "kept_identity",
        "draft",
        "paper",
        "paper_service",
        "urging",
        "variable",
        "writer_question",
    } <= set(before)
    erase(city, case)
    assert everything(city) == {}
    assert city.value("SELECT COUNT(*) FROM case_secret WHERE case_key = :key", key=str(case)) == 0
    assert city.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=case) is None


def test_files_that_no_other_case_names_go_with_the_case_at_once(city: City) -> None:
    case = ended(city)
    other = city.start(PROCESS, topic="the tap next door")
    mine, shared = (
        city.files.put(io.BytesIO(b"%PDF-1.7\n" + content), 1000)
        for content in (WORD.encode() + b" alone", b"a leaflet that everybody has")
    )
    city.do(AddDocument(case, "mine.pdf", *mine), "hotline")
    for one in (case, other):
        city.do(AddDocument(one, "leaflet.pdf", *shared), "hotline")
    assert sum(WORD.encode() in content for content in city.files.kept.values()) >= 2
    papers = {row["pdf_digest"] for row in city.rows("SELECT pdf_digest FROM paper WHERE case_key = :key", key=case)} - {None}
    assert papers <= set(city.files.kept)
    erase(city, case)
    assert not [digest for digest, content in city.files.kept.items() if WORD.encode() in content or digest in papers]
    assert shared[0] in city.files.kept


def test_what_a_unit_had_its_writer_asked_goes_with_the_case_answered_or_not(city: City) -> None:
    case = ended(city)
    waiting = city.door.ask(questions_to_put, city.actor("hotline"))
    assert [row["question"] for row in waiting] == [f"and where {WORD}"]
    key = waiting[0]["key"]
    erase(city, case)
    assert city.door.ask(questions_to_put, city.actor("hotline")) == []
    assert city.value("SELECT COUNT(*) FROM writer_question") == 0
    assert city.value("SELECT COUNT(*) FROM notice") == 0
    assert refusal(city, AnswerForWriter(case, key, "on the second floor"), "hotline").code == "not_found"


def test_other_cases_keep_all_of_theirs(city: City) -> None:
    other, case = written(city), ended(city)
    before = rows_of(city, other)
    erase(city, case)
    assert rows_of(city, other) == before
    with city.database.read() as store:
        assert replay(store, city.surroundings, other).verdict == "verified"


def rows_of(city: City, case: int) -> dict[str, Any]:
    with city.database.read() as store:
        return {
            table.name: [dict(row) for row in store.all(f"SELECT * FROM {table.name} WHERE case_key = :key", key=str(case))]
            for table in METADATA.sorted_tables
            if "case_key" in table.columns and table.name in ("event_content", "case_secret")
        } | {
            name: [dict(row) for row in store.all(f"SELECT * FROM {name} WHERE case_key = :key", key=case)]
            for name in (
                "comment",
                "document",
                "paper",
                "variable",
                "user_task",
                "deadline",
                "process_instance",
                "kept_identity",
                "writer_question",
            )
        }


def test_nothing_is_left_in_the_files_of_the_embedded_database_or_in_a_backup(sqlite_city: City, tmp_path: Path) -> None:
    case = ended(sqlite_city)
    erase(sqlite_city, case)
    copy = tmp_path / "backup.db"
    copy_out(sqlite_city.database, copy)
    assert WORD.encode() not in copy.read_bytes()
    sqlite_city.database.shed_log()
    path = Path(str(sqlite_city.database.engine.url.database))
    for file in (path, path.with_name(path.name + "-wal")):
        assert not file.exists() or WORD.encode() not in file.read_bytes(), file.name


def test_the_search_through_the_files_finds_words_of_a_case_that_is_kept(sqlite_city: City, tmp_path: Path) -> None:
    ended(sqlite_city)
    checkpoint(sqlite_city.database)
    path = Path(str(sqlite_city.database.engine.url.database))
    shutil.copy(path, tmp_path / "copy.db")
    assert WORD.encode() in (tmp_path / "copy.db").read_bytes()


def test_chain_and_replay_say_that_it_was_erased_and_nothing_else(city: City) -> None:
    case = ended(city)
    chain = city.events(case)
    erase(city, case)
    assert city.events(case)[: len(chain)] == chain
    with city.database.read() as store:
        assert verify_chains(store).first_bad is None
        outcome = replay(store, city.surroundings, case)
        assert (outcome.verdict, outcome.events) == ("erased", len(chain) + 2)
        assert recompute_all(store, city.surroundings, lambda done, of: None).erased == 1
    [fact] = json.loads(city.events(case)[-1]["body"])["facts"]
    assert {name: fact[name] for name in ("fact", "retention", "keptUntil", "proposedBy")} == {
        "fact": "case_erased",
        "retention": "P10Y",
        "keptUntil": "2036-11-16",
        "proposedBy": "hotline",
    }
    assert len(fact["elsewhere"]) == 1


def test_a_secret_that_is_gone_without_the_event_differs(city: City) -> None:
    case = ended(city)
    with city.database.write() as store:
        store.run("DELETE FROM case_secret WHERE case_key = :key", key=str(case))
        store.run("DELETE FROM event_content WHERE case_key = :key", key=str(case))
    with city.database.read() as store:
        assert verify_chains(store).first_bad == Break(str(case), 1, "missing")
        assert replay(store, city.surroundings, case).verdict == "differs"


@pytest.mark.parametrize("last", ["nobody proposed it", "one person did both", "it is held", "it was refused"])
def test_an_erasing_that_nobody_may_have_carried_out_takes_no_words_away(city: City, last: str) -> None:
    case = ended(city)
    erase(city, case)
    key = str(case)
    with city.database.write() as store:
        assert was_erased(_kinds(store, key))
        seq = store.value("SELECT MAX(seq) FROM audit_event WHERE case_key = :key AND kind = 'disposal_proposed'", key=key)
        become = {
            "nobody proposed it": "kind = 'comment_added'",
            "one person did both": "actor = 'security'",
            "it is held": "kind = 'hold_set'",
            "it was refused": "kind = 'disposal_refused'",
        }[last]
        store.run(f"UPDATE audit_event SET {become} WHERE case_key = :key AND seq = :seq", key=key, seq=seq)
        assert not was_erased(_kinds(store, key))
    with city.database.read() as store:
        assert replay(store, city.surroundings, case).verdict == "differs"


def _kinds(store: Reader, key: str) -> list[Mapping[str, Any]]:
    return store.all("SELECT * FROM audit_event WHERE case_key = :key ORDER BY seq", key=key)


@pytest.mark.parametrize("what", ["the day it ended", "that it is held"])
def test_rows_that_somebody_changed_make_no_erasing_lawful(city: City, what: str) -> None:
    case = ended(city)
    if what == "that it is held":
        city.do(ProposeDisposal(case, "hold", "a court asks"), "hotline")
        city.do(DecideDisposal(case, "hold", True), "security")
    else:
        city.at(timedelta(days=40))
    with city.database.write() as store:
        store.run("UPDATE process_instance SET ended_at = '2012-01-01T01:00:00.000000Z' WHERE key = :key", key=case)
        store.run("DELETE FROM legal_hold")
    refused = refusal(city, ProposeDisposal(case, "erase", "too old"), "hotline")
    assert refused.code == "state_forbids"
    assert ("held since" if what == "that it is held" else "kept until") in str(refused)


def test_a_case_of_which_something_was_changed_is_not_erased(city: City) -> None:
    case = ended(city)
    city.do(ProposeDisposal(case, "erase", "its time is over"), "hotline")
    with city.database.write() as store:
        store.run("UPDATE audit_event SET actor = 'somebody-else' WHERE case_key = :key AND seq = 2", key=str(case))
    refused = refusal(city, DecideDisposal(case, "erase", True), "security")
    assert refused.code == "state_forbids"
    assert "event 2 of" in str(refused)


def test_words_missing_in_the_city_chain_are_told_but_for_those_that_an_erasing_names(city: City) -> None:
    case = ended(city)
    erase(city, case)
    assert city.value("SELECT COUNT(*) FROM event_content WHERE case_key = '0'") == len(city.events()) - 1
    with city.database.write() as store:
        store.run("DELETE FROM event_content WHERE case_key = '0' AND seq = 3")
    with city.database.read() as store:
        assert verify_chains(store).first_bad == Break("0", 3, "missing")


def test_an_erased_case_takes_no_more_commands(city: City) -> None:
    case = ended(city)
    erase(city, case)
    events = city.events(case)
    assert refusal(city, AddComment(case, "one more word"), "hotline").code == "not_found"
    assert refusal(city, ProposeDisposal(case, "erase", "again"), "hotline").code == "not_found"
    assert refusal(city, DecideDisposal(case, "erase", True), "security").code == "not_found"
    assert city.events(case) == events


@pytest.mark.parametrize(
    ("retention", "at", "words"),
    [
        ("P10Y", timedelta(days=3652), "is kept until 2036-11-16"),
        ("P30Y", LATER, "is kept until 2056-11-16"),
        ("permanent", LATER, "not kept for good"),
    ],
)
def test_what_is_still_to_be_kept_is_not_erased(city: City, retention: str, at: timedelta, words: str) -> None:
    case = ended(city, retention)
    city.at(at)
    refused = refusal(city, ProposeDisposal(case, "erase", "too early"), "hotline")
    assert (refused.code, words in str(refused)) == ("state_forbids", True), str(refused)


def test_the_newest_version_of_the_procedure_says_how_long(city: City) -> None:
    case = ended(city)
    city.do(ProposeDisposal(case, "erase", "its time is over"), "hotline")
    city.deploy({"errand.bpmn": keeping("P30Y")})
    assert "kept until 2056-11-16" in str(refusal(city, DecideDisposal(case, "erase", True), "security"))


def test_a_running_case_is_not_erased(city: City) -> None:
    case = written(city)
    assert "still running" in str(refusal(city, ProposeDisposal(case, "erase", "now"), "hotline"))


def test_a_held_case_is_not_erased_until_the_hold_is_released_by_two_people(city: City) -> None:
    case = ended(city)
    city.do(ProposeDisposal(case, "hold", "a court asks for it"), "hotline")
    city.do(DecideDisposal(case, "hold", True), "security")
    assert "is held since" in str(refusal(city, ProposeDisposal(case, "erase", "over"), "hotline"))
    assert "held since" in str(refusal(city, ProposeDisposal(case, "hold", "twice"), "hotline"))
    city.do(ProposeDisposal(case, "release", "the judgment is there"), "hotline")
    city.do(DecideDisposal(case, "release", True), "security")
    assert "nobody holds this one" in str(refusal(city, ProposeDisposal(case, "release", "twice"), "hotline"))
    erase(city, case)
    assert [event["kind"] for event in city.events(case)[-6:]] == [
        "disposal_proposed", "hold_set", "disposal_proposed", "hold_released", "disposal_proposed", "case_erased",
    ]  # fmt: skip


def test_a_refusal_needs_a_reason_and_leaves_the_case_as_it_was(city: City) -> None:
    case = ended(city)
    city.do(ProposeDisposal(case, "erase", "its time is over"), "hotline")
    assert "waits already" in str(refusal(city, ProposeDisposal(case, "hold", "both"), "hotline"))
    assert refusal(city, DecideDisposal(case, "erase", False), "security").code == "bad_request"
    assert refusal(city, DecideDisposal(case, "hold", True), "security").code == "state_forbids"
    city.do(DecideDisposal(case, "erase", False, "a petition may come"), "security")
    assert city.events(case)[-1]["kind"] == "disposal_refused"
    with city.database.read() as store:
        assert replay(store, city.surroundings, case).verdict == "verified"
    erase(city, case)


def test_who_proposed_never_decides(city: City) -> None:
    case = ended(city)
    city.do(ProposeDisposal(case, "erase", "its time is over"), "demo")
    for who in ("demo", "hotline", "auditor", "admin", "operator"):
        assert refusal(city, DecideDisposal(case, "erase", True), who).code == "forbidden"
    both = city.actor("security")
    with city.database.write() as store:
        store.run("UPDATE disposal_proposal SET proposed_by = 'security'")
    assert refusal(city, DecideDisposal(case, "erase", True), both.account).code == "four_eyes"


def test_the_day_of_the_end_counts_whole(city: City) -> None:
    case = ended(city)
    midnight = MONDAY.replace(year=2036, hour=16, minute=0)
    city.at(midnight - timedelta(seconds=1))
    assert refusal(city, ProposeDisposal(case, "erase", "a second too early"), "hotline").code == "state_forbids"
    city.at(midnight)
    erase(city, case)
