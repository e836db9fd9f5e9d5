"""A limit that is missed, a peer that is missing and what a side got wrong all stand on the page."""

from pathlib import Path

import pytest

from tests.bench.feel import peers, report
from tests.bench.feel.comparing import Cell, Row
from tests.bench.feel.conformance import Score
from tests.bench.feel.expressions import Asked
from tests.bench.feel.judging import CANNOT, RIGHT, Verdict
from tests.bench.feel.musts import SIXTY, Must, table_time

ROWS = [
    Row(
        Asked("g", "a | b", True),
        {
            "ours": Cell(Verdict(RIGHT), {"evaluate": [2.0]}),
            "other": Cell(Verdict(RIGHT), {"evaluate": [5.0]}),
            "third": Cell(Verdict(CANNOT, "no pipes")),
        },
    )
]


def test_a_figure_holds_only_below_its_limit() -> None:
    assert Must("x", 3.9, 4, "µs").holds is True
    assert Must("x", 4.0, 4, "µs").holds is False
    assert Must("x", None, 4, "µs").holds is None


def test_the_page_says_what_falls_short_and_why_a_figure_is_missing() -> None:
    text = report.limits([Must("x", 5, 4, "µs"), Must("y", None, 60, "s", "no cases")])
    assert "| x | 5.00 µs | 4.00 µs | **FALLS SHORT** |" in text
    assert "| y |  | 60.0 s | no cases |" in text


def test_a_row_shows_each_verdict_the_time_and_its_ratio_to_ours() -> None:
    assert "| `a \\| b` | right | 2.00 | right | 5.00 (2.50) | **cannot** |  |" in report.expressions(
        ROWS, ["ours", "other", "third"], "evaluate"
    )


def test_what_a_side_cannot_do_is_told_in_its_words() -> None:
    assert "- `a \\| b`: cannot; no pipes" in report.shortcomings(ROWS, ["third"])
    assert "**other**: nothing." in report.shortcomings(ROWS, ["other"])


def test_the_summary_counts_verdicts_and_gives_the_median_and_the_least_ratio() -> None:
    text = report.summary(ROWS, ["ours", "other"])
    assert "| ours | 1 | 0 | 0 | 0 |  | 2.00 µs |  |" in text
    assert "| other | 1 | 0 | 0 | 0 |  | 2.50 × (2.50 ×) |  |" in text


def test_the_share_of_cases_tells_passing_from_refusing() -> None:
    assert "| a | 6 | 60.00% | 3 | 1 |" in report.conformance({"a": Score(6, 3)}, 10)


def test_a_peer_that_cannot_be_installed_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "HOME", tmp_path)
    with pytest.raises(peers.Missing, match=r"it could not be installed: no such thing"):
        peers._run("it", ["sh", "-c", "echo no such thing >&2; exit 3"])
    with pytest.raises(peers.Missing, match="could not be installed"):
        peers._run("it", [tmp_path / "nowhere"])


def test_what_is_installed_is_kept_until_its_lock_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "HOME", tmp_path)
    lock, stamp = tmp_path / "lock", tmp_path / "stamp"
    lock.write_text("a==1")
    assert not peers._fresh(stamp, lock)
    peers._stamp(stamp, lock)
    assert peers._fresh(stamp, lock)
    lock.write_text("a==2")
    assert not peers._fresh(stamp, lock)


def test_a_side_that_ends_is_missing_and_not_waited_for() -> None:
    with peers.Side("gone", ["true"]) as side, pytest.raises(peers.Missing, match="gone ended before it answered"):
        side.version()


def test_the_measured_text_has_sixty_characters_and_the_table_gives_its_last_rule() -> None:
    assert len(SIXTY) == 60
    assert table_time(1) > 0
