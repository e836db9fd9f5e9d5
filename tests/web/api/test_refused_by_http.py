"""What HTTP itself refuses is told with its own status, in the head of the answer and in its body."""

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/v2/topology"), ("PUT", "/casework/v1/work-list"), ("POST", "/v2/topology")])
def test_a_method_that_an_address_does_not_take_says_405_in_the_body_too(api: ApiCity, method: str, path: str) -> None:
    answer = api.ask(method, path, {})
    assert answer.status_code == 405
    problem = answer.get_json()
    assert (problem["status"], problem["title"]) == (405, "Method Not Allowed")
    assert "GET" in answer.headers["Allow"]


def test_a_page_says_405_too(api: ApiCity) -> None:
    person = desk(api, "demo")
    answer = person.send("/cases")
    assert answer.status_code == 405
    assert "405" in words(answer.get_data(as_text=True))


def test_a_mistake_of_ours_is_called_one_and_not_said_to_pass(api: ApiCity, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down() -> None:
        raise ZeroDivisionError

    for endpoint in ("cases.page", "v2.topology"):
        monkeypatch.setitem(api.app.view_functions, endpoint, break_down)
    problem = api.ask("GET", "/v2/topology")
    assert (problem.status_code, problem.get_json()["status"], problem.get_json()["title"]) == (500, 500, "Internal Server Error")
    assert "Retry-After" not in problem.headers
    page = words(desk(api, "demo").get("/cases", 500))
    assert "500" in page
    assert "503" not in page
    assert "系统出错" in page
