"""What the list beside a diagram says of each step."""

from pathlib import Path
from typing import Any

from app.diagram import read_diagram
from app.queries.history import HistoryEvent
from app.web.pages.diagram_words import diagram_view
from app.web.presentation.task_view import Step

LETTER = Path(__file__).resolve().parents[3] / "processes" / "citizen-letter" / "citizen-letter.bpmn"
AT = "2026-11-24T02:42:00.000000Z"
CASE = 7


def event(*facts: tuple[str, str], **more: str) -> HistoryEvent:
    """more: what each fact says besides."""
    said: list[Any] = [
        {"fact": kind, "elementId": element, "elementInstanceKey": element, "processInstanceKey": str(CASE), "scopeKey": str(CASE), **more}
        for kind, element in facts
    ]
    return HistoryEvent({"effective_at": AT}, said, {}, {}, "李敏")


def steps(*events: HistoryEvent) -> dict[str, Step]:
    view = diagram_view(read_diagram(LETTER.read_bytes(), LETTER.name), "citizen-letter", CASE, list(events), "/x", 1)
    return {step.element_id: step for step in view.steps}


def test_what_the_machine_did_is_not_said_to_be_done_by_the_person_whose_command_it_followed() -> None:
    done = event(*((kind, id) for id in ("read-rules", "assign") for kind in ("element_entered", "element_completed")))
    by_id = steps(done)
    assert (by_id["read-rules"].who, by_id["read-rules"].by_system) == ("", True)
    assert (by_id["assign"].who, by_id["assign"].by_system) == ("李敏", False)
    assert [*by_id][:2] == ["read-rules", "assign"]


def test_a_step_that_silence_ended_says_so_and_one_that_was_closed_says_that_nobody_did_it() -> None:
    entered = event(("element_entered", "assign"), ("element_entered", "handle"), ("element_entered", "check"))
    silent = event(("deadline_lapsed", "handle"), ("element_cancelled", "handle"), silence="consent")
    found = steps(entered, silent, event(("element_cancelled", "assign")))
    states = {id: step.state for id, step in found.items()}
    assert (states["handle"], states["assign"], states["check"], states["read-rules"]) == ("lapsed", "cancelled", "active", "later")
    assert (found["handle"].deemed, found["handle"].silence, found["assign"].deemed) == (1, "consent", 0)


def test_of_several_branches_those_that_were_silent_are_counted_beside_those_that_answered() -> None:
    both = event(("element_entered", "handle"), ("element_entered", "handle"))
    silent = event(("deadline_lapsed", "handle"), ("element_cancelled", "handle"), silence="consent")
    found = steps(both, silent, event(("element_completed", "handle")))
    assert (found["handle"].state, found["handle"].deemed) == ("done", 1)


def test_a_step_that_was_closed_and_came_again_is_where_it_is_now() -> None:
    found = steps(event(("element_entered", "handle"), ("element_cancelled", "handle"), ("element_entered", "handle")))
    assert found["handle"].state == "active"


def test_silence_that_no_longer_holds_is_not_counted() -> None:
    silent = event(("element_entered", "handle"), ("deadline_lapsed", "handle"), ("element_cancelled", "handle"), silence="consent")
    found = steps(silent, event(("deadline_met", "handle"), undoesLapseAt=AT))
    assert (found["handle"].state, found["handle"].deemed) == ("done", 0)
