"""The measurement of decrees and busy seconds, in small: what comes out is right; how long it takes is for the bench."""

from pathlib import Path

from tests.bench.law_of_time import fire_at_once, follow_a_decree


def test_every_case_follows_a_decree_once_while_work_goes_on(tmp_path: Path) -> None:
    assert follow_a_decree(tmp_path, 30).wrong == []


def test_timers_of_one_second_fire_once_each_and_never_early(tmp_path: Path) -> None:
    assert fire_at_once(tmp_path, 30).wrong == []
