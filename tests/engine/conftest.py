"""For every test of the engine: no specification is changed by running it, and nothing makes a random key."""

from collections.abc import Iterator

import pytest

from tests.engine import drive


@pytest.fixture(autouse=True)
def _specs_stay_sealed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("SpiffWorkflow.task.uuid4", None)
    drive.DRIVEN.clear()
    yield
    drive.unchanged()
