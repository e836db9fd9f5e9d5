"""`duban calendar load FILE`: a year is entered, or refused in words with the line that is wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders.real_city import environment, real_city
from tests.builders.typed import Typed, typed
from tests.cli.test_verbs import one

Type = Callable[..., Typed]
YEAR = {
    "year": 2027,
    "notice": "invented for a test",
    "holidays": ["2027-01-01"],
    "makeUpDays": [],
    "hours": [{"from": "01-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]}],
}


def year(**changed: object) -> str:
    """Return a calendar file, one entry of a list a line."""
    return json.dumps(YEAR | changed, ensure_ascii=False, indent=1)


@pytest.fixture
def folder(tmp_path: Path, sqlite_city_file: Path) -> Path:
    return real_city(tmp_path / "city", sqlite_city_file)


@pytest.fixture
def duban(folder: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    return lambda *words, stdin="", **more: typed(capsys, {**environment(folder), **more}, *words, stdin=stdin)


def test_a_year_is_entered_as_the_next_version(duban: Type, tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(YEAR))
    done = duban("calendar", "load", str(file), "--as", "admin")
    assert done.code == 0, done.err
    assert "2027" in done.err
    assert one(folder, "SELECT MAX(year) FROM calendar_version") == 2027


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "2027.json，第 1 行：应为 JSON，但这一行从第 2 个字符起无法读取"),
        ('{"year": 2027}', "2027.json：日历文件应有 notice 一项，实际没有"),
        (year(holidays=["2027-01-01", "2026-01-02"]), "2027.json，第 6 行：holidays 中只能有 2027 年的日期，实际有 2026-01-02"),
        (year(holidays=["2027-01-01", "2027-01-01"]), "2027.json，第 6 行：holidays 中每天只能有一次，实际 2027-01-01 出现两次"),
        (year(makeUpDays=["2027-01-04"]), "2027.json，第 8 行：调休上班日应是周六或周日，实际 2027-01-04 是 周一"),
        (
            year(hours=[{"from": "01-01", "to": "12-31", "spans": ["12:00-08:30"]}]),
            "办公时段应从早到晚，如 08:30-12:00，实际是 12:00-08:30",
        ),
    ],
)
def test_a_year_that_is_none_is_refused_in_words_with_its_line(duban: Type, tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "2027.json"
    file.write_text(content)
    done = duban("calendar", "load", str(file), "--as", "admin", LC_ALL="zh_CN.UTF-8")
    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.err
