"""The demo city with people in front of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.bench.rig.servers import Server
from tests.browser.letters import Letters
from tests.browser.seats import Seats


@pytest.fixture
def seats(browser: Browser, demo_city: Server) -> Iterator[Seats]:
    """Windows on the demo city, for as many people as the test needs."""
    opened = Seats(browser, demo_city.base)
    yield opened
    opened.close()


@pytest.fixture
def letters(demo_city: Server) -> Letters:
    """Letters that others have brought as far as the test needs."""
    return Letters(demo_city)
