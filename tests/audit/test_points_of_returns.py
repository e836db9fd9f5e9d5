"""Work that comes back moves points in the event that sends it back; a submission that is withdrawn takes its points with it."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from app.audit.bind_points import KnownFromTables
from app.domain.calendar_shipped import shipped_years
from app.domain.modification import End, Modification, Move
from app.domain.points import BY_LATENESS
from app.domain.rejection import Rejection
from app.queries.decree_preview import decree_preview
from app.service.add_comment import AddComment
from app.service.appeal_points import AppealPoints
from app.service.decide_appeal import DecideAppeal
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.migrate_instance import MigrateInstance
from app.service.modify_instance import ModifyInstance
from app.service.send_back_task import SendBackTask
from app.service.withdraw_completion import WithdrawCompletion
from tests.audit.test_replay import recomputed
from tests.builders.chore import LATE, TIMED, first_movement, movements, table
from tests.builders.city import ZONE, City
from tests.builders.drawing import each, end, ext, io, job, path, process, properties, start, user, xor, z

UNIT = z("assignmentDefinition", candidateGroups="handler@health-bureau")
DESK = z("assignmentDefinition", candidateGroups="hotline")
OWNED = ext(properties(owner="hotline", receipt__code="ZC"))
BEGIN = start("s", ext(properties(candidateGroups="hotline")))


def checked(*parts: str) -> bytes:
    """do (the bureau's, with a rule) -> check, which may send it back -> gate: again, by a way drawn, or file -> done."""
    return process(
        "checked",
        OWNED,
        BEGIN,
        user("do", UNIT, properties(points="chore", **TIMED), *parts),
        user("check", DESK, properties(returnTo="do")),
        xor("gate", default="gate_file"),
        user("file", DESK),
        end("done"),
        path("s do check gate file done"),
        path("gate do", gate="again = true"),
    )


def at_check(city: City, after: timedelta | None = None) -> int:
    city.deploy({"checked.bpmn": checked(), "points.dmn": table()})
    case = city.start("checked")
    if after is not None:
        city.at(after)
    city.complete(case, "do", "handler-health")
    return case


def kinds(city: City, case: int, kind: str) -> Sequence[list[str]]:
    """Return the kinds of facts in each event that has one of this kind."""
    said = [[fact["fact"] for fact in json.loads(event["body"])["facts"]] for event in city.events(case)]
    return [facts for facts in said if kind in facts]


def test_work_sent_back_by_a_step_takes_points_from_whoever_did_it_in_that_event(city: City) -> None:
    case = at_check(city)
    city.do(SendBackTask(city.task(case, "check"), "do", "no figures"), "hotline")
    assert movements(city, case) == [("met", "0.25"), ("returned", "-0.20")]
    (facts,) = kinds(city, case, "task_returned")
    assert facts.count("points_moved") == 1
    row = city.rows("SELECT unit, deadline_at, article, code FROM points_movement WHERE event = 'returned'")[0]
    assert row == {"unit": "health-bureau", "deadline_at": None, "article": "15", "code": "returned"}
    recomputed(city, case)


def test_work_that_a_way_in_the_diagram_leads_back_takes_points_each_time(sqlite_city: City) -> None:
    city = sqlite_city
    case = at_check(city)
    for _ in range(2):
        city.complete(case, "check", "hotline", again=True)
        city.complete(case, "do", "handler-health")
    city.complete(case, "check", "hotline", again=False)
    assert [event for event, _ in movements(city, case)] == ["met", "returned", "met", "returned", "met"]
    recomputed(city, case)


def test_a_return_that_is_withdrawn_gives_its_points_back_and_the_next_one_takes_them_again(city: City) -> None:
    case = at_check(city)
    check = city.task(case, "check")
    city.complete(case, "check", "hotline", again=True)
    city.do(WithdrawCompletion(check, "the wrong case"), "hotline")
    assert movements(city, case) == [("met", "0.25"), ("returned", "-0.20"), ("withdrawn", "0.20")]
    assert city.value("SELECT reverses FROM points_movement WHERE event = 'withdrawn'") == first_movement(city, case) + 1
    city.complete(case, "check", "hotline", again=True)
    assert movements(city, case)[3:] == [("returned", "-0.20")]
    recomputed(city, case)


def test_a_submission_that_is_withdrawn_takes_its_lateness_back_but_not_that_the_deadline_passed(sqlite_city: City) -> None:
    city = sqlite_city
    case = at_check(city, LATE)
    done = city.value("SELECT key FROM user_task WHERE element_id = 'do'")
    city.do(WithdrawCompletion(done, "a figure was wrong"), "handler-health")
    assert movements(city, case) == [("missed", "-0.50"), ("late", "-1.00"), ("withdrawn", "1.00")]
    city.complete(case, "do", "handler-health")
    assert movements(city, case)[3:] == [("late", "-1.00")]
    recomputed(city, case)


def test_the_items_of_a_loop_come_one_after_another_and_are_no_returns(sqlite_city: City) -> None:
    city = sqlite_city
    rule = properties(points="chore", points__unit='="health-bureau"', **TIMED)
    each_in_turn = user("do", UNIT, rule, loop=each("[1, 2, 3]", sequential=True))
    city.deploy({"turns.bpmn": process("turns", OWNED, BEGIN, each_in_turn, end("done"), path("s do done")), "points.dmn": table()})
    case = city.start("turns")
    for _ in range(3):
        city.complete(case, "do", "handler-health")
    assert [event for event, _ in movements(city, case)] == ["met"]
    recomputed(city, case)


def test_the_second_time_round_of_a_withdrawn_completion_is_no_return(sqlite_city: City) -> None:
    city = sqlite_city
    case = at_check(city)
    city.do(WithdrawCompletion(city.value("SELECT key FROM user_task WHERE element_id = 'do'"), "a slip"), "handler-health")
    assert movements(city, case) == [("met", "0.25"), ("withdrawn", "-0.25")]
    city.do(AddComment(case, "now it is right"), "hotline")
    city.complete(case, "do", "handler-health")
    assert movements(city, case)[2:] == [("met", "0.25")]
    recomputed(city, case)


def irregular() -> bytes:
    """Return a process in which a step moves points by the rule `gift`: ask (the desk's) -> move -> file -> done."""
    header = z("taskHeaders", z("header", key="rule", value="gift"))
    move = job("move", "duban:points", header, io(inputs={"unit": "=whose"}))
    return process("irregular", OWNED, BEGIN, user("ask", DESK), move, user("file", DESK), end("done"), path("s ask move file done"))


def test_a_step_of_the_diagram_moves_points_that_can_be_appealed_but_not_withdrawn(city: City) -> None:
    city.deploy({"irregular.bpmn": irregular(), "points.dmn": table(gift="-2")})
    case = city.start("irregular", whose="health-bureau")
    ask = city.task(case, "ask")
    city.complete(case, "ask", "hotline")
    assert movements(city, case) == [("step", "-2.00")]
    with pytest.raises(Rejection) as refused:
        city.do(WithdrawCompletion(ask, "a slip"), "hotline")
    assert refused.value.code == "too_late"
    key = first_movement(city, case)
    city.do(AppealPoints(case, key, "it was by the rules"), "head-health")
    city.do(DecideAppeal(case, key, granted=True, reason="it was"), "supervision")
    assert movements(city, case) == [("step", "-2.00"), ("appeal", "2.00")]
    recomputed(city, case)


def test_a_step_that_names_nobodys_points_stops_with_an_incident_and_moves_nothing(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy({"irregular.bpmn": irregular(), "points.dmn": table()})
    case = city.start("irregular")
    city.complete(case, "ask", "hotline")
    assert movements(city, case) == []
    assert city.value("SELECT element_id FROM incident WHERE case_key = :case", case=case) == "move"
    recomputed(city, case)


def test_a_miss_that_a_decree_voids_gives_its_points_back_after_a_withdrawal_too(sqlite_city: City) -> None:
    city = sqlite_city
    case = at_check(city, LATE)
    city.do(WithdrawCompletion(city.value("SELECT key FROM user_task WHERE element_id = 'do'"), "a figure was wrong"), "handler-health")
    assert movements(city, case) == [("missed", "-0.50"), ("late", "-1.00"), ("withdrawn", "1.00")]
    closed = {"from": "2026-11-17T08:30", "until": "2026-11-23T17:30", "reason": "台风"}
    city.do(EnterCalendarYear({**shipped_years()[-1], "closures": [closed]}, "the day of the deadline was closed"), "admin")
    while city.door.follow_decrees():
        pass
    assert movements(city, case)[3:] == [("undone", "0.50")]
    recomputed(city, case)


def withdrawn_late(city: City) -> int:
    """Return a case whose step was done on Friday, three days late, and whose submission was withdrawn at once."""
    case = at_check(city, LATE)
    city.do(WithdrawCompletion(city.value("SELECT key FROM user_task WHERE element_id = 'do'"), "a figure was wrong"), "handler-health")
    return case


def closed_until(day: str) -> dict[str, Any]:
    return {**shipped_years()[-1], "closures": [{"from": "2026-11-17T08:30", "until": f"{day}T17:30", "reason": "台风"}]}


def declare_closed(city: City, until: str) -> None:
    city.do(EnterCalendarYear(closed_until(until), "the day of the deadline was closed"), "admin")
    while city.door.follow_decrees():
        pass


def deadlines(city: City, case: int) -> list[tuple[str, int]]:
    rows = city.rows("SELECT state, is_open FROM deadline WHERE case_key = :case AND element_id = 'do' ORDER BY key", case=case)
    return [(row["state"], row["is_open"]) for row in rows]


def test_a_withdrawn_submission_that_a_decree_would_have_put_in_time_gives_no_miss_back(city: City) -> None:
    case = withdrawn_late(city)
    before = movements(city, case)
    city.at(timedelta(days=7))
    assert city.door.ask(decree_preview, closed_until("2026-11-19"), ZONE, city.door.now()).moved == 1
    declare_closed(city, "2026-11-19")  # Friday's close is the deadline now: what was withdrawn came before it, the open step did not
    assert deadlines(city, case) == [("missed", 0), ("missed", 1)]
    assert movements(city, case) == before
    city.complete(case, "do", "handler-health")
    assert [event for event, _ in movements(city, case)[len(before) :]] == []
    assert first_movement(city, case) not in {row["reverses"] for row in city.rows("SELECT reverses FROM points_movement")}
    recomputed(city, case)


def test_a_decree_after_the_second_submission_gives_the_first_ones_miss_back_once(city: City) -> None:
    case = withdrawn_late(city)
    city.complete(case, "do", "handler-health")
    before = movements(city, case)
    declare_closed(city, "2026-11-24")
    assert deadlines(city, case) == [("missed", 0), ("met", 0)]
    given_back = [points for event, points in movements(city, case)[len(before) :] if event == "undone"]
    assert sorted(given_back) == ["0.50", "1.00"]
    assert sum(float(points) for _, points in movements(city, case)) == 0
    recomputed(city, case)


def returned_and_missed(city: City) -> int:
    """Return a case whose step came back, and whose deadline then passed on a day that is declared closed afterwards."""
    case = at_check(city)
    city.complete(case, "check", "hotline", again=True)
    city.at(LATE).door.fire_due(case)
    assert movements(city, case)[1:] == [("returned", "-0.20"), ("missed", "-0.50")]
    declare_closed(city, "2026-11-23")
    return case


def test_a_miss_that_is_undone_leaves_what_was_taken_because_the_work_came_back(city: City) -> None:
    case = returned_and_missed(city)
    assert movements(city, case)[3:] == [("undone", "0.50")]
    recomputed(city, case)


def test_what_was_recorded_before_that_was_told_apart_is_computed_as_it_was(city: City) -> None:
    with patch.object(KnownFromTables, "undoes", lambda known: frozenset()):
        case = returned_and_missed(city)
    assert movements(city, case)[3:] == [("undone", "0.20"), ("undone", "0.50")]
    recomputed(city, case)


def test_a_return_given_back_besides_the_miss_differs_in_what_is_recorded_now(city: City) -> None:
    with patch.object(KnownFromTables, "undoes", lambda known: BY_LATENESS | {"returned"}):
        case = returned_and_missed(city)
    assert len(movements(city, case)) == 5
    with pytest.raises(AssertionError):
        recomputed(city, case)


def test_a_move_outside_the_course_is_no_return_and_what_is_sent_back_after_it_is(city: City) -> None:
    case = at_check(city)
    back = Modification(move=(Move(source=End(element="check"), target="do", within="nearest"),))
    city.do(ModifyInstance(case, back, "the answer went to somebody else"), "operator")
    assert [event for event, _ in movements(city, case)] == ["met"]
    city.complete(case, "do", "handler-health")
    city.complete(case, "check", "hotline", again=True)
    assert [event for event, _ in movements(city, case)].count("returned") == 1
    recomputed(city, case)


def test_a_step_that_another_version_has_under_another_name_was_done_under_that(city: City) -> None:
    case = at_check(city)
    newer = checked().replace(b'"do"', b'"carry"').replace(b"_do", b"_carry").replace(b'"do_', b'"carry_').replace(b">do<", b">carry<")
    city.deploy({"checked.bpmn": newer})
    key = city.value("SELECT MAX(key) FROM definition WHERE id = 'checked' AND kind = 'process'")
    city.do(MigrateInstance(case, key, {"check": "check", "do": "carry"}, "another id"), "operator")
    city.complete(case, "check", "hotline", again=True)
    assert [event for event, _ in movements(city, case)].count("returned") == 1
    recomputed(city, case)


def test_a_move_of_now_that_took_points_as_one_of_before_did_differs(city: City) -> None:
    case = at_check(city)
    back = Modification(move=(Move(source=End(element="check"), target="do", within="nearest"),))
    with patch.object(KnownFromTables, "moves_return", return_value=True):
        city.do(ModifyInstance(case, back, "the answer went to somebody else"), "operator")
    assert [event for event, _ in movements(city, case)].count("returned") == 1
    with pytest.raises(AssertionError):
        recomputed(city, case)
