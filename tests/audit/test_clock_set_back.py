"""A trial whose clock was set ahead and let go is not called changed: its instants have no order. In a city that is no trial they do."""

from datetime import UTC, datetime

from app.audit.city_record import CityRecord
from app.audit.verify_chains import verify_chains
from tests.builders.city import City
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER

PUT_IN = "INSERT INTO setting (name, value) VALUES ('clock_set_back', '2026-11-16T01:00:00.000000Z')"


def test_work_that_goes_on_after_the_clock_of_a_trial_was_let_go_holds(api: ApiCity) -> None:
    case = api.start("citizen-letter", **LETTER)
    comments = f"/casework/v1/cases/{api.number(case)}/comments"
    ahead = int(datetime(2099, 12, 28, 2, tzinfo=UTC).timestamp() * 1000)
    api.ask("PUT", "/v2/clock", {"timestamp": ahead})
    api.post(comments, {"text": "ahead"}, 201, who="hotline")
    assert api.ask("POST", "/v2/clock/reset", {}).status_code == 204
    api.post(comments, {"text": "now"}, 201, who="hotline")
    with api.duban.database.read() as store:
        assert CityRecord(store).demo
        assert verify_chains(store).breaks == ()
        store.run("DELETE FROM setting WHERE name = 'clock_set_back'")  # what is written here is undone
        assert {bad.reason for bad in verify_chains(store).breaks} == {"backdated"}


def test_a_city_that_is_no_trial_knows_of_no_clock_that_was_set_back(sqlite_city: City) -> None:
    with sqlite_city.database.write() as store:
        store.run(PUT_IN)
    with sqlite_city.database.read() as store:
        record = CityRecord(store)
        assert (record.demo, record.set_back) == (False, False)
