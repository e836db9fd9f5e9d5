"""The same request sent again gets the first answer and does nothing."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.rejection import Rejection
from app.service.add_comment import AddComment
from app.service.cancel_instance import CancelInstance
from app.service.start_instance import StartInstance
from app.store.keep_answer import forget_old_answers
from tests.builders.city import City
from tests.builders.errand import PROCESS
from tests.execute.requests import Request
from tests.service.rows import case_at_handle


def send(city: City, command: Any, who: str, once: Request) -> str:
    done = city.door.execute(command, city.actor(who), once)
    return done.kept.body if done.kept else once.answer(done.answer)[1]


def test_the_same_request_is_answered_as_the_first_time_and_done_once(city: City) -> None:
    once = Request("hotline", "k-1")
    first = send(city, StartInstance(PROCESS), "hotline", once)
    # A key is taken for the case that is not started after all: keys may have gaps, receipt numbers none.
    before = city.dump("pinned_clock", "counter")
    city.at(timedelta(hours=3))
    assert send(city, StartInstance(PROCESS), "hotline", once) == first
    assert city.dump("pinned_clock", "counter") == before
    assert city.value("SELECT value FROM counter WHERE name = 'receipt CS 2026'") == 1


def test_the_same_key_with_another_body_is_refused(city: City) -> None:
    send(city, StartInstance(PROCESS), "hotline", Request("hotline", "k-1"))
    with pytest.raises(Rejection) as refused:
        send(city, StartInstance(PROCESS), "hotline", Request("hotline", "k-1", "another body"))
    assert refused.value.code == "idempotency_mismatch"
    assert city.value("SELECT COUNT(*) FROM process_instance") == 1


def test_a_key_is_each_persons_own(city: City) -> None:
    answers = {send(city, StartInstance(PROCESS), who, Request(who, "k-1")) for who in ("hotline", "demo")}
    assert len(answers) == 2


def test_a_refusal_is_kept_as_the_answer_also_when_the_state_has_changed(city: City) -> None:
    case = case_at_handle(city)
    city.do(CancelInstance(case), "operator")
    once = Request("operator", "k-1")
    with pytest.raises(Rejection) as refused:
        send(city, CancelInstance(case), "operator", once)
    assert refused.value.code == "case_closed"
    assert send(city, CancelInstance(case), "operator", once) == "case_closed"


@pytest.mark.parametrize("code", ["store_unavailable", "too_many", "signed_out"])
def test_a_refusal_that_is_none_of_the_requests_is_not_kept(city: City, code: str) -> None:
    before = city.dump()
    assert city.door.refuse(Request("hotline", "k-1"), Rejection(code, "Expected a better moment")) is None
    assert city.dump() == before


def test_an_answer_is_found_while_its_case_has_timers_due(city: City) -> None:
    case = case_at_handle(city)
    once = Request("hotline", "k-1")
    first = send(city, AddComment(case, "words"), "hotline", once)
    city.at(timedelta(days=12))
    assert send(city, AddComment(case, "words"), "hotline", once) == first


def test_answers_are_forgotten_after_seven_days_of_real_time(city: City) -> None:
    once = Request("hotline", "k-1")
    first = send(city, StartInstance(PROCESS), "hotline", once)
    city.door.keep(forget_old_answers)
    assert send(city, StartInstance(PROCESS), "hotline", once) == first
    with city.database.write() as store:
        store.run("UPDATE idempotency SET expires_at = '2020-01-01T00:00:00.000000Z'")
    city.door.keep(forget_old_answers)
    assert send(city, StartInstance(PROCESS), "hotline", once) != first
