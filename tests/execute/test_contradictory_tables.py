"""A table whose rules contradict each other stops the case where it is asked, and the case goes on once the table is put right."""

import pytest

from app.audit.replay import replay
from app.service.resolve_incident import ResolveIncident
from tests.builders.city import City
from tests.builders.errand import PROCESS, TIERS, errand


@pytest.mark.parametrize("policy", [b"UNIQUE", b"ANY"])
def test_rules_that_may_not_hit_together_are_an_incident_until_the_table_is_put_right(sqlite_city: City, policy: bytes) -> None:
    city = sqlite_city
    # A test that has to be worked out is seen through by nobody before a case comes.
    city.deploy({"tiers.dmn": TIERS.replace(b"FIRST", policy).replace(b"&lt; 100", b"modulo(?, 1000) &lt; 100")})
    case = city.start(PROCESS)
    city.complete(case, "take", "hotline", worth=3, note="urgent")
    (incident,) = city.rows("SELECT key, kind, element_id, cause FROM incident WHERE case_key = :case", case=case)
    assert (incident["kind"], incident["element_id"]) == ("decision", "rank")
    assert "rules 1, 2 hit together" in incident["cause"]
    assert city.open(case) == []
    other = city.start(PROCESS)
    city.complete(other, "take", "hotline", worth=300, note="urgent")
    assert city.open(other) == ["handle"], "where one rule hits, there is nothing to decide between"

    city.deploy({"tiers.dmn": TIERS})
    city.do(ResolveIncident(incident["key"]), "operator")
    assert city.open(case) == ["handle"]
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert found.verdict == "verified", "the table that was wrong then is asked, not the one that is right now"


def test_a_table_that_was_not_there_then_is_not_there_in_a_replay_either(sqlite_city: City) -> None:
    city = sqlite_city
    diagram = errand("差事（缺表）").replace(b'decisionId="tier"', b'decisionId="=&quot;ranks&quot;"')
    city.deploy({"errand.bpmn": diagram})
    case = city.start(PROCESS)
    city.complete(case, "take", "hotline", worth=3, note="urgent")
    (incident,) = city.rows("SELECT key, cause FROM incident WHERE case_key = :case", case=case)
    assert "there is none" in incident["cause"]
    city.deploy({"ranks.dmn": TIERS.replace(b'decision id="tier"', b'decision id="ranks"')})
    city.do(ResolveIncident(incident["key"]), "operator")
    assert city.open(case) == ["handle"]
    with city.database.read() as store:
        assert replay(store, city.surroundings, case).verdict == "verified"
