"""A case that comes out differently is told in words: which variable, token or deadline, and what each side says."""

import pytest

from app.audit.replay import Recomputation, Recomputing, replay
from app.engine.case import Case
from app.service.set_variables import SetVariables
from tests.builders.city import City
from tests.service.rows import case_at_handle


def of(city: City, case: int) -> Recomputation:
    with city.database.read() as store:
        return replay(store, city.surroundings, case)


def test_a_variable_that_comes_out_differently_is_named_with_both_values(sqlite_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(sqlite_city)
    sqlite_city.do(SetVariables(case, {"worth": 4}), "operator")
    genuine = Case.set_variables
    monkeypatch.setattr(
        Case, "set_variables", lambda self, key, variables, local=False: genuine(self, key, {**variables, "worth": 40}, local)
    )
    found = of(sqlite_city, case)
    assert (found.verdict, found.events, found.seq, found.what) == ("differs", 2, 3, "snapshot")
    assert [str(one) for one in found.differences] == ["variable worth: recorded 4, recomputed 40"]
    assert found.words == "the state after it (variable worth: recorded 4, recomputed 40)"


def test_a_token_that_goes_another_way_is_named_where_it_was_and_where_it_is(sqlite_city: City) -> None:
    case = case_at_handle(sqlite_city)
    with sqlite_city.database.write() as store:
        sql = "UPDATE event_content SET content = REPLACE(content, :was, :now) WHERE case_key = :case AND seq = 2"
        assert store.run(sql, case=str(case), was='"worth":3', now='"worth":3000')
    found = of(sqlite_city, case)
    assert (found.verdict, found.seq) == ("differs", 2)
    said = {(one.kind, one.name) for one in found.differences}
    assert ("variable", "tier") in said


def test_a_case_is_computed_again_in_pieces_as_in_one_go(sqlite_city: City) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    for worth in range(6):
        city.do(SetVariables(case, {"worth": worth}), "operator")
    work, pieces = Recomputing(city.surroundings, case), list[int]()
    outcome = None
    while outcome is None:
        with city.database.read() as store:
            outcome = work.go_on(store, lambda: True)
        pieces.append(work.done)
    assert pieces == [*range(1, 9), 8]
    assert (outcome.verdict, outcome.events) == ("verified", 8)
