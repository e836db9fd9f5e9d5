"""What an address says that nobody can mean is refused, on every list as on the work list; nothing of it is passed over in silence."""

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, desk, words


@pytest.mark.parametrize(
    "query", ["state=zz", "process=zz", "state=running&state=completed", "q=a&q=b", "page=1&page=2", "process=citizen-letter&process="]
)
def test_the_list_of_cases_refuses_what_it_does_not_know(api: ApiCity, query: str) -> None:
    desk(api, "demo").get(f"/cases?{query}", 400)


def test_the_list_of_cases_takes_what_it_offers(api: ApiCity) -> None:
    for query in ("state=running", "state=completed", "state=cancelled", "state=&process=&q=", "process=citizen-letter&page=2"):
        desk(api, "demo").get(f"/cases?{query}")


def test_a_tab_that_no_page_has_is_refused_with_those_that_there_are(api: ApiCity) -> None:
    instance = api.start("citizen-letter", **LETTER)
    person, case, task = desk(api, "demo"), f"/cases/{api.number(instance)}", f"/tasks/{api.task(instance)}"
    for address in (case, task):
        assert "history, diagram, documents, comments" in words(person.get(f"{address}?tab=bogus", 400))
        person.get(f"{address}?tab=history&h=bogus", 400)
        person.get(f"{address}?tab=history&tab=diagram", 400)
        for tab in ("history", "diagram", "documents", "comments"):
            person.get(f"{address}?tab={tab}")
        for whose in ("all", "people", "deadline"):
            person.get(f"{address}?tab=history&h={whose}")


@pytest.mark.parametrize(
    "path", ["/work-list?view=all&view=mine", "/incidents?state=open&state=resolved", "/work-list?light=red&light=red"]
)
def test_what_is_said_twice_is_refused(api: ApiCity, path: str) -> None:
    desk(api, "demo").get(path, 400)


def test_programs_are_told_so_too(api: ApiCity) -> None:
    problem = api.get("/casework/v1/work-list?view=all&view=mine", 400)
    assert (problem["code"], problem["detail"]) == ("bad_filter", "Expected view once in the address, but found it several times")
