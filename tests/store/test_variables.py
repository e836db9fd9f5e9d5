"""Variables as they are written: many at once, each once, the newest value kept."""

import pytest

from app.service.set_variables import SetVariables
from app.store.apply.batch import MOST_TOGETHER
from tests.builders.city import City
from tests.service.rows import case_at_handle


@pytest.mark.parametrize("count", [1, MOST_TOGETHER, 2 * MOST_TOGETHER + 5])
def test_each_of_many_variables_is_kept_with_its_newest_value(city: City, count: int) -> None:
    case = case_at_handle(city)
    for turn in ("first", "second"):
        city.do(SetVariables(case, {f"name{place}": f"{turn} {place}" for place in range(count)}), "operator")
    rows = city.rows("SELECT name, value FROM variable WHERE scope_key = :case AND name LIKE 'name%'", case=case)
    assert {row["name"]: row["value"] for row in rows} == {f"name{place}": f'"second {place}"' for place in range(count)}
    assert len(rows) == count
