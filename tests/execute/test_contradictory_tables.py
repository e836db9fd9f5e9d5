"""A table whose rules contradict each other stops the case where it is asked, and the case goes on once the table is put right."""

import pytest

from app.service.resolve_incident import ResolveIncident
from tests.builders.city import City
from tests.builders.errand import PROCESS, TIERS


@pytest.mark.parametrize("policy", [b"UNIQUE", b"ANY"])
def test_rules_that_may_not_hit_together_are_an_incident_until_the_table_is_put_right(sqlite_city: City, policy: bytes) -> None:
    city = sqlite_city
    city.deploy({"tiers.dmn": TIERS.replace(b"FIRST", policy)})
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
