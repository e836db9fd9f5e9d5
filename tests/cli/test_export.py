"""`duban export`: what cannot be chosen is refused in words, and no file is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders.city import City
from tests.builders.errand import PROCESS
from tests.builders.real_city import environment, real_city
from tests.builders.typed import Typed, typed
from tests.service.rows import case_at_handle

Type = Callable[..., Typed]


@pytest.fixture
def duban(tmp_path: Path, sqlite_city_file: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    folder = real_city(tmp_path / "city", sqlite_city_file)
    case_at_handle(City(f"sqlite:///{folder / 'duban.db'}"))
    return lambda *words, **more: typed(capsys, {**environment(folder), **more}, *words)


@pytest.mark.parametrize("log", ["xes", "ocel"])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--process", PROCESS + "s"), f"but no process is called {PROCESS}s; the nearest is {PROCESS}"),
        (("--process", "nothing-like-it"), "but no process is called nothing-like-it"),
        (("--from", "2026-12-02", "--to", "2026-12-01"), "Expected a last day not before the first, 2026-12-02, but found 2026-12-01"),
    ],
)
def test_an_unknown_process_and_days_the_wrong_way_round_are_refused_and_write_nothing(
    duban: Type, tmp_path: Path, log: str, asked: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "log"
    file.write_text("of yesterday")
    done = duban("export", log, *asked, "--output", str(file))
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert file.read_text() == "of yesterday"
    assert "应" in duban("export", log, *asked, LC_ALL="zh_CN.UTF-8").err


def test_what_can_be_chosen_is_written(duban: Type, tmp_path: Path) -> None:
    done = duban("export", "xes", "--process", PROCESS, "--from", "2026-01-01", "--to", "2026-12-31", "--output", str(tmp_path / "log"))
    assert done.code == 0
    assert "1 cases" in done.err
    assert b"<trace>" in (tmp_path / "log").read_bytes()
