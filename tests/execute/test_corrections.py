"""What was registered or entered wrongly is put right by a counter-event; nothing is deleted and the case stays where it is."""

import json
from typing import Any

import pytest

from app.audit.replay import replay
from app.domain.rejection import Rejection
from app.service.complete_task import CompleteTask
from app.service.correct_answers import CorrectAnswers
from app.service.start_instance import StartInstance
from tests.audit.rebuild import rebuilt
from tests.builders.city import City
from tests.builders.matter import matter_files


@pytest.fixture
def case(city: City) -> int:
    city.deploy(matter_files())
    return int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 3}, by_form=True), "hotline")["key"])


def variables(city: City, case: int) -> dict[str, Any]:
    return {
        row["name"]: json.loads(row["value"]) for row in city.rows("SELECT name, value FROM variable WHERE case_key = :case", case=case)
    }


def refused(city: City, command: CorrectAnswers, who: str = "hotline") -> Rejection:
    with pytest.raises(Rejection) as found:
        city.do(command, who)
    return found.value


def test_a_registration_is_corrected_by_an_event_that_keeps_both_values(city: City, case: int) -> None:
    before = city.open(case)
    city.do(CorrectAnswers(case, "听错了", answers={"topic": "漏电", "worth": 3}), "hotline")
    assert variables(city, case) == {"topic": "漏电", "worth": 3}
    assert city.open(case) == before
    assert city.value("SELECT title FROM process_instance WHERE key = :key", key=case) == "漏电"
    event = city.events(case)[-1]
    assert (event["kind"], event["command"]) == ("answers_corrected", "correct_answers")
    body = json.loads(event["body"])["facts"][0]
    assert body["names"] == ["topic"]
    assert "漏" not in json.dumps(body, ensure_ascii=False)
    content = json.loads(
        city.value("SELECT content FROM event_content WHERE case_key = :case AND seq = :seq", case=str(case), seq=event["seq"])
    )
    assert (content["private"]["0"]["was"], content["private"]["0"]["now"]) == ({"topic": "漏水"}, {"topic": "漏电"})
    first = city.value("SELECT content FROM event_content WHERE case_key = :case AND seq = 1", case=str(case))
    assert json.loads(first)["input"]["variables"]["topic"] == "漏水"
    city.do(CorrectAnswers(case, "还是听错了", answers={"topic": "漏气"}), "hotline")
    assert variables(city, case)["topic"] == "漏气"
    now, after = rebuilt(city, case)
    assert after == now
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


def test_a_completed_step_is_corrected_and_what_a_later_step_wrote_over_is_that_steps(city: City, case: int) -> None:
    look = city.task(case, "look")
    city.do(CompleteTask(look, {"found": "水管裂了", "worth": 9}), "hotline")
    assert "worth" in refused(city, CorrectAnswers(case, "写错了", answers={"worth": 4})).field_errors
    city.do(CorrectAnswers(case, "写错了", look, {"found": "水管锈了", "worth": 9}), "hotline")
    assert variables(city, case) == {"topic": "漏水", "worth": 9, "found": "水管锈了"}
    assert city.value("SELECT title FROM process_instance WHERE key = :key", key=case) == "漏水"
    assert city.open(case) == ["close"]
    now, after = rebuilt(city, case)
    assert after == now


def test_a_correction_needs_a_reason_a_difference_and_answers_that_fit_the_form(city: City, case: int) -> None:
    assert "reason" in refused(city, CorrectAnswers(case, " ", answers={"topic": "漏电"})).field_errors
    assert refused(city, CorrectAnswers(case, "x", answers={"topic": "漏水"})).code == "bad_request"
    assert "topic" in refused(city, CorrectAnswers(case, "x", answers={"topic": "长" * 41})).field_errors
    assert "unknown" in refused(city, CorrectAnswers(case, "x", answers={"unknown": "1"})).field_errors
    assert refused(city, CorrectAnswers(case, "x", city.task(case, "look"), {"found": "x"})).code == "not_found"


def test_a_closed_case_is_not_corrected(city: City, case: int) -> None:
    city.do(CompleteTask(city.task(case, "look"), {"found": "水管裂了"}), "hotline")
    city.do(CompleteTask(city.task(case, "close"), {}), "hotline")
    assert refused(city, CorrectAnswers(case, "写错了", answers={"topic": "漏电"})).code == "case_closed"
