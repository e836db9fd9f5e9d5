"""What the bench makes of its samples: ratios, noise, and a verdict that fails where a figure falls short."""

from collections import Counter
from pathlib import Path

import pytest

from tests.bench import report
from tests.bench.adapters.target import Target
from tests.bench.measure import Phase, Round, quantile
from tests.bench.phases.counts import LogReader, StraceReader
from tests.bench.rig.http_client import Http
from tests.bench.rig.servers import Server
from tests.bench.rows import Line, Sides, lines_of
from tests.bench.side import Side


def side(name: str, milliseconds: float, other_cores: float = 0.1, errors: int = 0) -> Side:
    """A side whose every call took so long, by the clock and in CPU."""
    made = Side(name, Target("http://127.0.0.1:1"), Server(name, [], 1, "/", Path()), "")
    for phase in ("latency A", "latency B", "cost complete", "cost start", "cost tasks", "throughput 1", "throughput 8"):
        seconds = {what: [milliseconds / 1000] * 10 for what in ("start", "tasks", "complete")}
        round_ = Round(
            seconds,
            {"server": milliseconds / 100},
            2,
            1000 / milliseconds,
            other_cores,
            Counter({"locked": errors}) if errors else Counter(),
        )
        made.record(phase, round_)
    return made


def find(sides: Sides, row: str, against: str) -> Line:
    return next(line for line in lines_of(sides) if line.row == row and line.against == against)


def test_two_equal_servers_have_ratios_of_one() -> None:
    sides = Sides(side("duban", 2.0), side("floor", 2.0), None, "sqlite")
    ratios = [line.figure for line in lines_of(sides) if line.against == "f" and line.figure is not None]
    assert len(ratios) >= 6
    assert ratios == [pytest.approx(1.0)] * len(ratios)


def test_a_server_that_costs_too_much_falls_short() -> None:
    line = find(Sides(side("duban", 3.0), side("floor", 1.0), side("camunda-python", 2.0), "sqlite"), "P2", "c")
    assert line.figure == pytest.approx(1.5)
    assert report.failures([line]) == [line]
    assert "FALLS SHORT" in report.verdict(line)


def test_a_clock_figure_from_a_busy_machine_is_not_judged_and_a_cpu_figure_is() -> None:
    sides = Sides(side("duban", 9.0, other_cores=0.9), side("floor", 1.0), side("camunda-python", 2.0), "sqlite")
    assert find(sides, "P5", "c").must_holds is None
    assert find(sides, "P2", "c").must_holds is False


def test_errors_under_load_fail_the_run() -> None:
    lines = lines_of(Sides(side("duban", 1.0, errors=1), side("floor", 1.0), None, "sqlite"))
    assert [line.what for line in report.failures(lines)] == ["errors under 8 clients"]


def test_quiet_rounds_count_where_there_are_any() -> None:
    phase = Phase([Round({"complete": [0.1]}, other_cores=1.5), Round({"complete": [0.002]}, other_cores=0.1)])
    assert phase.milliseconds("complete") == pytest.approx(2.0)
    assert not phase.noisy


def test_a_quantile_of_few_values_is_one_of_them() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert quantile([], 0.5) is None


def test_the_table_says_why_a_figure_is_missing() -> None:
    text = report.table("sqlite", lines_of(Sides(side("duban", 1.0), side("floor", 1.0), None, "sqlite")))
    assert "camunda-python was not run" in text
    assert "not measured in this run" in text


def test_statements_of_the_busiest_connection_are_counted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(
        "[11] LOG:  statement: BEGIN\n[11] LOG:  execute <unnamed>: SELECT 1\n[11] LOG:  execute _pg3_4: INSERT INTO t\n"
        "[12] LOG:  statement: SELECT 2\n[11] LOG:  statement: COMMIT\n"
    )
    reader = LogReader(log)
    assert reader() == {"statements": 2, "commits": 1}
    assert reader() == {"statements": 0, "commits": 0}


def test_forced_writes_are_counted_since_the_last_look(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text("7 fdatasync(5) = 0\n7 fsync(6 <unfinished ...>\n8 +++ exited with 0 +++\n")
    reader = StraceReader(trace)
    assert reader() == {"fsyncs": 2}
    assert reader() == {"fsyncs": 0}


@pytest.mark.parametrize("base", ["http://10.0.0.1:80", "https://127.0.0.1:80", "http://duban.example"])
def test_the_load_client_speaks_to_this_machine_alone(base: str) -> None:
    with pytest.raises(ValueError, match="only talks to this machine"):
        Http(base)
