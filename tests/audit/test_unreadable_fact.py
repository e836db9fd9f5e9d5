"""An event that fits its chain and says nothing that can be read is named, and switches no check off."""

from datetime import timedelta
from typing import Any

import pytest

from app.audit.chain_break import Break
from app.audit.verify_chains import verify_chain, verify_chains
from app.domain.keys import CITY_CHAIN
from tests.audit.test_forged_disposal import forge
from tests.builders.city import MONDAY, City
from tests.service.rows import case_at_handle

NOW = MONDAY + timedelta(hours=1)

OF_THE_CITY: dict[str, dict[str, Any]] = {
    "roles_changed": {"account": "hotline", "added": 5},
    "account_registered": {"account": "x"},
    "post_changed": {},
    "deployment_made": {"resources": 7},
    "definition_retired": {"definitionKey": "x"},
    "token_created": {},
    "leave_entered": {},
    "unit_registered": {},
    "calendar_year_entered": {"version": 9, "year": "x", "content": "{}"},
    "timer_start_fired": {"nothing": True},
}
OF_A_CASE: dict[str, dict[str, Any]] = {
    "comment_added": {},
    "document_added": {},
    "message_taken": {},
    "signal_received": {"name": "A", "thrownBy": "77"},
}


@pytest.mark.parametrize("kind", [kind for kind in OF_THE_CITY if kind != "timer_start_fired"])
def test_a_fact_of_the_city_without_what_it_has_to_say_is_named_and_every_other_chain_is_walked(city: City, kind: str) -> None:
    case = case_at_handle(city)
    seq = forge(city, CITY_CHAIN, kind, "system", at=NOW, **OF_THE_CITY[kind])
    other = forge(city, case, "comment_added", "demo", at=NOW)
    with city.database.read() as store:
        found = [(bad.case_key, bad.seq) for bad in verify_chains(store).breaks]
    assert found == [("0", seq), (str(case), other)]


@pytest.mark.parametrize("kind", OF_A_CASE)
def test_a_fact_of_a_case_without_what_it_has_to_say_is_named(city: City, kind: str) -> None:
    case = case_at_handle(city)
    seq = forge(city, case, kind, "hotline", at=NOW, **OF_A_CASE[kind])
    named = Break(str(case), seq, "shape" if kind == "message_taken" else "unreadable")  # no event is named for a message taken
    with city.database.read() as store:
        assert verify_chain(store, str(case)).breaks == (named,)
        assert verify_chains(store).breaks == (named,)


def test_text_that_nests_deeper_than_anything_recorded_is_named(city: City) -> None:
    with city.database.write() as store:
        deep = '{"facts":' + "[" * 5000 + "]" * 5000 + "}"
        store.run("UPDATE audit_event SET body = :body WHERE case_key = '0' AND seq = 3", body=deep)
    case_at_handle(city)
    with city.database.read() as store:
        (bad,) = verify_chains(store).breaks
    assert (bad.case_key, bad.seq) == ("0", 3)


def test_a_timer_start_that_a_case_says_oddly_is_named_in_the_case(city: City) -> None:
    case = case_at_handle(city)
    seq = forge(city, case, "timer_start_fired", "clock", at=NOW)
    with city.database.read() as store:
        found = verify_chains(store).breaks
    assert [bad.case_key for bad in found if bad.case_key == "0"] == []
    assert all((bad.case_key, bad.seq) == (str(case), seq) for bad in found)
