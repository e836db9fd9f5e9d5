"""What the list beside a diagram says of each step."""

from pathlib import Path
from typing import Any

from app.diagram import read_diagram
from app.queries.history import HistoryEvent
from app.web.pages.diagram_words import diagram_view

LETTER = Path(__file__).resolve().parents[3] / "processes" / "citizen-letter" / "citizen-letter.bpmn"
AT = "2026-11-24T02:42:00.000000Z"


def event(*facts: tuple[str, str]) -> HistoryEvent:
    said: list[Any] = [{"fact": kind, "elementId": element} for kind, element in facts]
    return HistoryEvent({"effective_at": AT}, said, {}, {}, "李敏")


def test_what_the_machine_did_is_not_said_to_be_done_by_the_person_whose_command_it_followed() -> None:
    done = event(*((kind, id) for id in ("read-rules", "assign") for kind in ("element_entered", "element_completed")))
    view = diagram_view(read_diagram(LETTER.read_bytes(), LETTER.name), "citizen-letter", [done], "/x", 1)
    by_id = {step.element_id: step for step in view.steps}
    assert (by_id["read-rules"].who, by_id["read-rules"].by_system) == ("", True)
    assert (by_id["assign"].who, by_id["assign"].by_system) == ("李敏", False)
    assert [step.element_id for step in view.steps[:2]] == ["read-rules", "assign"]
