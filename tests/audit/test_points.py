"""Points follow from the event that found the lateness, in its own transaction, and are computed again with it."""

import json
from datetime import timedelta

import pytest

from app.audit.replay import replay
from app.domain.rejection import Rejection
from app.queries.points import points_by_unit, points_of_unit
from app.service.add_document import AddDocument
from app.service.appeal_points import AppealPoints
from app.service.decide_appeal import DecideAppeal
from app.service.record_receipt import RecordReceipt
from tests.audit.test_replay import recomputed
from tests.builders.chore import PROCESS, chore, deploy_chore, first_movement, late_chore, movements, round_of_chores, table
from tests.builders.city import MONDAY, City
from tests.service.rows.row import DOCUMENT


def facts_of(city: City, case: int, kind: str) -> list[tuple[int, dict[str, str]]]:
    """Return the facts of a kind with the event that each stands in."""
    return [(int(event["seq"]), fact) for event in city.events(case) for fact in json.loads(event["body"])["facts"] if fact["fact"] == kind]


def test_a_deadline_that_passes_and_a_late_completion_move_points_in_their_own_events(city: City) -> None:
    case = late_chore(city)
    assert movements(city, case) == [("missed", "-0.50"), ("late", "-1.00")]
    missed, late = facts_of(city, case, "points_moved")
    assert missed[0] == facts_of(city, case, "deadline_missed")[0][0]
    assert late[0] == facts_of(city, case, "task_completed")[0][0]
    assert (late[1]["unit"], late[1]["days"], late[1]["code"], late[1]["article"]) == ("health-bureau", 3, "late-3", "15")
    assert ([rule["index"] for rule in late[1]["matchedRules"]], late[1]["version"], late[1]["year"], late[1]["on"]) == (
        [2],
        1,
        2026,
        "2026-11-20",
    )
    rows = city.rows("SELECT seq, moved_on FROM points_movement WHERE case_key = :case ORDER BY key", case=case)
    assert [(row["seq"], row["moved_on"]) for row in rows] == [(missed[0], "2026-11-17"), (late[0], "2026-11-20")]
    recomputed(city, case)


def test_the_clock_moves_them_as_of_the_deadline_while_nobody_is_at_work(sqlite_city: City) -> None:
    deploy_chore(sqlite_city)
    case = sqlite_city.start(PROCESS, topic="a dead tree")
    sqlite_city.at(timedelta(days=9)).door.fire_due(case)
    assert movements(sqlite_city, case) == [("missed", "-0.50")]
    assert sqlite_city.value("SELECT moved_at FROM points_movement") == "2026-11-17T09:30:00.000000Z"
    recomputed(sqlite_city, case)


def test_what_is_done_in_time_takes_nothing_and_may_give_something(sqlite_city: City) -> None:
    case = late_chore(sqlite_city, timedelta(hours=2))
    assert movements(sqlite_city, case) == [("met", "0.25")]
    recomputed(sqlite_city, case)


def test_a_sub_process_names_the_unit_by_an_expression_of_its_own_scope(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy({"round.bpmn": round_of_chores(), "points.dmn": table()})
    case = city.start("round", bureau="housing-bureau")
    city.at(timedelta(days=4)).complete(case, "do", "hotline")
    rows = city.rows("SELECT unit, event FROM points_movement ORDER BY key")
    assert [(row["unit"], row["event"]) for row in rows] == [("housing-bureau", "missed"), ("housing-bureau", "late")]
    recomputed(city, case)


def test_another_version_of_the_table_moves_what_comes_after_it_and_a_replay_uses_the_recorded_one(sqlite_city: City) -> None:
    city = sqlite_city
    case = late_chore(city)
    city.deploy({"points.dmn": table("-7")})
    recomputed(city, case)
    later = city.start(PROCESS, topic="another")
    city.at(timedelta(days=20)).door.fire_due(later)
    assert movements(city, later) == [("missed", "-7.00")]
    assert facts_of(city, later, "points_moved")[0][1]["version"] == 2


def test_a_replay_says_so_where_recorded_points_are_not_those_that_the_lateness_comes_to(sqlite_city: City) -> None:
    city = sqlite_city
    case = late_chore(city)
    with city.database.write() as store:
        store.run("UPDATE audit_event SET body = REPLACE(body, '\"-1.00\"', '\"-0.10\"') WHERE case_key = :case", case=str(case))
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.what) == ("differs", "points")


def test_a_table_that_cannot_answer_stops_no_case_and_the_event_says_so(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy({"chore.bpmn": chore(), "points.dmn": table("-0.001")})
    case = city.start(PROCESS, topic="a dead tree")
    city.at(timedelta(days=2)).door.fire_due(case)
    assert movements(city, case) == []
    ((_, fact),) = facts_of(city, case, "points_not_moved")
    assert (fact["rule"], fact["event"], fact["unit"]) == ("chore", "missed", "health-bureau")
    recomputed(city, case)


def test_a_receipt_proven_to_lie_before_the_deadline_gives_the_points_back(sqlite_city: City) -> None:
    city = sqlite_city
    deploy_chore(city)
    case = city.start(PROCESS, topic="a dead tree")
    city.at(timedelta(days=2)).door.fire_due(case)
    assert movements(city, case) == [("missed", "-0.50")]
    proof = int(city.do(AddDocument(case, **DOCUMENT), "hotline")["key"])
    city.do(RecordReceipt(case, MONDAY + timedelta(hours=7), "it lay at the gate", proof, city.task(case, "handle")), "hotline")
    assert movements(city, case) == [("missed", "-0.50"), ("undone", "0.50")]
    assert city.value("SELECT reverses FROM points_movement WHERE event = 'undone'") == first_movement(city, case)
    recomputed(city, case)


def test_an_appeal_that_is_granted_gives_the_points_back_by_a_movement_of_its_own(city: City) -> None:
    case = late_chore(city)
    key = first_movement(city, case)
    city.do(AppealPoints(case, key, "the path was flooded"), "head-health")
    city.do(DecideAppeal(case, key, granted=True, reason="it was"), "supervision")
    assert movements(city, case) == [("missed", "-0.50"), ("late", "-1.00"), ("appeal", "0.50")]
    row = city.rows("SELECT * FROM points_movement WHERE key = :key", key=key)[0]
    assert (row["state"], row["points"], row["appealed_by"], row["decided_by"]) == ("granted", "-0.50", "head-health", "supervision")
    recomputed(city, case)
    with pytest.raises(Rejection, match="still taken"):
        city.do(AppealPoints(case, key, "again"), "head-health")


def test_an_appeal_that_is_upheld_moves_nothing_and_cannot_be_made_again(sqlite_city: City) -> None:
    city = sqlite_city
    case = late_chore(city)
    key = first_movement(city, case)
    city.do(AppealPoints(case, key, "the path was flooded"), "head-health")
    city.do(DecideAppeal(case, key, granted=False, reason="it was not"), "office")
    assert movements(city, case) == [("missed", "-0.50"), ("late", "-1.00")]
    for command in (AppealPoints(case, key, "again"), DecideAppeal(case, key, granted=True, reason="after all")):
        with pytest.raises(Rejection) as refused:
            city.do(command, "demo" if isinstance(command, AppealPoints) else "inspection")
        assert refused.value.code == "state_forbids"


def test_who_worked_on_the_case_or_appealed_decides_on_no_appeal(sqlite_city: City) -> None:
    city = sqlite_city
    case = late_chore(city)
    key = first_movement(city, case)
    city.do(AppealPoints(case, key, "the path was flooded"), "demo")
    with pytest.raises(Rejection) as refused:
        city.do(DecideAppeal(case, key, granted=True, reason="mine"), "demo")
    assert refused.value.code == "four_eyes"


def test_nothing_to_appeal_against_in_points_that_were_given_and_no_appeal_without_a_reason(sqlite_city: City) -> None:
    city = sqlite_city
    case = late_chore(city, timedelta(hours=2))
    with pytest.raises(Rejection, match="Expected points that were taken"):
        city.do(AppealPoints(case, first_movement(city, case), "why not"), "head-health")
    other = city.start(PROCESS, topic="another")
    city.at(timedelta(days=8)).door.fire_due(other)
    with pytest.raises(Rejection, match="Expected a reason"):
        city.do(AppealPoints(other, first_movement(city, other), "  "), "head-health")


def test_the_page_of_points_shows_a_head_the_own_unit_alone_and_the_titles_of_cases_that_one_sees(sqlite_city: City) -> None:
    city = sqlite_city
    late_chore(city)
    seen = {
        who: [one.unit for one in city.door.ask(points_by_unit, city.actor(who), 2026)]
        for who in ("head-health", "hotline", "handler-health")
    }
    assert seen == {"head-health": ["health-bureau"], "hotline": [], "handler-health": []}
    totals = {one.unit: (str(one.total), one.movements) for one in city.door.ask(points_by_unit, city.actor("inspection"), 2026)}
    assert totals["health-bureau"] == ("-1.50", 2)
    assert totals["housing-bureau"] == ("0", 0)
    _, by_head = city.door.ask(points_of_unit, city.actor("head-health"), "health-bureau", 2026)
    _, by_mayor = city.door.ask(points_of_unit, city.actor("mayor-deputy"), "health-bureau", 2026)
    assert [one.seen for one in by_head] == [True, True]
    assert [one.seen for one in by_mayor] == [False, False]
    with pytest.raises(Rejection) as refused:
        city.door.ask(points_of_unit, city.actor("head-housing"), "health-bureau", 2026)
    assert refused.value.code == "not_found"


def test_the_movements_of_a_unit_are_listed_by_when_they_took_effect_the_newest_first(sqlite_city: City) -> None:
    city = sqlite_city
    deploy_chore(city)
    first = city.start(PROCESS, topic="a dead tree")
    city.at(timedelta(days=1)).start(PROCESS, topic="another")
    for case in (int(row["key"]) for row in city.rows("SELECT key FROM process_instance ORDER BY key DESC")):
        city.at(timedelta(days=9)).door.fire_due(case)
    city.complete(first, city.open(first)[0])
    _, listed = city.door.ask(points_of_unit, city.actor("head-health"), "health-bureau", 2026)
    moved = [str(one.row["moved_at"]) for one in listed]
    assert len(moved) > 2
    assert moved == sorted(moved, reverse=True)
    assert listed[0].row["case_key"] == first
