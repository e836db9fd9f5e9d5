"""The stories of the citizen's letter, taken through the door."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.audit.story import Step, read_story
from app.domain.rejection import Rejection
from app.service.complete_task import CompleteTask
from app.service.correlate_message import CorrelateMessage
from app.service.start_instance import Attachment, StartInstance
from tests.builders.city import FOUNDED, ZONE, City

ROOT = Path(__file__).parents[2]
LETTER = ROOT / "processes" / "citizen-letter"
STORIES = sorted(path.stem for path in (LETTER / "scenarios").glob("*.yaml"))


def letter_files() -> dict[str, bytes]:
    forms = (ROOT / "forms").glob("letter-*.form")
    return {path.name: path.read_bytes() for path in sorted([*forms, *LETTER.glob("*.bpmn"), *LETTER.glob("*.dmn")])}


def tell(city: City, name: str) -> list[int]:
    """Take the cases of one story through the door and return their keys. A step that the story expects refused is refused."""
    city.at(FOUNDED)
    city.deploy(letter_files())
    path = LETTER / "scenarios" / f"{name}.yaml"
    steps = read_story(path.read_bytes(), path.name, ZONE).steps
    cases: dict[str, int] = {}
    for step in sorted(steps, key=lambda step: step.at):
        city.at(step.at)
        if step.expected.refused is None:
            _take(city, step, cases)
        else:
            with pytest.raises(Rejection) as refused:
                _take(city, step, cases)
            assert refused.value.code == step.expected.refused["code"], step
    return list(cases.values())


def _take(city: City, step: Step, cases: dict[str, int]) -> None:
    answers = {name: _number(city, value, cases) for name, value in step.answers.items()}
    if step.does in ("start", "send"):
        by_form = step.does == "start"
        received = answers.get("receivedAt")
        at = datetime.fromisoformat(received) if received else None
        files = tuple(Attachment(field, one, "ab" * 32, 3, b"\xff\xd8\xff") for field, names in step.files.items() for one in names)
        command = StartInstance("citizen-letter", variables=answers, by_form=by_form, received_at=at, attachments=files)
        cases[step.case] = city.do(command, "hotline" if by_form else "public")["key"]
    elif step.does == "complete":
        city.do(CompleteTask(_task(city, cases[step.case], step), answers), "demo")
    elif step.does == "message":
        number = _number(city, f"@{step.case}", cases)
        city.do(CorrelateMessage(cases[step.case], step.what, number, answers), "hotline")
    elif step.case in cases:
        city.door.fire_due(cases[step.case])


def _task(city: City, case: int, step: Step) -> int:
    city.door.fire_due(case)
    sql = (
        "SELECT t.key FROM user_task t WHERE t.case_key = :case AND t.element_id = :element AND t.state = 'CREATED' AND (:group = ''"
        " OR EXISTS (SELECT 1 FROM task_candidate c WHERE c.task_key = t.key AND c.name = :group)) ORDER BY t.key"
    )
    rows = city.rows(sql, case=case, element=step.what, group=step.of or "")
    assert rows, f"{step}: not open, but {city.open(case)}"
    return int(rows[0]["key"])


def _number(city: City, value: Any, cases: dict[str, int]) -> Any:
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    return city.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=cases[value[1:]])
