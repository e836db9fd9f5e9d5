"""The steps beside a diagram stand in the order of the course, not of lanes or places."""

from pathlib import Path

from app.diagram import Process, read_diagram
from app.web.pages.course import in_course_order
from tests.builders.drawing import end, path, process, start, user, xor

LETTER = Path(__file__).resolve().parents[3] / "processes" / "citizen-letter" / "citizen-letter.bpmn"


def ordered(found: Process, *, from_the_right: bool = False) -> list[str]:
    """Return ids in course order. from_the_right: as if everything were drawn the wrong way round."""
    ids = list(found.elements)
    return [element.id for element in in_course_order(found, lambda id: -ids.index(id) if from_the_right else ids.index(id))]


def test_a_letter_is_signed_handled_answered_checked_and_called_back_in_this_order() -> None:
    found = ordered(read_diagram(LETTER.read_bytes(), LETTER.name).processes[0], from_the_right=True)
    steps = ["read-rules", "assign", "handling", "sign", "handle", "answer", "check", "call-back"]
    assert [step for step in found if step in steps] == steps


def test_every_element_stands_in_the_list_once() -> None:
    letter = read_diagram(LETTER.read_bytes(), LETTER.name).processes[0]
    assert sorted(ordered(letter)) == sorted(letter.elements)


def test_what_happens_at_any_time_or_never_comes_last() -> None:
    found = ordered(read_diagram(LETTER.read_bytes(), LETTER.name).processes[0], from_the_right=True)
    assert set(found[-6:]) == {"withdrawal", "withdrawal-told", "withdrawn", "mistake", "mistake-told", "registered-by-mistake"}


def test_a_way_back_does_not_put_the_later_step_first() -> None:
    drawn = process("p", end("done"), user("check"), user("work"), xor("good", default="good_done"), start("begin"),
                    path("begin work check good done"), path("good work", good="false"))  # fmt: skip
    assert ordered(read_diagram(drawn, "p.bpmn").processes[0]) == ["begin", "work", "check", "good", "done"]
