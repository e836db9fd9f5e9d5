"""`duban unit add`: how a city without a demo gets its units."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders.city import City
from tests.builders.real_city import environment, real_city
from tests.builders.typed import Typed, typed

Type = Callable[..., Typed]


@pytest.fixture
def folder(tmp_path: Path, sqlite_city_file: Path) -> Path:
    return real_city(tmp_path / "city", sqlite_city_file)


@pytest.fixture
def duban(folder: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    return lambda *words: typed(capsys, environment(folder), *words)


def test_a_unit_is_registered_and_then_people_hold_roles_in_it(duban: Type, folder: Path) -> None:
    words = ["unit", "add", "water-bureau", "--name", "市水务局", "--as", "admin"]
    assert duban(*words).code == 0
    assert duban("unit", "add", "water-section", "--name", "排水科", "--parent", "water-bureau", "--as", "admin").code == 0
    assert duban("user", "role", "handler-health", "--add", "handler@water-section", "--as", "security").code == 0
    city = City(f"sqlite:///{folder / 'duban.db'}")
    assert city.rows("SELECT name, parent_id FROM unit WHERE id LIKE 'water-%' ORDER BY id") == [
        {"name": "市水务局", "parent_id": None},
        {"name": "排水科", "parent_id": "water-bureau"},
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["water-bureau", "--name", "市水务局"], 2),
        (["water-bureau", "--as", "admin"], 2),
        (["water-bureau", "--name", "市水务局", "--as", "handler-health"], 1),
        (["handler@water", "--name", "市水务局", "--as", "admin"], 1),
        (["water-bureau", "--name", " ", "--as", "admin"], 1),
        (["water-bureau", "--name", "市水务局", "--parent", "nowhere", "--as", "admin"], 1),
    ],
)
def test_what_is_no_unit_is_refused(duban: Type, folder: Path, words: list[str], code: int) -> None:
    assert duban("unit", "add", *words).code == code
    assert City(f"sqlite:///{folder / 'duban.db'}").value("SELECT COUNT(*) FROM unit WHERE id LIKE '%water%'") == 0
