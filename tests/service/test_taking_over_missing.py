"""Paper cases that do not come to their step, since an answer is missing that it needs: the row says in words which."""

import json

from app.service.deploy_definition import DeployDefinition
from tests.builders.city import City
from tests.service.test_taking_over import LETTER, deploy, files_of, looked_at, paper, said, taken

MERGED = {name: value for name, value in LETTER.items() if name not in ("unit", "basis", "kind")} | {
    "disposition": "merge",
    "closingReason": "同一件事",
}


def merged(into: str = "") -> dict[str, str]:
    return {**MERGED, "mergedInto": into}


def test_a_case_that_stops_before_its_step_names_the_answer_that_is_missing_and_no_expression(city: City) -> None:
    files = files_of("citizen-letter")
    form = json.loads(files["letter-assignment.form"])
    unit = next(one for one in form["components"] if one.get("key") == "unit")
    del unit["validate"]
    files["letter-assignment.form"] = json.dumps(form).encode()
    city.do(DeployDefinition(files), "designer")
    row = paper("citizen-letter", "信 1", "sign", "2026-11-10", "2026-11-12", "", **{**LETTER, "unit": ""})
    ((column, message),) = said(looked_at(city, row))
    assert column == "当前步骤"
    assert "签收" in message
    assert "责任单位 [unit]" in message
    assert "handler@" not in message
    assert "Expected" not in message


def test_a_case_that_waits_after_its_merging_names_an_earlier_case_that_is_here(city: City) -> None:
    deploy(city, "citizen-letter")
    for number in ("", "QZ-2020-000001-0"):
        found = said(looked_at(city, paper("citizen-letter", "信 1", "merged", "2026-11-10", "2026-11-12", "", **merged(number))))
        assert [column for column, _ in found] == ["mergedInto"], number
    (case,) = taken(city, looked_at(city, paper("citizen-letter", "信 0", "handle", "2026-11-10", "2026-11-12", "", **LETTER)))
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    assert said(looked_at(city, paper("citizen-letter", "信 1", "merged", "2026-11-10", "2026-11-12", "", **merged(number)))) == []
