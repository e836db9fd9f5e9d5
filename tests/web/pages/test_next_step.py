"""What may come after a step is read from the drawing."""

from pathlib import Path

import pytest

from app.diagram import read_diagram
from app.web.pages.next_step import next_steps

LETTER = Path(__file__).resolve().parents[3] / "processes" / "citizen-letter" / "citizen-letter.bpmn"


@pytest.mark.parametrize(
    ("step", "first"),
    [("sign", "责任单位办理"), ("answer", "核查办理情况"), ("call-back", "归档办结")],
)
def test_the_steps_that_people_see_next_are_named_past_gateways_and_out_of_sub_processes(step: str, first: str) -> None:
    process = read_diagram(LETTER.read_bytes(), LETTER.name).processes[0]
    named = [found.title for found in next_steps(process, step)]
    assert first in named


def test_a_step_that_is_not_drawn_leads_nowhere() -> None:
    process = read_diagram(LETTER.read_bytes(), LETTER.name).processes[0]
    assert next_steps(process, "elsewhere") == []
