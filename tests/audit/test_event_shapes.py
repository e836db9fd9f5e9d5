"""An event says nothing that its command cannot bring about: put at the end of a chain with digests, head and rows that fit, it is told."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from app.audit.brought_facts import is_engines
from app.audit.chain_break import Break
from app.audit.check_shapes import bad_shape
from app.audit.event_shapes import SHAPES, WEIGHTIEST_FIRST
from app.audit.hash_chain import COLUMNS, event_digest
from app.audit.recorded_commands import COMMANDS as OF_THE_ENGINE
from app.audit.recorded_commands import WITHOUT_ENGINE
from app.audit.replay import STARTING
from app.audit.verify_chains import verify_chain, verify_chains
from app.commands import COMMANDS
from app.domain.canonical import canonical
from app.domain.instant import instant_text, read_instant
from app.service.add_comment import AddComment
from app.service.fire_timer import MAIN_FACTS
from app.service.set_variables import SetVariables
from app.service.work import Command
from tests.builders.city import City
from tests.service.rows import ROWS, case_at_handle

Event = dict[str, Any]

POINTS = {
    "fact": "points_moved",
    "points": "-9",
    "unit": "health-bureau",
    "year": 2026,
    "on": "2026-03-02",
    "article": "15",
    "event": "returned",
}


def name_of(command: type[Command]) -> str:
    return command.__module__.rpartition(".")[2]


def put(city: City, event: Mapping[str, Any], **said: Any) -> None:
    """Write something else into the last event of a case, with a digest, an end of the chain and a waiting line that fit."""
    forged = {**event, **said}
    digest = event_digest({name: forged[name] for name in COLUMNS})
    columns = ", ".join(f"{name} = :{name}" for name in said)
    with city.database.write() as store:
        where = {"key": event["case_key"], "seq": event["seq"]}
        store.run(
            f"UPDATE audit_event SET {columns}, digest = :digest WHERE case_key = :key AND seq = :seq", **said, digest=digest, **where
        )
        store.run("UPDATE case_state SET chain_digest = :digest WHERE case_key = :key", digest=digest, key=int(event["case_key"]))
        store.run("UPDATE unanchored SET digest = :digest WHERE case_key = :key AND seq = :seq", digest=digest, **where)


def told(city: City, event: Mapping[str, Any], reason: str) -> None:
    named = Break(event["case_key"], event["seq"], reason)
    with city.database.read() as store:
        assert verify_chain(store, event["case_key"]).first_bad == named
        assert verify_chains(store).breaks == (named,)


def with_fact(event: Mapping[str, Any], fact: Mapping[str, Any]) -> str:
    return canonical({"facts": [*json.loads(event["body"])["facts"], fact]})


def test_the_table_knows_every_command_and_no_other() -> None:
    assert set(SHAPES) == {name_of(command) for command in COMMANDS}
    of_a_case = {name for name, shape in SHAPES.items() if not shape.of_the_city}
    assert of_a_case == {*OF_THE_ENGINE, *WITHOUT_ENGINE, *STARTING}
    assert {name for name, shape in SHAPES.items() if shape.engine} == {*OF_THE_ENGINE, *STARTING}
    assert WEIGHTIEST_FIRST == MAIN_FACTS


@pytest.mark.parametrize("command", ROWS, ids=name_of)
def test_the_table_lets_each_command_leave_what_it_leaves(command: type[Command]) -> None:
    row, shape = ROWS[command], SHAPES[name_of(command)]
    assert row.kind in shape.kinds
    assert {fact for fact in row.facts if not is_engines(fact)} <= shape.facts


def comment(city: City, case: int) -> Event:
    city.do(AddComment(case, "a word"), "hotline")
    return city.events(case)[-1]


def variables(city: City, case: int) -> Event:
    city.do(SetVariables(case, {"topic": "another"}, True, "it was wrong"), "operator")
    return city.events(case)[-1]


FORGED: dict[str, tuple[Callable[[City, int], Event], Callable[[Event], dict[str, Any]]]] = {
    "points beside a comment": (comment, lambda event: {"body": with_fact(event, POINTS)}),
    "what the engine does beside a comment": (comment, lambda event: {"body": with_fact(event, {"fact": "task_completed"})}),
    "a paper that no step of the product issued": (variables, lambda event: {"body": with_fact(event, {"fact": "paper_issued"})}),
    "points of a step that there was not": (variables, lambda event: {"body": with_fact(event, {**POINTS, "event": "step"})}),
    "points given back that nobody appealed against": (variables, lambda event: {"body": with_fact(event, {**POINTS, "event": "appeal"})}),
    "a move outside the course": (variables, lambda event: {"body": with_fact(event, {"fact": "instance_modified"})}),
    "an intervention as a change of a task": (variables, lambda event: {"kind": "task_changed"}),
    "an intervention about a step": (variables, lambda event: {"element_id": "handle"}),
    "no version": (variables, lambda event: {"definition_digest": None}),
    "no calendar": (variables, lambda event: {"calendar_version": None}),
    "a calendar of a comment": (comment, lambda event: {"calendar_version": "1"}),
    "a command that there is not": (comment, lambda event: {"command": "add_remark"}),
    "a command of the city": (comment, lambda event: {"command": "register_unit", "kind": "unit_registered"}),
    "a second beginning": (variables, lambda event: {"command": "start_instance", "kind": "process_instance_started"}),
    "nothing": (comment, lambda event: {"body": '{"facts":[]}'}),
    "no facts": (comment, lambda event: {"body": "[]"}),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_what_a_command_does_not_leave_is_told(sqlite_city: City, what: str) -> None:
    make, forge = FORGED[what]
    case = case_at_handle(sqlite_city)
    event = make(sqlite_city, case)
    with sqlite_city.database.read() as store:
        assert verify_chains(store).breaks == ()
    put(sqlite_city, event, **forge(event))
    told(sqlite_city, event, "shape")


def test_a_clock_may_have_been_put_right_by_some_minutes(sqlite_city: City) -> None:
    case = case_at_handle(sqlite_city)
    sqlite_city.at(timedelta(days=40))
    sqlite_city.door.fire_due(case)
    *before, event = sqlite_city.events(case)
    due = read_instant(event["effective_at"])
    for early, found in ((timedelta(minutes=9), None), (timedelta(hours=2), Break(str(case), event["seq"], "effective"))):
        assert bad_shape(str(case), [*before, {**event, "recorded_at": instant_text(due - early)}]) == found


def test_a_version_by_which_the_case_does_not_run_is_told(sqlite_city: City) -> None:
    case = case_at_handle(sqlite_city)
    event = variables(sqlite_city, case)
    newer = sqlite_city.value("SELECT digest FROM definition WHERE kind = 'process' AND digest <> :own", own=event["definition_digest"])
    put(sqlite_city, event, definition_digest=newer)
    told(sqlite_city, event, "shape")


def test_a_deadline_that_was_missed_is_not_called_a_change_of_light(sqlite_city: City) -> None:
    case = case_at_handle(sqlite_city)
    sqlite_city.at(timedelta(days=40))
    sqlite_city.door.fire_due(case)
    event = next(one for one in sqlite_city.events(case) if one["kind"] == "deadline_missed")
    chain = [{**one, "kind": "timer_fired"} if one["seq"] == event["seq"] else one for one in sqlite_city.events(case)]
    assert bad_shape(str(case), chain) == Break(str(case), event["seq"], "shape")
