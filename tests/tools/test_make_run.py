"""`make run` starts the product, stops when told, and starts again at once."""

import sys
from pathlib import Path

import pytest

from tests.bench.rig.postgres import free_port
from tests.bench.rig.servers import Server

SECOND_START_SECONDS = 3.0


@pytest.fixture
def make_run(tmp_path: Path) -> Server:
    """`make run` with a folder of its own; it has not been started."""
    port = free_port()
    settings = {"DUBAN_PORT": str(port), "DUBAN_DATA": str(tmp_path / "data")}
    return Server("make-run", ["make", "run", f"PYTHON={sys.executable}"], port, "/v2/status", tmp_path, settings)


@pytest.mark.alone
def test_the_second_start_takes_less_than_three_seconds(make_run: Server) -> None:
    make_run.start()
    make_run.stop()
    seconds = make_run.start()
    make_run.stop()
    assert seconds < SECOND_START_SECONDS
