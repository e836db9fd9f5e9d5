"""The measurement of a history that can be proven, in small: what comes out is right; how long it takes is for the bench."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench import exported, history, long_evidence
from tests.bench.rig.database import Database


def test_what_is_verified_holds_and_is_anchored_whole(tmp_path: Path) -> None:
    found = history.verification(tmp_path / "verified", 400)
    assert found.wrong == []
    assert found.events > 400


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_copy_that_chains_nothing_differs_by_that_alone(kind: str, tmp_path: Path, make_postgres_database: Callable[[], str]) -> None:
    many = (make_postgres_database(), make_postgres_database()) if kind == "postgresql" else history.two_files(tmp_path / "chaining")
    cost = history.chaining(many, 6)
    assert cost.unchained > 0
    digests, waiting = [], []
    for address in many:
        with Database(address) as database:
            sql = "select digest, content_digest, snapshot_digest from audit_event where kind = 'task_completed'"
            digests.append({digest for row in database.rows(sql) for digest in row})
            waiting.append(database.one("select count(*) from unanchored") > 0)
    assert (len(digests[0]), digests[1]) == (18, {history.NOTHING})
    assert waiting == [True, False]


def test_each_log_has_every_step(tmp_path: Path) -> None:
    logs = exported.measure(tmp_path, 40)
    assert [log.problems for log in logs.values()] == [[], []]
    assert {name: (log.cases, log.steps) for name, log in logs.items()} == {"XES": (40, 120), "OCEL": (40, 120)}


def test_evidence_of_a_long_case_is_made_checked_by_both_and_printed(tmp_path: Path) -> None:
    found = long_evidence.measure(tmp_path, 40)
    assert found.wrong == []
    assert (found.events, len(found.pages)) == (40, 1)
