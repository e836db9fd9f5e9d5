"""Each checker finds what it is there to find, in ledgers and stores made by hand, and finds nothing where all is well."""

import json
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite

from tests.bench.rig.database import Database
from tests.resilience.check_ledger import check as check_ledger
from tests.resilience.check_pairs import check_pair
from tests.resilience.check_races import check_race
from tests.resilience.check_visible import check as check_visible
from tests.resilience.stored import Stored

CASE, TASK = "1048576", "1048580"
NAMES = {"ann": ["ann", "Ann Lee"], "bo": ["bo", "Bo Wang"]}


def entries() -> list[dict[str, str]]:
    return [
        {"what": "sent", "mark": "mark-00000000-1"},
        {"what": "started", "mark": "mark-00000000-1", "case": CASE},
        {"what": "sent", "mark": "mark-00000000-2"},
        {"what": "completed", "mark": "mark-00000000-2", "case": CASE, "task": TASK},
    ]


def stored() -> Stored:
    found = Stored()
    found.marks["mark-00000000-1"] = {(CASE, 1)}
    found.marks["mark-00000000-2"] = {(CASE, 2)}
    found.completed[TASK] = [(CASE, 2)]
    found.actors = {(CASE, 1): "ann", (CASE, 2): "ann"}
    found.ended = {CASE}
    return found


def test_a_ledger_that_agrees_with_the_store_has_no_problem() -> None:
    assert check_ledger(entries(), stored()) == []


def lose_start(found: Stored) -> None:
    del found.marks["mark-00000000-1"]


def lose_completion(found: Stored) -> None:
    found.completed.clear()


def lose_words(found: Stored) -> None:
    del found.marks["mark-00000000-2"]


def double_start(found: Stored) -> None:
    found.marks["mark-00000000-1"].add(("2097152", 1))


def double_completion(found: Stored) -> None:
    found.completed[TASK].append((CASE, 3))


def never_end(found: Stored) -> None:
    found.ended.clear()


@pytest.mark.parametrize(
    ("break_it", "word"),
    [(lose_start, "lost"), (lose_completion, "lost"), (lose_words, "lost"), (double_start, "doubled"), (double_completion, "doubled"),
     (never_end, "stuck")],
)  # fmt: skip
def test_what_the_store_lost_doubled_or_left_lying_is_found(break_it: Any, word: str) -> None:
    found = stored()
    break_it(found)
    problems = check_ledger(entries(), found)
    assert problems
    assert all(problem.startswith(word) for problem in problems)


def race(**changes: Any) -> dict[str, Any]:
    answers = [
        {"who": "ann", "mark": "mark-00000000-2", "status": 204, "text": "null"},
        {"who": "bo", "mark": "mark-00000000-3", "status": 409, "text": '{"detail": "Ann Lee has completed it"}'},
    ]
    answers[1] |= changes
    return {"what": "race", "task": TASK, "case": CASE, "answers": answers}


def test_a_fair_race_has_no_problem() -> None:
    assert check_race(race(), stored(), NAMES) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"status": 204}, "2 were told"), ({"status": 404}, "expected 409"), ({"text": '{"detail": "It is done"}'}, "was not told")],
)  # fmt: skip
def test_a_race_with_two_winners_or_an_unnamed_one_is_found(changes: dict[str, Any], words: str) -> None:
    assert any(words in problem for problem in check_race(race(**changes), stored(), NAMES))


def test_a_race_whose_loser_left_something_behind_is_found() -> None:
    found = stored()
    found.marks["mark-00000000-3"] = {(CASE, 2)}
    assert any("is in the store" in problem for problem in check_race(race(), found, NAMES))


def test_a_race_recorded_twice_or_for_another_is_found() -> None:
    twice, another = stored(), stored()
    twice.completed[TASK].append((CASE, 3))
    another.actors[(CASE, 2)] = "bo"
    assert any("found 2" in problem for problem in check_race(race(), twice, NAMES))
    assert any("bo's" in problem for problem in check_race(race(), another, NAMES))


BPMN = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><userTask id="answer"/><boundaryEvent id="late"/>'
    b'<userTask id="check"/></definitions>'
)


@pytest.fixture
def case_store(tmp_path: Path) -> str:
    """One case that stands at two user tasks, one parked with an incident, with a timer armed on the other."""
    link = sqlite.connect(tmp_path / "case.db", isolation_level=None)
    link.executescript(
        "create table resource (digest text, content blob); create table user_task (case_key integer, key integer, state text);"
        "create table deadline (case_key integer, key integer, state text, deadline_at text);"
        "create table incident (case_key integer, element_instance_key integer, state text);"
        "create table case_state (case_key integer, snapshot blob, next_due_at text);"
    )
    rows = [[1, -1, "answer", 16, {}], [2, 1, "late", 8, {"due": "2026-01-01"}], [3, -1, "check", 16, {"incident": "bad_timer"}]]
    deadline = {"state": "running", "deadline_at": "2026-03-01", "next_change_at": "2026-02-20", "effective_at": "2026-03-01"}
    snapshot = {"digest": "d", "base": 1048576, "flows": [[0, 0, rows]], "deadlines": {"1": deadline}}
    link.execute("insert into resource values ('d', ?)", (BPMN,))
    link.execute("insert into case_state values (1048576, ?, '2026-01-01')", (json.dumps(snapshot).encode(),))
    link.execute("insert into user_task values (1048576, 1048577, 'CREATED')")
    link.execute("insert into deadline values (1048576, 1048577, 'running', '2026-03-01')")
    link.execute("insert into incident values (1048576, 1048579, 'ACTIVE')")
    link.close()
    return f"sqlite:///{tmp_path / 'case.db'}"


def test_a_case_whose_tasks_timers_and_incidents_are_shown_has_no_problem(case_store: str) -> None:
    assert check_visible(case_store) == {"cases": 1, "tasks": 1, "timers": 1, "problems": []}


@pytest.mark.parametrize(
    "statement",
    [
        "update user_task set state = 'COMPLETED'",
        "insert into user_task values (1048576, 1048579, 'CREATED')",
        "update case_state set next_due_at = '2026-02-20'",
        "update case_state set next_due_at = '2025-12-31'",
        "update case_state set next_due_at = null",
        "update deadline set state = 'met'",
        "delete from deadline",
        "update incident set state = 'RESOLVED'",
        "update case_state set snapshot = null",
    ],
)
def test_what_is_shown_and_not_there_or_there_and_not_shown_is_found(case_store: str, statement: str) -> None:
    with Database(case_store, write=True) as database:
        database.do(statement)
    assert check_visible(case_store)["problems"]


def test_two_runs_that_part_or_end_with_other_data_are_found(tmp_path: Path) -> None:
    link = sqlite.connect(tmp_path / "pair.db", isolation_level=None)
    link.executescript(
        "create table audit_event (case_key text, seq integer, body text);create table variable (scope_key integer, name text, value text);"
    )
    for case, element, value in (("1", "a", "1"), ("2", "a", "1"), ("3", "b", "1"), ("4", "a", "2"), ("5", "a", "1")):
        facts = [{"fact": "element_entered", "elementId": element}, {"fact": "process_instance_completed"}]
        body = json.dumps({"facts": facts[: 1 if case == "5" else 2]})
        link.execute("insert into audit_event values (?, 1, ?)", (case, body))
        link.execute("insert into variable values (?, 'x', ?)", (int(case), value))
    link.close()
    with Database(f"sqlite:///{tmp_path / 'pair.db'}") as database:
        found = {other: check_pair(database, {"straight": "1", "restarted": other, "seed": 1}) for other in "2345"}
    assert found["2"] == []
    assert "part at fact 0" in found["3"][0]
    assert "differ in ['x']" in found["4"][0]
    assert "did not end" in found["5"][0]
