"""A year of the calendar is entered or changed: what runs follows it, as of the instant it was entered."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.audit.chain_break import Break
from app.audit.replay import replay
from app.audit.verify_chains import verify_chain
from app.domain.instant import instant_text
from app.service.add_comment import AddComment
from app.service.complete_task import CompleteTask
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.hold_deadlines import hold_deadlines
from app.web.api.casework.deadlines import deadline_state
from tests.builders.city import City
from tests.builders.drawing import boundary, date, end, path, process, properties, start, user, z
from tests.builders.errand import GROUP, PROCESS
from tests.service.rows import case_at_handle

HOURS = [{"from": "01-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]}]
NOTICE = {
    "year": 2027,
    "notice": "关于2027年部分节假日安排的通知",
    "holidays": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"],
    "makeUpDays": ["2027-01-09"],
    "hours": HOURS,
}
FRIDAY = datetime(2026, 12, 25, 1, 0, tzinfo=UTC)
"""Seven working days after it, Monday to Friday: 28, 29, 30, 31 December, then 1, 4 and 5 January while the notice is unknown."""

PROVISIONAL = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)
FIRM = datetime(2027, 1, 7, 9, 30, tzinfo=UTC)
"""By the notice 1 and 4 January are holidays: the 5th, the 6th and the 7th count, until 17:30 in the city."""

LATER = datetime(2026, 12, 29, 2, 0, tzinfo=UTC)


def consent() -> bytes:
    deadline = properties(deadline__length="7", deadline__unit="working day", deadline__article="34", deadline__silence="consent")
    return process(
        "consent",
        start(),
        user("give", z("assignmentDefinition", candidateGroups=GROUP), deadline, name="回复"),
        boundary("silence", "give", date("=deadline")),
        end("given"),
        end("deemed"),
        path("s give given"),
        path("silence deemed"),
    )


def handled(city: City) -> int:
    """Return a case whose deadline ends in the year without notice."""
    city.at(FRIDAY)
    return case_at_handle(city)


def deadline(city: City, case: int) -> dict[str, Any]:
    return city.rows("SELECT * FROM deadline WHERE case_key = :case", case=case)[0]


def kinds(city: City, case: int) -> list[tuple[str, str]]:
    return [(event["kind"], event["effective_at"]) for event in city.events(case)]


def verified(city: City, case: int) -> bool:
    with city.database.read() as store:
        return replay(store, city.surroundings, case).verdict == "verified"


def test_a_provisional_deadline_follows_the_notice_by_one_event_as_of_its_entry(city: City) -> None:
    case = handled(city)
    assert (deadline(city, case)["deadline_at"], deadline(city, case)["provisional"]) == (instant_text(PROVISIONAL), 1)
    city.at(LATER).do(EnterCalendarYear(NOTICE), "admin")
    before = city.events(case)
    assert deadline(city, case)["deadline_at"] == instant_text(PROVISIONAL), "a decree is answered at once and changes no case by itself"
    later = LATER.replace(hour=3)
    assert city.at(later).door.follow_decrees() == 1
    new = city.events(case)[len(before) :]
    assert [(event["kind"], event["command"], event["actor"]) for event in new] == [
        ("deadlines_recomputed", "recompute_deadlines", "system")
    ]
    assert (new[0]["effective_at"], new[0]["recorded_at"]) == (instant_text(LATER), instant_text(later))
    found = deadline(city, case)
    assert (found["deadline_at"], found["provisional"], found["state"]) == (instant_text(FIRM), 0, "running")
    assert city.value("SELECT deadline_at FROM user_task WHERE case_key = :case AND state = 'CREATED'", case=case) == instant_text(FIRM)
    assert city.door.follow_decrees() == 0
    assert verified(city, case)


def said_to_follow(city: City, case: int, version: int | None) -> None:
    with city.database.write() as store:
        assert store.run("UPDATE case_state SET calendar_version = :version WHERE case_key = :case", version=version, case=case) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_number_set_far_ahead_is_told_and_no_decree_passes_the_case_by(city: City, when: str) -> None:
    case = handled(city)
    if when == "before":
        said_to_follow(city, case, 99)
    city.at(LATER).do(EnterCalendarYear(NOTICE), "admin")
    said_to_follow(city, case, 99)
    assert not verified(city, case)
    with city.database.read() as store:
        assert verify_chain(store, str(case)).first_bad == Break(str(case), len(city.events(case)), "calendar")
    assert city.door.follow_decrees() == 1
    assert deadline(city, case)["deadline_at"] == instant_text(FIRM)
    assert verified(city, case)
    with city.database.read() as store:
        assert verify_chain(store, str(case)).first_bad is None


def test_a_command_on_a_case_that_is_said_to_follow_what_there_is_not_finds_it_recomputed(city: City) -> None:
    case = handled(city)
    city.at(LATER).do(EnterCalendarYear(NOTICE), "admin")
    said_to_follow(city, case, 99)
    city.do(AddComment(case, "words"), "hotline")
    assert deadline(city, case)["deadline_at"] == instant_text(FIRM)
    assert verified(city, case)


@pytest.mark.parametrize("worked_on", [False, True])
@pytest.mark.parametrize("said", [4, None])
def test_a_decree_that_passed_a_case_by_does_not_come_out_again(city: City, said: int | None, worked_on: bool) -> None:
    case = handled(city)
    city.at(LATER).do(EnterCalendarYear(NOTICE), "admin")
    said_to_follow(city, case, said)
    if worked_on:
        city.do(CompleteTask(city.task(case, "handle"), {"said": "done"}), "handler-health")
    assert city.door.follow_decrees() == 0
    assert city.value("SELECT MAX(version) FROM calendar_version") == 4
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.what, found.seq) == ("differs", "clock", len(city.events(case)))
    assert (found.differences[0].name, found.differences[0].recomputed) == ("calendar followed", "3")


def test_a_persons_command_finds_the_case_recomputed_though_no_worker_ran(city: City) -> None:
    case = handled(city)
    city.at(LATER).do(EnterCalendarYear(NOTICE), "admin")
    city.at(PROVISIONAL.replace(hour=10)).do(AddComment(case, "words"), "hotline")
    told = [event for event in city.events(case) if event["kind"] != "timer_fired"]  # the errand's own reminder
    assert [event["kind"] for event in told][-3:] == ["deadlines_recomputed", "deadline_light_changed", "comment_added"]
    assert deadline(city, case)["state"] == "running"
    assert verified(city, case)


def test_what_fell_due_before_the_decree_counts_by_the_calendar_of_its_day(city: City) -> None:
    case = handled(city)
    entered = datetime(2027, 1, 6, 1, 0, tzinfo=UTC)
    city.at(entered).do(EnterCalendarYear(NOTICE), "admin")
    city.door.follow_decrees()
    told = [(kind, at) for kind, at in kinds(city, case) if kind != "timer_fired"]  # the errand's own reminder
    assert [kind for kind, _ in told][-3:] == ["deadline_light_changed", "deadline_missed", "deadlines_recomputed"]
    assert told[-2][1] == instant_text(PROVISIONAL)
    assert [event["calendar_version"] for event in city.events(case)][-2:] == ["3", "4"]
    # Missed at a provisional instant, and the firm one is still ahead: it runs again, and the earlier red is void.
    assert (deadline(city, case)["state"], deadline(city, case)["deadline_at"]) == ("running", instant_text(FIRM))
    assert '"earlierRedVoid":true' in city.events(case)[-1]["body"]
    assert verified(city, case)


@pytest.mark.parametrize("closed", [False, True])
def test_a_step_done_late_by_a_provisional_day_turns_out_in_time(city: City, closed: bool) -> None:
    case = handled(city)
    city.at(datetime(2027, 1, 6, 2, 0, tzinfo=UTC))
    if closed:
        city.do(CompleteTask(city.task(case, "handle"), {"said": "done"}), "handler-health")
        assert city.value("SELECT state FROM process_instance WHERE key = :case", case=case) == "COMPLETED"
    else:
        city.do(AddComment(case, "still at it"), "hotline")
    assert deadline(city, case)["state"] == "missed"
    city.at(datetime(2027, 1, 6, 3, 0, tzinfo=UTC)).do(EnterCalendarYear(NOTICE), "admin")
    city.door.follow_decrees()
    assert deadline(city, case)["state"] == ("met" if closed else "running")
    assert verified(city, case)


def test_a_case_that_nothing_changes_gets_no_event_and_is_asked_once(city: City) -> None:
    city.at(datetime(2026, 11, 16, 1, 0, tzinfo=UTC))
    case = case_at_handle(city)
    before = city.events(case)
    city.do(EnterCalendarYear(NOTICE), "admin")
    assert city.door.follow_decrees() == 1
    assert city.events(case) == before
    assert city.door.follow_decrees() == 0
    city.do(AddComment(case, "words"), "hotline")
    assert [event["kind"] for event in city.events(case)[len(before) :]] == ["comment_added"]


def test_two_decrees_are_followed_in_their_order_each_as_of_its_instant(city: City) -> None:
    case = handled(city)
    typhoon = {**NOTICE, "closures": [{"from": "2027-01-05T08:30", "until": "2027-01-05T17:30", "reason": "台风"}]}
    city.at(LATER).do(EnterCalendarYear(NOTICE), "admin")
    city.at(LATER.replace(hour=4)).do(EnterCalendarYear(typhoon), "admin")
    city.at(LATER.replace(hour=5)).door.follow_decrees()
    assert kinds(city, case)[-2:] == [
        ("deadlines_recomputed", instant_text(LATER)),
        ("deadlines_recomputed", instant_text(LATER.replace(hour=4))),
    ]
    assert deadline(city, case)["deadline_at"] == instant_text(FIRM.replace(day=8))
    assert verified(city, case)


def test_silence_waits_for_the_notice_and_then_takes_effect_as_of_its_entry(city: City) -> None:
    city.deploy({"consent.bpmn": consent()})
    case = city.at(FRIDAY).start("consent", "handler-health")
    entered = datetime(2027, 1, 11, 2, 0, tzinfo=UTC)
    city.at(entered).door.fire_due(case)
    assert city.open(case) == ["give"], "silence never takes effect at a provisional instant"
    city.do(EnterCalendarYear(NOTICE), "admin")
    city.at(entered.replace(hour=7)).door.follow_decrees()
    assert kinds(city, case)[-2:] == [("deadlines_recomputed", instant_text(entered)), ("deadline_lapsed", instant_text(entered))]
    assert city.open(case) == []
    assert verified(city, case)


def test_until_a_case_follows_its_dates_read_as_being_recomputed(city: City) -> None:
    case = handled(city)
    city.at(LATER).do(EnterCalendarYear(NOTICE), "admin")
    newest = city.door.ask(city.surroundings.calendar)

    def state() -> str | None:
        return deadline_state(json.loads(deadline(city, case)["detail"]), LATER, newest)

    assert state() == "recomputing"
    city.door.follow_decrees()
    assert state() == "running"


def test_while_deadlines_are_held_no_case_follows(city: City) -> None:
    case = handled(city)
    city.door.keep(hold_deadlines, FRIDAY)
    city.at(LATER).do(EnterCalendarYear(NOTICE), "admin")
    before = city.events(case)
    assert city.door.follow_decrees() == 0
    assert city.events(case) == before


def test_a_case_that_starts_after_a_decree_is_not_behind(city: City) -> None:
    city.at(LATER).do(EnterCalendarYear(NOTICE), "admin")
    case = city.start(PROCESS, topic="a leaking tap")
    assert city.door.follow_decrees() == 0
    assert [kind for kind, _ in kinds(city, case)] == ["process_instance_started"]
