"""The database goes away while somebody works: nothing is lost, the page says so, and works on when the database is back."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, expect

from tests.bench.rig.postgres import Postgres
from tests.bench.rig.servers import Server, duban
from tests.browser.letters import Letters
from tests.browser.seats import HANDLER, Seats, claim, open_task, ready, submit
from tests.fixtures.postgres import NOT_DURABLE
from tests.fixtures.server import CITY_NOW

pytestmark = [pytest.mark.browser, pytest.mark.postgresql, pytest.mark.alone]


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    """A server of PostgreSQL that the test may stop."""
    with TemporaryDirectory(prefix="duban-postgres-") as folder:
        Path(folder).chmod(0o711)
        server = Postgres(Path(folder) / "server", NOT_DURABLE).start()
        yield server
        server.stop()


@pytest.fixture(scope="module")
def city(database: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = duban(tmp_path_factory.mktemp("lost"), database.create("lost"), DUBAN_TEST_CLOCK="1", DUBAN_TEST_NOW=CITY_NOW)
    server.start()
    yield server
    server.stop()


def test_what_was_typed_outlives_a_database_that_goes_away_and_comes_back(browser: Browser, city: Server, database: Postgres) -> None:
    letter = Letters(city).in_hand("数据库没了")
    seats = Seats(browser, city.base)
    page, citizen = seats.take(HANDLER), seats.take()
    claim(page, letter.topic)
    citizen.goto("/letters")
    database.stop(at_once=True)

    page.fill("[name=findings]", "写完的时候数据库没了")
    page.select_option("[name=measure]", "other")
    with page.expect_response(lambda answer: answer.url.endswith("/completion")) as answered:
        page.locator("[data-submit]").click()
    assert answered.value.status == 503
    assert answered.value.headers["retry-after"]
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("暂时连不上")
    lost = citizen.goto("/letters")
    assert lost is not None
    assert lost.status == 503
    expect(citizen.get_by_role("heading", level=1)).to_contain_text("暂时连不上")
    asked = page.context.new_page()
    answer = asked.goto("/work-list")
    assert answer is not None
    assert (answer.status, asked.url) == (503, f"{city.base}/work-list")

    database.start()
    open_task(page, letter.topic, "mine")
    ready(page)
    expect(page.locator("[name=findings]")).to_have_value("写完的时候数据库没了")
    expect(page.locator("[name=measure]")).to_have_value("other")
    submit(page)
    seats.close()
