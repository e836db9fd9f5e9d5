"""A command that fails anywhere leaves nothing, and two that race leave one."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import app.execute
from app.domain.rejection import Rejection
from app.service.add_comment import AddComment
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.start_instance import StartInstance
from app.service.work import Outcome, Work
from tests.builders.city import City
from tests.builders.errand import PROCESS
from tests.builders.statements import watched
from tests.execute.requests import Request
from tests.resilience.check_chain import check
from tests.service.rows import case_at_handle

RACERS = 6


class Broken(Exception):
    """What a test lets happen in the middle of a transaction."""


@contextmanager
def broken_at(statement: int) -> Iterator[None]:
    """Let the connection break before the statement with this number, counted from 1."""
    seen = [0]

    def count(*_: Any) -> None:
        seen[0] += 1
        if seen[0] == statement:
            raise Broken

    with watched(count):
        yield


@pytest.mark.parametrize("what", ["start", "complete"])
def test_a_command_that_breaks_at_any_statement_leaves_nothing(city: City, what: str) -> None:
    case = case_at_handle(city)
    command = CompleteTask(city.task(case, "handle"), {"said": "done"}) if what == "complete" else StartInstance(PROCESS)
    who = "handler-health" if what == "complete" else "hotline"
    city.actor(who)
    before = city.dump()
    for statement in range(1, 200):
        try:
            with broken_at(statement):
                city.do(command, who, Request(who, "a key"))
        except Broken:
            assert city.dump() == before, f"half of it was kept at statement {statement}"
        else:
            break
    assert 10 < statement < 100
    assert len(city.dump()["audit_event"]) == len(before["audit_event"]) + 1


def test_a_command_that_breaks_at_the_commit_leaves_nothing(city: City) -> None:
    case = case_at_handle(city)
    before = city.dump()

    def fail(_: Any) -> None:
        raise Broken

    with watched(commit=fail), pytest.raises(Broken):
        city.do(AddComment(case, "words"), "demo")
    assert city.dump() == before
    city.do(AddComment(case, "words"), "demo")


def test_a_case_that_somebody_changed_meanwhile_is_not_written_over(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(city)
    before = city.dump()
    handle: Callable[[Any, Work], Outcome] = app.execute.COMMANDS[AddComment]

    def meanwhile(command: AddComment, work: Work) -> Outcome:
        work.store.run("UPDATE case_state SET version = version + 1 WHERE case_key = :case", case=case)
        return handle(command, work)

    monkeypatch.setitem(app.execute.COMMANDS, AddComment, meanwhile)
    with pytest.raises(Rejection) as refused:
        city.do(AddComment(case, "words"), "demo")
    assert refused.value.code == "conflict"
    assert city.dump() == before


def race(runs: list[Callable[[], Any]]) -> list[str]:
    """Let all run at once; return what became of each: "done" or the code of its refusal."""
    start, results = threading.Barrier(len(runs)), ["" for _ in runs]

    def one(place: int, run: Callable[[], Any]) -> None:
        start.wait()
        try:
            run()
            results[place] = "done"
        except Rejection as rejection:
            results[place] = rejection.code
        except Exception as error:  # what a colleague would see as a fault of ours
            results[place] = repr(error)

    threads = [threading.Thread(target=one, args=(place, run)) for place, run in enumerate(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_those_who_complete_a_task_at_once_one_wins_and_the_others_are_told_so(city: City) -> None:
    case = case_at_handle(city)
    command = CompleteTask(city.task(case, "handle"), {"said": "done"})
    people = ["handler-health", "handler-health-b", "demo"] * 2
    for who in people:
        city.actor(who)
    before = len(city.events(case))
    results = race([lambda who=who: city.do(command, who) for who in people])  # type: ignore[misc]
    assert sorted(results) == ["done", *["task_completed"] * (RACERS - 1)]
    new = city.events(case)[before:]
    assert [found["kind"] for found in new] == ["task_completed"]
    assert new[0]["actor"] == people[results.index("done")]
    assert check(city.address).problems == []


def test_of_those_who_claim_a_task_at_once_one_holds_it(city: City) -> None:
    case = case_at_handle(city)
    task = city.task(case, "handle")
    people = ["handler-health", "handler-health-b"]
    for who in people:
        city.actor(who)
    results = race([lambda who=who: city.do(AssignTask(task, who), who) for who in people])  # type: ignore[misc]
    assert sorted(results) == ["done", "task_claimed"]
    assert city.value("SELECT assignee FROM user_task WHERE key = :task", task=task) == people[results.index("done")]


def test_cases_that_are_started_at_once_have_receipt_numbers_without_a_gap(city: City) -> None:
    city.actor("hotline")
    results = race([lambda: city.start(PROCESS)] * RACERS)
    assert results == ["done"] * RACERS
    numbers = [row["receipt_number"] for row in city.rows("SELECT receipt_number FROM process_instance ORDER BY receipt_number")]
    assert [number.split("-")[2] for number in numbers] == [f"{running:06d}" for running in range(1, RACERS + 1)]


def test_one_request_sent_several_times_at_once_is_carried_out_once(city: City) -> None:
    city.actor("hotline")
    answers: list[str] = []

    def send() -> None:
        done = city.door.execute(StartInstance(PROCESS), city.actor("hotline"), Request("hotline", "k"))
        answers.append(str(done.kept.body if done.kept else Request("hotline", "k").answer(done.answer)[1]))

    assert race([send] * RACERS) == ["done"] * RACERS
    assert len(set(answers)) == 1
    assert city.value("SELECT COUNT(*) FROM process_instance") == 1
