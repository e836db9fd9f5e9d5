"""Processes that the clock starts: armed by their deployment, once for each occurrence, as of its instant."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest

import app.execute
from app.audit.replay import replay
from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.execute import Door
from app.service.hold_deadlines import hold_deadlines
from app.service.release_deadlines import ReleaseDeadlines
from app.service.retire_definition import RetireDefinition
from app.service.start_instance import StartInstance
from app.store.database import Database
from app.worker.keep_time import keep_time
from tests.builders.city import MONDAY, City
from tests.builders.drawing import cycle, date, duration, end, path, process, start, user, z

DAY = timedelta(days=1)


def rounds(timer: str, label: str = "巡查") -> bytes:
    """Draw `rounds`: a timer starts it, an inspector does it. Another label makes another version."""
    inspect = user("inspect", z("assignmentDefinition", candidateGroups="inspection-office"), name=label)
    return process("rounds", start("each", timer), inspect, end(), path("each inspect e"))


def deploy(city: City, timer: str, label: str = "巡查", who: str = "designer") -> Any:
    return city.deploy({"rounds.bpmn": rounds(timer, label)}, who)


def cases(city: City) -> list[dict[str, Any]]:
    """Return since when, and by which version, each case runs."""
    return city.rows(
        "SELECT p.key, p.started_at, p.started_by, d.version FROM process_instance p JOIN definition d ON d.key = p.definition_key"
        " WHERE p.process_id = 'rounds' ORDER BY p.key"
    )


def starts(city: City) -> list[str]:
    return [row["started_at"] for row in cases(city)]


def armed(city: City) -> list[str]:
    return [row["due_at"] for row in city.rows("SELECT due_at FROM timer_start ORDER BY due_at")]


def days(*numbers: float) -> list[str]:
    return [instant_text(MONDAY + number * DAY) for number in numbers]


def test_a_cycle_starts_a_case_at_each_turn_and_none_in_between(city: City) -> None:
    deploy(city, cycle("R/P1D"))
    assert armed(city) == days(1)
    assert city.at(DAY - timedelta(microseconds=1)).door.start_due() == 0
    assert city.at(DAY).door.start_due() == 1
    assert city.door.start_due() == 0
    assert (starts(city), armed(city)) == (days(1), days(2))
    (case,) = cases(city)
    assert city.open(case["key"]) == ["inspect"]
    first = city.events(case["key"])[0]
    assert (first["actor"], first["command"], first["effective_at"], first["recorded_at"]) == ("clock", "start_instance", *days(1, 1))
    fired = next(fact for fact in json.loads(first["body"])["facts"] if fact["fact"] == "timer_start_fired")
    assert (fired["elementId"], fired["dueAt"], fired["nextDueAt"]) == ("each", *days(1, 2))
    with city.database.read() as store:
        assert replay(store, city.surroundings, case["key"]).verdict == "verified"


def test_each_turn_that_was_missed_is_made_up_as_of_its_instant(city: City) -> None:
    deploy(city, cycle("R/P1D"))
    assert city.at(5 * DAY + timedelta(hours=3)).door.start_due() == 5
    assert starts(city) == days(1, 2, 3, 4, 5)
    numbers = city.rows("SELECT receipt_number, received_at FROM process_instance WHERE process_id = 'rounds' ORDER BY key")
    assert [row["received_at"] for row in numbers] == days(1, 2, 3, 4, 5)


def test_a_cycle_with_so_many_turns_ends_with_the_last(city: City) -> None:
    deploy(city, cycle("R2/P1D"))
    assert city.at(9 * DAY).door.start_due() == 2
    assert (starts(city), armed(city)) == (days(1, 2), [])


def test_turns_that_lay_before_the_deployment_have_not_happened(city: City) -> None:
    deploy(city, cycle("R/2026-11-01T09:00:00+08:00/P7D"))
    assert armed(city) == [instant_text(MONDAY - DAY + 7 * DAY)]
    deploy(city, cycle("R3/2020-01-01T09:00:00+08:00/PT1S"), "long ago")
    assert armed(city) == []


@pytest.mark.parametrize(
    ("timer", "due"), [(date("2026-11-20T09:00:00+08:00"), 4), (duration("P3D"), 3), (date('=now() + duration("P2D")'), 2)]
)
def test_a_date_or_a_duration_starts_one_case(city: City, timer: str, due: int) -> None:
    deploy(city, timer)
    assert armed(city) == days(due)
    assert city.at(9 * DAY).door.start_due() == 1
    assert (starts(city), armed(city)) == (days(due), [])


def test_a_date_that_has_passed_starts_nothing(sqlite_city: City) -> None:
    deploy(sqlite_city, date("2026-11-01T09:00:00+08:00"))
    assert armed(sqlite_city) == []


def test_a_timer_that_gives_no_date_is_refused_with_its_element(sqlite_city: City) -> None:
    with pytest.raises(Rejection) as refused:
        deploy(sqlite_city, date("=1 + 1"))
    assert refused.value.code == "bad_diagram"
    assert "each" in str(refused.value)
    assert sqlite_city.value("SELECT COUNT(*) FROM definition WHERE id = 'rounds'") == 0


def test_a_newer_version_moves_the_timer_after_what_was_due_has_started_the_older(city: City) -> None:
    deploy(city, cycle("R/P1D"))
    city.at(2 * DAY + timedelta(hours=1))
    deploy(city, cycle("R/P10D"), "新巡查")
    assert [(row["started_at"], row["version"]) for row in cases(city)] == [(at, 1) for at in days(1, 2)]
    assert armed(city) == [instant_text(MONDAY + 12 * DAY + timedelta(hours=1))]
    city.at(13 * DAY).door.start_due()
    assert cases(city)[-1]["version"] == 2


def test_the_same_file_again_moves_nothing(city: City) -> None:
    deploy(city, cycle("R/P3D"))
    city.at(DAY)
    deploy(city, cycle("R/P3D"))
    assert armed(city) == days(3)


def test_a_newer_version_without_a_timer_disarms_it(city: City) -> None:
    deploy(city, cycle("R/P1D"))
    plain = process("rounds", start("each"), user("inspect", name="巡查"), end(), path("each inspect e"))
    city.deploy({"rounds.bpmn": plain})
    assert armed(city) == []
    assert city.at(9 * DAY).door.start_due() == 0


def test_a_version_that_waits_for_its_second_designer_moves_the_timer_when_it_is_confirmed(sqlite_city: City) -> None:
    city = sqlite_city
    deploy(city, cycle("R/P5D"))
    city.surroundings.publish_four_eyes = True
    deploy(city, cycle("R/P2D"), "新巡查")
    assert armed(city) == days(5)
    city.at(DAY)
    deploy(city, cycle("R/P2D"), "新巡查", "designer-b")
    assert armed(city) == days(3)
    assert city.at(3 * DAY).door.start_due() == 1
    assert cases(city)[0]["version"] == 2


def test_two_clocks_start_each_case_once(city: City) -> None:
    deploy(city, cycle("R/P1D"))
    city.at(6 * DAY)
    doors = [Door(Database(city.address), city.surroundings, test_clock=True) for _ in range(3)]
    threads = [threading.Thread(target=door.start_due) for door in doors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for door in doors:
        door.database.close()
    assert starts(city) == days(1, 2, 3, 4, 5, 6)


def test_an_occurrence_cannot_be_taken_twice_or_too_early(sqlite_city: City) -> None:
    city = sqlite_city
    deploy(city, cycle("R/P1D"))
    definition = city.value("SELECT definition_key FROM timer_start")
    city.at(DAY).door.start_due()
    for due in (MONDAY + DAY, MONDAY + 2 * DAY):
        with pytest.raises(Rejection) as refused:
            city.do(StartInstance(definition_key=definition, start_element="each", due_at=due), "clock")
        assert refused.value.code == "conflict"
    assert len(cases(city)) == 1


def test_a_city_that_was_restored_starts_nothing_until_its_deadlines_are_released(sqlite_city: City) -> None:
    city = sqlite_city
    deploy(city, cycle("R/P1D"))
    city.door.keep(hold_deadlines, MONDAY)
    assert city.at(2 * DAY).door.start_due() == 0
    with pytest.raises(Rejection) as refused:
        deploy(city, cycle("R/P9D"), "新巡查")
    assert refused.value.code == "state_forbids"
    city.do(ReleaseDeadlines("looked through"), "operator")
    assert city.door.start_due() == 2


def test_a_process_that_cannot_be_started_stops_no_other(sqlite_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city = sqlite_city
    deploy(city, cycle("R/P1D"))
    other = rounds(cycle("R/P1D")).replace(b'id="rounds"', b'id="other-rounds"')
    city.deploy({"other.bpmn": other})
    broken = city.value("SELECT key FROM definition WHERE id = 'rounds'")
    real = app.execute.COMMANDS[StartInstance]

    def breaks(command: StartInstance, work: Any) -> Any:
        if command.definition_key == broken:
            raise RuntimeError("a fault of ours")
        return real(command, work)

    monkeypatch.setitem(app.execute.COMMANDS, StartInstance, breaks)
    assert city.at(DAY).door.start_due() == 1
    monkeypatch.undo()
    assert city.door.start_due() == 0, "what failed is left alone for a while"
    assert Door(city.database, city.surroundings, test_clock=True).start_due() == 1
    assert starts(city) == days(1)


def test_the_worker_starts_what_is_due(sqlite_city: City) -> None:
    city = sqlite_city
    deploy(city, cycle("R/P1D"))
    stop = threading.Event()
    worker = threading.Thread(target=keep_time, args=(city.door, stop))
    worker.start()
    try:
        city.at(2 * DAY)
        for _ in range(1000):
            if len(starts(city)) == 2:
                break
            stop.wait(0.01)
    finally:
        stop.set()
        worker.join()
    assert starts(city) == days(1, 2)


def retire(city: City, version: int, id: str = "rounds") -> None:
    key = city.value("SELECT key FROM definition WHERE id = :id AND version = :version", id=id, version=version)
    city.do(RetireDefinition(key), "designer")


def test_retiring_the_newest_version_puts_the_one_before_into_force_and_retiring_all_disarms(city: City) -> None:
    deploy(city, cycle("R/P1D"))
    deploy(city, cycle("R/P9D"), "新巡查")
    city.at(DAY)
    retire(city, 2)
    assert armed(city) == days(2)
    assert city.at(2 * DAY + timedelta(hours=1)).door.start_due() == 1
    assert cases(city)[0]["version"] == 1
    city.at(3 * DAY)
    retire(city, 1)
    assert starts(city) == days(2, 3), "what was due is made up first"
    assert (armed(city), city.at(9 * DAY).door.start_due()) == ([], 0)
    city.complete(cases(city)[0]["key"], "inspect")
    deploy(city, cycle("R/P1D"))
    assert armed(city) == days(10)


def test_retiring_an_older_version_moves_nothing(sqlite_city: City) -> None:
    city = sqlite_city
    deploy(city, cycle("R/P1D"))
    deploy(city, cycle("R/P9D"), "新巡查")
    city.at(timedelta(hours=1))
    retire(city, 1)
    assert armed(city) == days(9)
