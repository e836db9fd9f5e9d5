"""A batch that somebody wrote into the database is never signed, nor what would follow it; one that lies outside already hides nothing."""

import json
from datetime import UTC, datetime

import pytest

from app.audit.anchor_line import anchor_line
from app.audit.anchored_case import anchored_case
from app.audit.chain_break import Break
from app.domain.instant import instant_text
from app.gateways.document_content import StoreAway
from tests.audit.test_anchors import Outside, outside, recomputed_whole
from tests.audit.test_verify_chains import case_with_events

__all__ = ["outside"]


def write(outside: Outside, sql: str, **values: object) -> None:
    with outside.city.database.write() as store:
        assert store.run(sql, **values) == 1


def anchored(outside: Outside, batches: int = 1) -> list[int]:
    cases = []
    for _ in range(batches):
        cases.append(case_with_events(outside.city))
        outside.turn()
    return cases


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE anchor_batch SET root = :forged WHERE batch = 2",
        'UPDATE anchor_batch SET root = :forged, line = \'{"batch":2,"root":"\' || :forged || \'"}\' WHERE batch = 2',
        "DELETE FROM anchor_batch WHERE batch = 2 AND root <> :forged",
    ],
)
def test_the_next_batch_follows_the_one_outside_whatever_the_database_says(outside: Outside, sql: str) -> None:
    anchored(outside, 2)
    write(outside, sql, forged="dead" * 16)
    anchored(outside)
    verdict, found = outside.verdict()
    assert (verdict.breaks, found.bad, found.batches) == ((), None, 3)


def test_a_line_that_waits_and_was_changed_is_not_written_and_every_check_says_so(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    anchored(outside)

    def away(*_: object) -> None:
        raise StoreAway

    with monkeypatch.context() as patched:
        patched.setattr(outside.anchors, "append", away)
        anchored(outside)
    true = outside.city.value("SELECT line FROM anchor_batch WHERE batch = 2")
    write(outside, 'UPDATE anchor_batch SET line = replace(line, \'"root":"\', \'"root":"dead\') WHERE batch = 2')
    anchored(outside)
    assert len(list(outside.anchors.lines())) == 1
    assert "batch 2" in caplog.text
    bad = outside.verdict()[1].bad
    assert bad is not None
    assert (bad.batch, bad.reason) == (2, "wrong root")
    write(outside, "UPDATE anchor_batch SET line = :line WHERE batch = 2", line=true)
    outside.turn()
    assert outside.verdict()[1].bad is None
    assert len(list(outside.anchors.lines())) == 3


def break_link(outside: Outside) -> list[int]:
    """Let a batch lie outside that was signed, but does not follow the one before, and others behind it; return the cases of each."""
    cases = anchored(outside, 3)
    file = outside.folder / "anchors" / "batches-000001.jsonl"
    lines = file.read_text().splitlines()
    said = json.loads(lines[1])
    line, _ = anchor_line(2, instant_text(datetime.now(UTC)), "dead" * 16, [tuple(leaf) for leaf in said["leaves"]], outside.key)
    file.write_text("".join(f"{one}\n" for one in (lines[0], line, lines[2])))
    return cases


def test_what_was_signed_behind_a_batch_that_follows_none_is_compared_all_the_same(outside: Outside) -> None:
    cases = break_link(outside)
    verdict, found = outside.verdict()
    assert found.bad is not None
    assert (found.bad.batch, found.bad.reason, found.batches, verdict.breaks) == (2, "unlinked", 1, ())
    with outside.city.database.write() as store:
        recomputed_whole(store, str(cases[2]))
    verdict, found = outside.verdict()
    assert found.bad is not None
    assert verdict.breaks == (Break(str(cases[2]), 3, "recomputed"),)


def test_a_case_says_that_its_batch_follows_none(outside: Outside) -> None:
    cases = break_link(outside)
    said = [outside.city.door.ask(anchored_case, outside.anchors, str(case), instant_text(datetime.now(UTC))).bad for case in cases]
    assert [(bad.batch, bad.reason) if bad is not None else None for bad in said] == [None, (2, "unlinked"), None]
