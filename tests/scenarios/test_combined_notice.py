"""The notice at the end of a joint review says what each department answered, and who ruled otherwise, and when."""

import json
from pathlib import Path

import pytest

from app.store.database import Reader
from tests.scenarios.stories import STORIES, found, tell


def said_of_papers(store: Reader) -> set[str]:
    """Return each row of the tables of every paper, its cells parted by bars."""
    contents = [json.loads(row["content"]) for row in store.all("SELECT content FROM paper")]
    blocks = [block for content in contents for block in content["blocks"]]
    texts = ["".join(str(part) for part in block["text"]) for block in blocks if block["type"] == "paragraph"]
    return {*texts, *(" | ".join(row) for block in blocks if block["type"] == "table" for row in block["rows"])}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found("investment-approval", tmp_path_factory.mktemp("notices") / "city")


def rows(story: str, city: Path) -> list[str]:
    said = tell(STORIES[f"investment-approval/{story}"], city, said_of_papers).answer
    return sorted(row for row in said if "环境影响评价审批" in row and row.count(" | ") == 5)


def test_an_objection_that_was_overruled_is_said_beside_the_ruling(city: Path) -> None:
    (row,) = rows("deputy-mayor-overrules", city)
    assert "不同意：选址临近水源地。（《水污染防治法》第六十六条）" in row
    assert "分管副市长2026年11月30日裁定可以办理：另建防渗设施后可以办理。" in row
    assert row.split(" | ")[4] == "2026年11月23日", "the day on which the department answered"


def test_an_objection_that_stands_is_said_with_its_ground_and_the_ruling(city: Path) -> None:
    (row,) = rows("deputy-mayor-upholds", city)
    assert "不同意：选址临近水源地。（《水污染防治法》第六十六条）。分管副市长" in row
    assert "裁定不同意成立：饮用水源优先。" in row


def test_a_department_that_came_round_is_said_to_have_objected_before(city: Path) -> None:
    (row,) = rows("objection-reconciled", city)
    assert (
        "同意，附条件：厂区退让水源保护区二百米。（2026年11月23日答复不同意：选址临近水源地。（《水污染防治法》第六十六条），经协调改为同意）"
        in row
    )
    assert row.split(" | ")[4] == "2026年11月26日"
