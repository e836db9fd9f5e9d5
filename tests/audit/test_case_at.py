"""What the record says of a case after an event is what the engine's own state says, at every event of every story; and it is fast."""

import json
from typing import Any

import pytest

from app.audit import case_at as module
from app.audit.case_at import CaseAt, case_at
from app.audit.replay import Step, recompute
from app.service.set_variables import SetVariables
from tests.audit.letters import STORIES, tell
from tests.builders.city import City
from tests.service.rows import case_at_handle

SOME = sorted({*STORIES[::5], "co-organizer-late", "deputy-mayor-settles", "recalled-half-way", "received-earlier", "moves-around-a-task"})


def values(city: City, case: int, found: CaseAt) -> dict[tuple[str, str], Any]:
    """Return the variables as the record has them."""
    rows = city.rows("SELECT seq, content FROM event_content WHERE case_key = :case", case=str(case))
    beside = {row["seq"]: json.loads(row["content"])["private"] for row in rows}
    there = found.scopes_there
    return {key: json.loads(beside[at.seq][str(at.place)]["value"]) for key, at in found.variables.items() if key[0] in there}


def full(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a deadline with what a snapshot leaves out because it is the same as another instant."""
    return {"effective_at": row["deadline_at"], "original_at": row["deadline_at"], **row}


def compare(city: City, case: int, step: Step) -> None:
    """Assert that an event's state by the record is its snapshot."""
    with city.database.read() as store:
        found = case_at(store, case, step.event["seq"])
    saved = json.loads(step.snapshot)
    base = saved["base"]
    tokens = {str(base + row[0]): row[2].removesuffix("#item") for _, _, rows in saved["flows"] for row in rows}
    entered = {key: token.element for key, token in found.active.items()}
    assert {key: tokens.get(key) for key in entered} == entered, step.event["seq"]
    in_scopes = {(str(base + owner), name): value for owner, _, own in saved["scopes"] for name, value in own.items()}
    known = values(city, case, found)
    assert {key: known.get(key) for key in in_scopes} == in_scopes, step.event["seq"]
    if not saved.get("completed"):
        assert {key for key in known if key not in in_scopes} == set(), step.event["seq"]
    for key, row in ((str(base + int(key)), full(row)) for key, row in saved.get("deadlines", {}).items()):
        said = found.deadlines[key]
        assert (said["state"], said["deadlineAt"], said["effectiveAt"]) == (row["state"], row["deadline_at"], row["effective_at"])
        assert (said["startedAt"], said["originalAt"]) == (row["started_at"], row["original_at"])
        assert said.get("stops", []) == row.get("stops", []), step.event["seq"]


@pytest.mark.parametrize("story", SOME)
def test_the_record_of_each_story_says_what_the_engine_says_after_every_event(sqlite_city: City, story: str) -> None:
    for case in tell(sqlite_city, story):
        with sqlite_city.database.read() as store:
            for step in recompute(store, sqlite_city.surroundings, case):
                compare(sqlite_city, case, step)


def test_what_is_kept_on_the_way_to_an_event_changes_nothing(sqlite_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    for worth in range(9):
        city.do(SetVariables(case, {"worth": worth}), "operator")
    order = (11, 3, 4, 1, 2, 10, 9, 8, 7, 6, 5)
    with city.database.read() as store:
        plain = {seq: case_at(store, case, seq) for seq in order}
        monkeypatch.setattr(module, "STRIDE", 2)
        assert {seq: case_at(store, case, seq) for seq in order} == plain
    assert plain[11].variables[str(case), "worth"].seq == 11
