"""P1: what a completion costs the database, which no noise disturbs: one commit, at most twelve statements."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import lineup
from tests.bench.own_loop import in_a_thread
from tests.bench.phases.counts import LOG_SETTINGS, LogReader, counts
from tests.bench.rig.postgres import Postgres
from tests.bench.rig.servers import scratch
from tests.bench.side import Side

MOST_STATEMENTS = 12


@pytest.fixture(scope="module")
def counted() -> Iterator[Side]:
    """Our server on a database that logs every statement, after nine starts, lists and completions of process A."""
    with scratch() as home:
        postgres = Postgres(Path(home) / "pg", {**LOG_SETTINGS, "fsync": "off"}).start()
        # Without a clock: what it notes of itself would be counted too.
        side = lineup.duban(Path(home) / "duban", postgres, DUBAN_RUN_WORKER="0")
        try:
            side.server.start()
            in_a_thread(_count(side, postgres))
            yield side
        finally:
            side.server.stop()
            postgres.stop()


async def _count(side: Side, postgres: Postgres) -> None:
    await side.target.prepare()
    await counts(side, [LogReader(postgres.log)])
    side.target.close()


def test_a_completion_is_one_commit_and_at_most_twelve_statements(counted: Side) -> None:
    assert counted.figures["commits, complete"] == 1
    assert 4 < counted.figures["statements, complete"] <= MOST_STATEMENTS


def test_a_start_is_one_commit(counted: Side) -> None:
    assert counted.figures["commits, start"] == 1


def test_a_list_asks_and_writes_nothing(counted: Side) -> None:
    assert 1 <= counted.figures["statements, tasks"] <= MOST_STATEMENTS / 4
