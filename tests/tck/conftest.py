"""The runner's last lines: what passed, or that there were no cases to run."""

from pathlib import Path

import pytest

from tests.tck.figures import Figures
from tests.tck.reading import corpus, folders

_FIGURES = pytest.StashKey[Figures]()

# Without the cases there is nothing to run: no item that would pass for nothing, and a line that says so.
collect_ignore = [] if folders() else ["test_cases.py"]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = Figures()


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> Figures:
    return request.config.stash[_FIGURES]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash[_FIGURES].lines() if _FIGURES in config.stash else []
    if not folders():
        lines = [f"DMN TCK: NOT RUN, no cases at {Path(corpus())}; set DUBAN_TEST_TCK to where they lie"]
    for line in lines:
        terminalreporter.write_line(line)
